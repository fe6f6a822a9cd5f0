//! The lower bound: hyper with hand-kept connections, and no feature that a call does not need.

use std::{net::SocketAddr, sync::Mutex};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::{
    Request,
    client::conn::http1::{SendRequest, handshake},
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, HeaderMap, HeaderValue, USER_AGENT},
};
use hyper_util::rt::TokioIo;
use serde::{Serialize, de::DeserializeOwned};
use tokio::{net::TcpStream, sync::OnceCell};

use super::{
    caller::Caller,
    wire::{API_VERSION, NONCE_REQUEST, NonceReply, TOKEN_REQUEST, TokenReply},
};
use crate::Failure;

pub struct Connections {
    address: SocketAddr,
    headers: HeaderMap,
    idle: Mutex<Vec<SendRequest<Full<Bytes>>>>,
    token: OnceCell<HeaderValue>,
}

impl Connections {
    pub fn new(url: &str) -> Result<Self, Failure> {
        let host = url.trim_start_matches("http://");
        let headers = HeaderMap::from_iter([
            (HOST, HeaderValue::from_str(host)?),
            (USER_AGENT, HeaderValue::from_static("shop/1.0")),
            (ACCEPT, HeaderValue::from_static("application/json")),
            (CONTENT_TYPE, HeaderValue::from_static("application/json")),
            ("alg-api-version".parse()?, HeaderValue::from_static(API_VERSION)),
        ]);
        let (idle, token) = (Mutex::default(), OnceCell::new());
        Ok(Self { address: host.parse()?, headers, idle, token })
    }

    async fn connection(&self) -> Result<SendRequest<Full<Bytes>>, Failure> {
        if let Some(idle) = self.idle.lock().map_err(|_| "the lock is poisoned")?.pop() {
            return Ok(idle);
        }
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(sender)
    }

    async fn send<R: DeserializeOwned>(
        &self,
        path: &'static str,
        token: Option<&HeaderValue>,
        body: &impl Serialize,
    ) -> Result<R, Failure> {
        let mut connection = self.connection().await?;
        let mut request = Request::post(path).body(Full::from(serde_json::to_vec(body)?))?;
        *request.headers_mut() = self.headers.clone();
        if let Some(token) = token {
            request.headers_mut().insert(AUTHORIZATION, token.clone());
        }
        connection.ready().await?;
        let response = connection.send_request(request).await?;
        if !response.status().is_success() {
            return Err("it was refused".into());
        }
        let body = response.into_body().collect().await?.to_bytes();
        self.idle.lock().map_err(|_| "the lock is poisoned")?.push(connection);
        Ok(serde_json::from_slice(&body)?)
    }

    async fn authorised(&self) -> Result<HeaderValue, Failure> {
        let (token, _) = self.send::<TokenReply>("/token", None, &TOKEN_REQUEST).await?.proven()?;
        Ok(HeaderValue::try_from(format!("Bearer {token}"))?)
    }
}

impl Caller for Connections {
    async fn call(&self) -> Result<String, Failure> {
        let token = self.token.get_or_try_init(|| self.authorised()).await?;
        self.send::<NonceReply>("/nonce", Some(token), &NONCE_REQUEST).await?.proven()
    }
}
