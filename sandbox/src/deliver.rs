//! Delivers a notification to the merchant, as the service would.

use std::{io, time::Duration};

use http::{
    Method, Request, Uri,
    header::{CONNECTION, CONTENT_TYPE, HOST},
    uri::Scheme,
};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, time::timeout};

use crate::notify::SignedNotification;

/// How long the service waits for an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Posts a notification once, on a connection of its own, and returns the status of the answer.
pub(crate) async fn deliver(url: &str, notification: &SignedNotification) -> io::Result<u16> {
    let address = Address::parse(url)?;
    let late = |_| io::Error::new(io::ErrorKind::TimedOut, format!("{url} did not answer in {PATIENCE:?}"));
    timeout(PATIENCE, post(&address, notification)).await.map_err(late)?
}

async fn post(address: &Address, notification: &SignedNotification) -> io::Result<u16> {
    let stream = TcpStream::connect((address.host.as_str(), address.port)).await?;
    // A name can lead anywhere.
    if !stream.peer_addr()?.ip().to_canonical().is_loopback() {
        return Err(elsewhere(&address.host));
    }
    let request = Request::builder()
        .method(Method::POST)
        .uri(&address.path)
        .header(HOST, &address.authority)
        .header(CONTENT_TYPE, "application/json")
        .header(CONNECTION, "close")
        .header(&notification.header, &notification.signature)
        .body(Full::new(notification.body.clone()))
        .map_err(io::Error::other)?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    let exchange = async {
        let response = sender.send_request(request).await.map_err(io::Error::other)?;
        let status = response.status().as_u16();
        // The status is the answer; what follows it is read so that nobody's write fails.
        let mut body = response.into_body();
        while let Some(Ok(_)) = body.frame().await {}
        Ok(status)
    };
    tokio::pin!(exchange, connection);
    let mut open = true;
    loop {
        tokio::select! {
            answer = &mut exchange => return answer,
            _ = &mut connection, if open => open = false,
        }
    }
}

/// Where a notification goes.
struct Address {
    host: String,
    port: u16,
    authority: String,
    path: String,
}

impl Address {
    fn parse(url: &str) -> io::Result<Self> {
        let uri: Uri = url.parse().map_err(|_| invalid(format!("`{url}` is not a URL")))?;
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err(invalid(format!("`{url}` is not a URL with a host")));
        };
        if *scheme != Scheme::HTTP {
            return Err(invalid(format!("`{url}` is not plain HTTP, which is all that a sandbox speaks")));
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let literal = host.parse::<std::net::IpAddr>();
        let here = literal.map_or(host == "localhost", |ip| ip.to_canonical().is_loopback());
        if !here || authority.as_str().contains('@') {
            return Err(elsewhere(authority.host()));
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        Ok(Self { host, port: authority.port_u16().unwrap_or(80), authority: authority.to_string(), path })
    }
}

fn elsewhere(host: &str) -> io::Error {
    invalid(format!("`{host}` is not this machine, and a sandbox calls no other"))
}

fn invalid(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, message)
}
