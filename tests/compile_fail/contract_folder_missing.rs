alignet::client!("no/such/folder");

fn main() {}
