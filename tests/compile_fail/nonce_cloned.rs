async fn checkout(alignet: alignet::Client) -> Result<(), alignet::Error> {
    let nonce = alignet.create_nonce().send().await?.nonce;
    let _another = nonce.clone();
    Ok(())
}

fn main() {
    let _ = checkout;
}
