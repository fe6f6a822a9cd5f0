//! A server that closes its idle connections when it is told to.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
};

use alignet::Client;
use alignet_tests::{canned, local};

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
    fn serve(&self, mut stream: &TcpStream) {
        stream.set_nodelay(true).unwrap();
        let mut incoming = BufReader::new(stream);
        loop {
            let (mut path, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                if incoming.read_line(&mut line).unwrap_or(0) == 0 {
                    return;
                }
                match line.trim_end().split_once(' ') {
                    None => break,
                    Some(("content-length:", rest)) => length = rest.parse().unwrap(),
                    Some((_, rest)) if path.is_empty() => path = rest.to_owned(),
                    Some(_) => {}
                }
            }
            incoming.read_exact(&mut vec![0; length]).unwrap();
            let body = match path.as_str() {
                path if path.starts_with("/token") => canned::token("token", 86_400),
                path if path.starts_with("/nonce") => canned::nonce("nonce", 30),
                _ => canned::thing("thing"),
            };
            self.paths.lock().unwrap().push(path);
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length:";
            let reply = format!("{head} {}\r\n\r\n{body}", body.len());
            if stream.write_all(reply.as_bytes()).is_err() {
                return;
            }
        }
    }
}
