//! The hand-written types of the two calls, for `by_hand` and `hyper`.

use serde::{Deserialize, Serialize};

use crate::Failure;

pub const AUDIENCE: &str = "https://api.preprod.alignet.io/";
pub const API_VERSION: &str = "1709847567";
pub const CLIENT_ID: &str = "your_client_id";
pub const CLIENT_SECRET: &str = "your_client_secret";

#[derive(Serialize)]
pub struct TokenRequest<'a> {
    pub action: &'a str,
    pub grant_type: &'a str,
    pub audience: &'a str,
    pub client_id: &'a str,
    pub client_secret: &'a str,
    pub scope: &'a str,
}

pub const TOKEN_REQUEST: TokenRequest<'static> = TokenRequest {
    action: "authorize",
    grant_type: "client_credentials",
    audience: AUDIENCE,
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
    scope: "create:token post:charges",
};

#[derive(Deserialize)]
pub struct TokenReply {
    pub success: bool,
    pub access_token: Option<String>,
    pub expires_in: Option<u64>,
    pub authorization: Processing,
}

#[derive(Serialize)]
pub struct NonceRequest<'a> {
    pub action: &'a str,
    pub audience: &'a str,
    pub client_id: &'a str,
    pub scope: &'a str,
}

pub const NONCE_REQUEST: NonceRequest<'static> =
    NonceRequest { action: "create.nonce", audience: AUDIENCE, client_id: CLIENT_ID, scope: "post:charges" };

#[derive(Deserialize)]
#[expect(dead_code, reason = "a caller may read what the service says")]
pub struct NonceReply {
    pub action: String,
    pub success: bool,
    pub nonce: Option<String>,
    pub scope: Option<String>,
    pub expires_in: Option<u64>,
    pub nonce_creation: Processing,
}

#[derive(Deserialize)]
pub struct Processing {
    pub meta: Meta,
}

#[derive(Deserialize)]
pub struct Meta {
    pub status: Status,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "a caller may read what the service says")]
pub struct Status {
    pub code: String,
    pub message_ilgn: Vec<Message>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "a caller may read what the service says")]
pub struct Message {
    pub locale: String,
    pub value: String,
}

impl NonceReply {
    /// Returns the nonce if the reply is a success.
    pub fn proven(self) -> Result<String, Failure> {
        let processed = self.success && self.nonce_creation.meta.status.code == "00";
        self.nonce.filter(|_| processed).ok_or_else(|| "no nonce was made".into())
    }
}

impl TokenReply {
    /// Returns the token and its lifetime in seconds if the reply is a success.
    pub fn proven(self) -> Result<(String, u64), Failure> {
        let processed = self.success && self.authorization.meta.status.code == "00";
        let token = self.access_token.filter(|_| processed).ok_or("no token was made")?;
        Ok((token, self.expires_in.unwrap_or(300)))
    }
}
