mod partner {
    alignet::client!("contract");
}

async fn fetch(alignet: alignet::Client) -> Result<(), alignet::Error> {
    let call = partner::GetRobot::new(&alignet);
    let _reply = call.shop("7").send().await?;
    Ok(())
}

fn main() {
    let _ = fetch;
}
