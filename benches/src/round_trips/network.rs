//! Servers of the two origins behind a network that delays each direction.

use std::{convert::Infallible, net::TcpListener, sync::Arc, thread, time::Duration};

use alignet_spec::Contract;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::{
    Method, Request, Response,
    body::Incoming,
    header::{CONTENT_TYPE, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, duplex, split},
    net::TcpStream,
    sync::mpsc,
    time::{Instant, sleep, sleep_until},
};
use tokio_rustls::{TlsAcceptor, rustls::ServerConfig};

use crate::Failure;

/// The time to the server and back.
pub const ROUND_TRIP: Duration = Duration::from_millis(60);

/// The servers, by their URLs, and the examples of the contract, which they answer with.
pub struct Network {
    pub auth: String,
    pub api: String,
    pub examples: Arc<Examples>,
}

pub struct Examples {
    pub charge_request: String,
    charge: String,
    read: String,
    token: String,
    nonce: String,
}

impl Examples {
    fn of(contract: &Contract) -> Result<Self, Failure> {
        let example = |name: &str, reply: bool| {
            let endpoint = contract.endpoints.iter().find(|endpoint| endpoint.name == name)?;
            let json = if reply { &endpoint.example.reply } else { &endpoint.example.request };
            Some(json.as_ref()?.value.clone())
        };
        let example = |name, reply| example(name, reply).ok_or("the contract has examples");
        Ok(Self {
            charge_request: example("authorize_charge", false)?,
            charge: example("authorize_charge", true)?,
            read: example("get_charge", true)?,
            token: example("create_token", true)?,
            nonce: example("create_nonce", true)?,
        })
    }
}

impl Network {
    /// Starts both servers on a thread of their own.
    pub fn start(tls: Arc<ServerConfig>) -> Result<Self, Failure> {
        let contract = Contract::shipped().map_err(|_| "the shipped contract is sound")?;
        let examples = Arc::new(Examples::of(&contract)?);
        let listeners = [TcpListener::bind("127.0.0.1:0")?, TcpListener::bind("127.0.0.1:0")?];
        let [auth, api] = [&listeners[0], &listeners[1]]
            .map(|listener| listener.local_addr().map(|address| format!("https://{address}")));
        let network = Self { auth: auth?, api: api?, examples: Arc::clone(&examples) };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        thread::spawn(move || {
            let [auth, api] = listeners;
            let both = async { tokio::join!(serve(auth, &tls, &examples), serve(api, &tls, &examples)) };
            runtime.block_on(both)
        });
        Ok(network)
    }
}

async fn serve(
    listener: TcpListener,
    tls: &Arc<ServerConfig>,
    examples: &Arc<Examples>,
) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let (tls, examples) = (TlsAcceptor::from(Arc::clone(tls)), Arc::clone(examples));
        tokio::spawn(async move {
            // The system connects without delay, so the first bytes wait for that round trip.
            sleep(ROUND_TRIP).await;
            if let Ok(stream) = tls.accept(delayed(stream)).await {
                let answer = service_fn(|request| answer(request, Arc::clone(&examples)));
                let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
            }
        });
    }
}

/// Returns the far end of a connection whose bytes take half a round trip.
fn delayed(stream: TcpStream) -> impl AsyncRead + AsyncWrite + Unpin {
    let (near, far) = duplex(256 * 1024);
    let ((from_client, to_client), (from_server, to_server)) = (stream.into_split(), split(near));
    tokio::spawn(carry(from_client, to_server));
    tokio::spawn(carry(from_server, to_client));
    far
}

async fn carry(
    mut from: impl AsyncRead + Unpin + Send + 'static,
    mut to: impl AsyncWrite + Unpin + Send + 'static,
) {
    let (sender, mut arriving) = mpsc::unbounded_channel::<(Instant, Vec<u8>)>();
    tokio::spawn(async move {
        while let Some((at, bytes)) = arriving.recv().await {
            sleep_until(at).await;
            if to.write_all(&bytes).await.is_err() {
                return;
            }
        }
        let _ = to.shutdown().await;
    });
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut bytes).await {
        if sender.send((Instant::now() + ROUND_TRIP / 2, bytes[..read].to_vec())).is_err() {
            return;
        }
    }
}

async fn answer(
    request: Request<Incoming>,
    examples: Arc<Examples>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let reply = match request.uri().path() {
        "/token" => &examples.token,
        "/nonce" => &examples.nonce,
        _ if request.method() == Method::GET => &examples.read,
        _ => &examples.charge,
    };
    let reply = Full::new(Bytes::from(reply.clone()));
    let _ = request.into_body().collect().await;
    let mut response = Response::new(reply);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}
