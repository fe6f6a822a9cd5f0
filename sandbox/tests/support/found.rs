use alignet::{Client, Credentials, Environment};

/// `url` is in the first line, after `listening on`. The other values are in the second and the third line,
/// under these names.
fn client(
    url: &str,
    client_id: &str,
    client_secret: &str,
    notification_key: &str,
) -> Result<Client, alignet::Error> {
    let like = Environment::PREPROD;
    let environment = Environment::custom()
        .auth(url)
        .api(url)
        .audience(like.audience())
        .api_version(like.api_version())
        .flex_script(format!("{url}/_sandbox/flex.js"))
        .flex_style(format!("{url}/_sandbox/flex.css"))
        .notification_keys([notification_key])
        .build();
    Client::builder(environment).credentials(Credentials::new(client_id, client_secret)).build()
}
