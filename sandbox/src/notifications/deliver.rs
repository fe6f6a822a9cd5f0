//! Delivers a notification to the merchant, as the service would, or a return, as a browser would.

use std::{io, time::Duration};

use bytes::Bytes;
use http::{
    Method, Request, Response, Uri,
    header::{CONNECTION, CONTENT_TYPE, HOST},
    uri::Scheme,
};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Incoming, client::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::{
    net::TcpStream,
    task::JoinSet,
    time::{Instant, timeout_at},
};

use crate::notifications::{build::SignedNotification, returned::SignedReturn};

/// The time that the service waits for an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// A request to the merchant.
pub(crate) struct Message {
    content_type: &'static str,
    /// The header that carries the signature, and the signature.
    signature: Option<(String, String)>,
    body: Bytes,
}

impl From<&SignedNotification> for Message {
    fn from(notification: &SignedNotification) -> Self {
        let signature = (notification.header.clone(), notification.signature.clone());
        Self { content_type: "application/json", signature: Some(signature), body: notification.body.clone() }
    }
}

impl From<&SignedReturn> for Message {
    fn from(returned: &SignedReturn) -> Self {
        Self { content_type: "application/x-www-form-urlencoded", signature: None, body: returned.form() }
    }
}

/// Posts a message once, on a connection of its own, and returns the status of the answer.
pub(crate) async fn deliver(url: &str, message: &Message) -> io::Result<u16> {
    deliver_within(PATIENCE, url, message).await
}

async fn deliver_within(patience: Duration, url: &str, message: &Message) -> io::Result<u16> {
    let address = Address::parse(url)?;
    let deadline = Instant::now() + patience;
    // Drives the connection for as long as this function runs.
    let mut driver = JoinSet::new();
    let late = |_| io::Error::new(io::ErrorKind::TimedOut, format!("{url} did not answer in {patience:?}"));
    let answer = timeout_at(deadline, post(&address, message, &mut driver)).await.map_err(late)??;
    let status = answer.status().as_u16();
    // The status decides. The body is read so that the merchant's write does not fail; it need not end.
    let mut body = answer.into_body();
    let _ = timeout_at(deadline, async { while let Some(Ok(_)) = body.frame().await {} }).await;
    Ok(status)
}

/// Sends a message and returns the answer before its body was read.
async fn post(
    address: &Address,
    message: &Message,
    driver: &mut JoinSet<()>,
) -> io::Result<Response<Incoming>> {
    let stream = TcpStream::connect((address.host.as_str(), address.port)).await?;
    // A host name can resolve to any address.
    if !stream.peer_addr()?.ip().to_canonical().is_loopback() {
        return Err(elsewhere(&address.host));
    }
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(&address.path)
        .header(HOST, &address.authority)
        .header(CONTENT_TYPE, message.content_type)
        .header(CONNECTION, "close");
    if let Some((name, signature)) = &message.signature {
        request = request.header(name, signature);
    }
    let request = request.body(Full::new(message.body.clone())).map_err(io::Error::other)?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    // An error of the connection is also an error of the request.
    driver.spawn(async { drop(connection.await) });
    sender.send_request(request).await.map_err(io::Error::other)
}

/// The URL that a message is posted to, in parts.
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpListener,
    };

    use super::*;

    #[tokio::test]
    async fn a_body_that_does_not_end_takes_no_status_back() {
        let notification = SignedNotification {
            header: "signature".to_owned(),
            signature: "signed".to_owned(),
            body: Bytes::from_static(b"{}"),
        };
        for (answer, expected) in [
            ("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok", Ok(200)),
            ("HTTP/1.1 409 Conflict\r\ntransfer-encoding: chunked\r\n\r\n", Ok(409)),
            ("HTTP/1.1 200 OK\r\ncontent-le", Err(io::ErrorKind::TimedOut)),
        ] {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let url = format!("http://{}/", listener.local_addr().unwrap());
            let merchant = async {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut heard = Vec::new();
                while !heard.ends_with(b"{}") {
                    assert_ne!(stream.read_buf(&mut heard).await.unwrap(), 0);
                }
                stream.write_all(answer.as_bytes()).await.unwrap();
                // Waits until the sandbox closes the connection.
                let _ = stream.read_to_end(&mut Vec::new()).await;
            };
            let message = Message::from(&notification);
            let delivery = deliver_within(Duration::from_millis(500), &url, &message);
            let (outcome, ()) = tokio::join!(delivery, merchant);
            assert_eq!(outcome.map_err(|error| error.kind()), expected, "{answer}");
        }
    }
}
