async fn checkout(alignet: alignet::Client) -> Result<(), alignet::Error> {
    let nonce = alignet.create_nonce().send().await?.nonce;
    println!("{nonce}");
    Ok(())
}

fn main() {
    let _ = checkout;
}
