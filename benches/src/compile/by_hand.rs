//! Writes the model as a hand-written crate: types with serde's derives, and a function for each endpoint
//! that passes them to one shared call.

use super::model::{Endpoint, Fields, Model, camel};

/// The shared call, with reqwest.
pub const REQWEST: &str = r#"
pub struct Client { pub http: reqwest::Client, pub url: String, pub token: String }
pub type Failure = reqwest::Error;
pub async fn call<Q: serde::Serialize, B: serde::Serialize, R: serde::de::DeserializeOwned>(
    client: &Client, method: &str, path: &str, query: Option<&Q>, body: Option<&B>,
) -> Result<R, Failure> {
    let method = if method == "GET" { reqwest::Method::GET } else { reqwest::Method::POST };
    let mut request = client.http.request(method, format!("{}{path}", client.url)).bearer_auth(&client.token);
    if let Some(query) = query { request = request.query(query); }
    if let Some(body) = body { request = request.json(body); }
    request.send().await?.error_for_status()?.json().await
}
"#;

/// The shared call, with hyper.
pub const HYPER: &str = r#"
pub struct Client { pub connection: hyper::client::conn::http1::SendRequest<http_body_util::Full<bytes::Bytes>>, pub token: String }
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
pub async fn call<Q: serde::Serialize, B: serde::Serialize, R: serde::de::DeserializeOwned>(
    client: &mut Client, method: &str, path: &str, query: Option<&Q>, body: Option<&B>,
) -> Result<R, Failure> {
    use http_body_util::BodyExt as _;
    let query = query.map(serde_json::to_string).transpose()?.unwrap_or_default();
    let body = body.map(serde_json::to_vec).transpose()?.unwrap_or_default();
    let request = hyper::Request::builder().method(method).uri(format!("{path}?{query}"))
        .header("authorization", &client.token).body(http_body_util::Full::from(body))?;
    let reply = client.connection.send_request(request).await?.into_body().collect().await?;
    Ok(serde_json::from_slice(&reply.to_bytes())?)
}
"#;

/// The whole crate, around the shared call.
pub fn rust(model: &Model, call: &str) -> String {
    let mut text = call.to_owned();
    for (name, fields) in model.shipped.iter().chain(&model.objects) {
        text += &object(name, "Serialize, serde::Deserialize", fields);
    }
    for (name, values) in &model.enumerations {
        let values: String = values
            .iter()
            .map(|value| {
                format!("    #[serde(rename = \"{value}\")]\n    {},\n", camel(&value.to_lowercase()))
            })
            .collect();
        text += &format!(
            "#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]\npub enum {name} {{\n{values}}}\n"
        );
    }
    let client = if call.contains("client: &mut Client") { "&mut Client" } else { "&Client" };
    for one in &model.endpoints {
        text += &endpoint(one, client);
    }
    text
}

fn endpoint(endpoint: &Endpoint, client: &str) -> String {
    let Endpoint { name, get, route, path, query, body, reply } = endpoint;
    let one = camel(name);
    let (sent, held) = if *get { (query, "query") } else { (body, "body") };
    let given: String = path.iter().map(|(name, one)| format!("{name}: {}, ", rust_type(one))).collect();
    let (method, arguments) =
        if *get { ("GET", "Some(query), None::<&()>") } else { ("POST", "None::<&()>, Some(body)") };
    format!(
        "{}{}pub async fn {name}(client: {client}, {given}{held}: &{one}Request) -> Result<{one}Reply, Failure> {{\n    \
         call(client, \"{method}\", &format!(\"{route}\"), {arguments}).await\n}}\n",
        object(&format!("{one}Request"), "Serialize", sent),
        object(&format!("{one}Reply"), "Deserialize", reply),
    )
}

fn object(name: &str, serde: &str, fields: &Fields) -> String {
    let field = |(name, one): &(&str, String)| {
        let skipped = one.ends_with('?') && serde.contains("Serialize");
        let skip = if skipped { "    #[serde(skip_serializing_if = \"Option::is_none\")]\n" } else { "" };
        format!("{skip}    pub {name}: {},\n", rust_type(one))
    };
    let fields: String = fields.iter().map(field).collect();
    format!("#[derive(Debug, Clone, serde::{serde})]\npub struct {name} {{\n{fields}}}\n")
}

fn rust_type(one: &str) -> String {
    if let Some(one) = one.strip_suffix('?') {
        return format!("Option<{}>", rust_type(one));
    }
    if let Some(one) = one.strip_prefix('[').and_then(|one| one.strip_suffix(']')) {
        return format!("Vec<{}>", rust_type(one));
    }
    match one {
        "string" => "String".to_owned(),
        "integer" => "i64".to_owned(),
        "boolean" => "bool".to_owned(),
        declared => declared.to_owned(),
    }
}
