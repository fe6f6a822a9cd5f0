//! Between two currencies, `<` would be false, and so let money of another currency pass as enough.

fn is_enough(paid: alignet::Money, due: alignet::Money) -> bool {
    !(paid < due)
}

fn main() {
    let _ = is_enough;
}
