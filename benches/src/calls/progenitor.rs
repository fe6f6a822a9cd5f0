//! The client that progenitor generates from the same two endpoints. It has no token handling: its user
//! fetches a token, and builds a client that sends it with every call.

use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue, USER_AGENT};
use tokio::sync::OnceCell;

use super::{
    caller::Caller,
    wire::{API_VERSION, AUDIENCE, CLIENT_ID, CLIENT_SECRET, TOKEN_REQUEST},
};
use crate::Failure;

#[allow(clippy::all, dead_code)]
mod generated {
    progenitor::generate_api!("openapi.json");
}

use generated::{Client, types};

pub struct Generated {
    url: String,
    client: OnceCell<Client>,
}

impl Generated {
    pub fn new(url: &str) -> Result<Self, Failure> {
        Ok(Self { url: url.to_owned(), client: OnceCell::new() })
    }

    fn client(&self, token: Option<&str>) -> Result<Client, Failure> {
        let mut headers = HeaderMap::from_iter([
            (USER_AGENT, HeaderValue::from_static("shop/1.0")),
            ("alg-api-version".parse()?, HeaderValue::from_static(API_VERSION)),
        ]);
        if let Some(token) = token {
            headers.insert(AUTHORIZATION, HeaderValue::try_from(format!("Bearer {token}"))?);
        }
        let builder = reqwest::Client::builder().default_headers(headers).timeout(Duration::from_secs(10));
        Ok(Client::new_with_client(&self.url, builder.build()?))
    }

    async fn authorised(&self) -> Result<Client, Failure> {
        let request = types::CreateTokenRequest {
            action: TOKEN_REQUEST.action.to_owned(),
            grant_type: TOKEN_REQUEST.grant_type.to_owned(),
            audience: AUDIENCE.to_owned(),
            client_id: CLIENT_ID.to_owned(),
            client_secret: CLIENT_SECRET.to_owned(),
            scope: TOKEN_REQUEST.scope.to_owned(),
        };
        let reply = self.client(None)?.create_token(&request).await?.into_inner();
        self.client(reply.access_token.as_deref())
    }
}

impl Caller for Generated {
    async fn call(&self) -> Result<String, Failure> {
        let client = self.client.get_or_try_init(|| self.authorised()).await?;
        let request = types::CreateNonceRequest {
            action: "create.nonce".to_owned(),
            audience: AUDIENCE.to_owned(),
            client_id: CLIENT_ID.to_owned(),
            scope: "post:charges".to_owned(),
        };
        let reply = client.create_nonce(&request).await?.into_inner();
        let processed = reply.success && reply.nonce_creation.meta.status.code == "00";
        reply.nonce.filter(|_| processed).ok_or_else(|| "no nonce was made".into())
    }
}
