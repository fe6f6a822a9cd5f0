/// Returns the element with the settings of a widget.
fn element(nonce: SingleUseSecret) -> Result<String, Error> {
    let widget = PayWidget::builder().nonce(nonce).language("es").build();
    Ok(format!("<script type=\"application/json\" id=\"widget\">{}</script>", widget.into_json()?.expose()?))
}
