async fn fetch(alignet: alignet::Client) -> Result<(), alignet::Error> {
    let call = alignet_tests::partner::GetTerminal::new(&alignet);
    let _reply = call.shop("7").send().await?;
    Ok(())
}

fn main() {}
