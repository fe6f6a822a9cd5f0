async fn checkout(alignet: alignet::Client) -> Result<[String; 2], alignet::Error> {
    let reply = alignet.create_nonce().send().await?;
    Ok([reply.nonce.expose()?, reply.nonce.expose()?])
}

fn main() {
    let _ = checkout;
}
