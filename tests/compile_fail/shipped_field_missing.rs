async fn query(alignet: alignet::Client) -> Result<(), alignet::Error> {
    let call = alignet.get_charge().merchant_code("M").merchant_operation_number("400100");
    let _reply = call.send().await?;
    Ok(())
}

fn main() {
    let _ = query;
}
