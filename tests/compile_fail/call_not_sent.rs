#![deny(unused_must_use)]

fn warm_up(alignet: alignet::Client) {
    alignet.create_nonce();
}

fn main() {
    let _ = warm_up;
}
