//! A server on its own thread that answers every request at once.

use std::{convert::Infallible, net::TcpListener, thread};

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::{
    Request, Response,
    body::Incoming,
    header::{CONTENT_TYPE, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;

use crate::Failure;

const TOKEN: &str = r#"{"action":"authorize","success":true,"access_token":"eyJhbGciOiJSUzI1NiJ9.eyJzY29wZSI6ImNyZWF0ZTp0b2tlbiBwb3N0OmNoYXJnZXMifQ.c2lnbmF0dXJl","scope":"create:token post:charges","expires_in":86400,"token_type":"Bearer","authorization":{"meta":{"status":{"code":"00","message_ilgn":[{"locale":"es_PE","value":"Token generado"}]}}}}"#;
const NONCE: &str = r#"{"action":"create.nonce","success":true,"nonce":"eyJhbGciOiJIUzI1NiJ9.eyJzY29wZSI6InBvc3Q6Y2hhcmdlcyJ9.c2lnbmF0dXJl","scope":"post:charges","expires_in":30,"nonce_creation":{"meta":{"status":{"code":"00","message_ilgn":[{"locale":"es_PE","value":"Codigo Nonce creado"}]}}}}"#;

/// Starts the server, and returns its URL.
pub fn start() -> Result<String, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    thread::spawn(move || runtime.block_on(serve(listener)));
    Ok(url)
}

async fn serve(listener: TcpListener) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(answer)));
    }
}

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let reply = if request.uri().path() == "/nonce" { NONCE } else { TOKEN };
    let _ = request.into_body().collect().await;
    let mut response = Response::new(Full::new(Bytes::from_static(reply.as_bytes())));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}
