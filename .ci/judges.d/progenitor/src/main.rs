//! Takes a nonce from a sandbox, with the client that progenitor generates from the 3.0 document.
//!
//! Arguments: the URL of the sandbox, the client id, the client secret.

#[allow(clippy::all, dead_code, missing_docs)]
mod generated {
    progenitor::generate_api!("../../../docs/openapi/alignet-3.0.json");
}

use std::{env, error::Error};

use generated::{Client, types};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};

const AUDIENCE: &str = "https://api.preprod.alignet.io/";
const VERSION: &str = "1709847567";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [url, id, secret] = &arguments[..] else { return Err("usage: URL CLIENT_ID CLIENT_SECRET".into()) };
    let token = types::CreateTokenRequest {
        action: types::CreateTokenRequestAction::Authorize,
        audience: AUDIENCE.parse()?,
        client_id: id.to_owned(),
        client_secret: secret.to_owned(),
        grant_type: types::CreateTokenRequestGrantType::ClientCredentials,
        scope: "create:token post:charges".parse()?,
    };
    let reply = Client::new(url).create_token(VERSION.parse()?, &token).await?.into_inner();
    let token = reply.access_token.ok_or("the reply has no token")?;

    let mut bearer = HeaderValue::try_from(format!("Bearer {}", token.as_str()))?;
    bearer.set_sensitive(true);
    let http = reqwest::Client::builder().default_headers(HeaderMap::from_iter([(AUTHORIZATION, bearer)])).build()?;
    let nonce = types::CreateNonceRequest {
        action: types::CreateNonceRequestAction::CreateNonce,
        audience: AUDIENCE.parse()?,
        client_id: id.to_owned(),
        scope: "post:charges".parse()?,
    };
    let reply = Client::new_with_client(url, http).create_nonce(VERSION.parse()?, &nonce).await?.into_inner();
    let nonce = reply.nonce.ok_or("the reply has no nonce")?;
    println!("progenitor's client took a nonce of {} characters", nonce.len());
    Ok(())
}
