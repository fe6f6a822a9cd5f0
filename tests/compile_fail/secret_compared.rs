fn is_known(secret: &alignet::Secret, known: &alignet::Secret) -> bool {
    secret == known
}

fn main() {
    let _ = is_known;
}
