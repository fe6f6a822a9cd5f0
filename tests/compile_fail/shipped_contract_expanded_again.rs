alignet::client!();

fn main() {}
