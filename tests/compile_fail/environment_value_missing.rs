fn main() {
    let _environment = alignet::Environment::custom()
        .auth("https://auth.example.com")
        .api("https://api.example.com")
        .api_version("1709847567")
        .flex_script("https://flex.example.com/form.js")
        .flex_style("https://flex.example.com/form.css")
        .notification_keys([""])
        .build();
}
