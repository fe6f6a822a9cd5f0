//! A server that closes its idle connections when it is told to.

use std::{
    io::BufReader,
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
};

use alignet::Client;
use alignet_tests::{canned, local, plain_http};

/// A connection, and the thread that serves it.
type Open = (TcpStream, JoinHandle<()>);

#[derive(Clone, Default)]
struct Shared {
    open: Arc<Mutex<Vec<Open>>>,
    paths: Arc<Mutex<Vec<String>>>,
}

/// The server, on threads of its own.
pub(crate) struct Closing {
    address: SocketAddr,
    shared: Shared,
}

impl Closing {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (address, shared) = (listener.local_addr().unwrap(), Shared::default());
        let accepting = shared.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, serving) = (stream.unwrap(), accepting.clone());
                let serving = {
                    let stream = stream.try_clone().unwrap();
                    thread::spawn(move || serving.serve(&stream))
                };
                accepting.open.lock().unwrap().push((stream, serving));
            }
        });
        Self { address, shared }
    }

    pub(crate) fn client(&self) -> Client {
        local::client_at(&format!("http://{}", self.address)).build().unwrap()
    }

    /// Closes every connection that was accepted so far, used or not. Both ends know it when this returns.
    pub(crate) fn close_all(&self) -> usize {
        let open = std::mem::take(&mut *self.shared.open.lock().unwrap());
        let closed = open.len();
        for (stream, serving) in open {
            let _ = stream.shutdown(Shutdown::Both);
            serving.join().unwrap();
        }
        closed
    }

    /// The number of requests to a path.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.shared.paths.lock().unwrap().iter().filter(|seen| seen.starts_with(path)).count()
    }
}

impl Shared {
    fn serve(&self, stream: &TcpStream) {
        stream.set_nodelay(true).unwrap();
        let mut incoming = BufReader::new(stream);
        while let Some(path) = plain_http::read_path(&mut incoming) {
            let body = match path.as_str() {
                path if path.starts_with("/token") => canned::token("token", 86_400),
                path if path.starts_with("/nonce") => canned::nonce("nonce", 30),
                _ => canned::thing("thing"),
            };
            self.paths.lock().unwrap().push(path);
            if !plain_http::reply(stream, &body) {
                return;
            }
        }
    }
}
