fn report(secret: alignet::Secret) {
    println!("the secret is {secret}");
}

fn main() {
    let _ = report;
}
