async fn checkout(alignet: alignet::Client) -> Result<String, Box<dyn std::error::Error>> {
    let nonce = alignet.create_nonce().send().await?.nonce;
    Ok(serde_json::to_string(&nonce)?)
}

fn main() {
    let _ = checkout;
}
