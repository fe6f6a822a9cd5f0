//! A hand-written client with reqwest, as a good engineer writes it: one client, typed bodies, headers set
//! once, a timeout, and the token kept as a header value until it expires.

use std::{
    sync::RwLock,
    time::{Duration, Instant},
};

use reqwest::{
    Client, Url,
    header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue, USER_AGENT},
};

use super::{
    caller::Caller,
    wire::{API_VERSION, NONCE_REQUEST, NonceReply, TOKEN_REQUEST, TokenReply},
};
use crate::Failure;

pub struct ByHand {
    http: Client,
    token_url: Url,
    nonce_url: Url,
    token: RwLock<Option<(HeaderValue, Instant)>>,
}

impl ByHand {
    pub fn new(url: &str) -> Result<Self, Failure> {
        let headers = HeaderMap::from_iter([
            (USER_AGENT, HeaderValue::from_static("shop/1.0")),
            (ACCEPT, HeaderValue::from_static("application/json")),
            ("alg-api-version".parse()?, HeaderValue::from_static(API_VERSION)),
        ]);
        let http = Client::builder().default_headers(headers).timeout(Duration::from_secs(10)).build()?;
        let url = Url::parse(url)?;
        let (token_url, nonce_url) = (url.join("/token")?, url.join("/nonce")?);
        Ok(Self { http, token_url, nonce_url, token: RwLock::default() })
    }

    async fn token(&self) -> Result<HeaderValue, Failure> {
        if let Some((token, until)) = &*self.token.read().map_err(|_| "the lock is poisoned")?
            && Instant::now() < *until
        {
            return Ok(token.clone());
        }
        let response = self.http.post(self.token_url.clone()).json(&TOKEN_REQUEST).send().await?;
        let (token, seconds) = response.error_for_status()?.json::<TokenReply>().await?.proven()?;
        let mut header = HeaderValue::try_from(format!("Bearer {token}"))?;
        header.set_sensitive(true);
        let until = Instant::now() + Duration::from_secs(seconds.saturating_sub(300));
        *self.token.write().map_err(|_| "the lock is poisoned")? = Some((header.clone(), until));
        Ok(header)
    }
}

impl Caller for ByHand {
    async fn call(&self) -> Result<String, Failure> {
        let request = self.http.post(self.nonce_url.clone()).header(AUTHORIZATION, self.token().await?);
        let response = request.json(&NONCE_REQUEST).send().await?;
        response.error_for_status()?.json::<NonceReply>().await?.proven()
    }
}
