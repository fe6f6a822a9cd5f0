fn pages(form: alignet::api::FlexForm) -> Result<[alignet::SingleUseSecret; 2], alignet::Error> {
    Ok([form.into_json()?, form.into_json()?])
}

fn main() {
    let _ = pages;
}
