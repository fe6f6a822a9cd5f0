//! Requests and replies on blocking sockets, for servers on threads of their own.

use std::io::{BufRead, Write};

/// Reads a request with its body. Returns its path; `None` at the end of the connection.
pub fn read_path(incoming: &mut impl BufRead) -> Option<String> {
    let (mut path, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if incoming.read_line(&mut line).unwrap_or(0) == 0 {
            return None;
        }
        match line.trim_end().split_once(' ') {
            None => break,
            Some(("content-length:", rest)) => length = rest.parse().unwrap(),
            Some((_, rest)) if path.is_empty() => path = rest.to_owned(),
            Some(_) => {}
        }
    }
    incoming.read_exact(&mut vec![0; length]).unwrap();
    Some(path)
}

/// Replies with HTTP 200 and this JSON, in one write. Returns false if the other end is gone.
pub fn reply(mut stream: impl Write, body: &str) -> bool {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length:";
    stream.write_all(format!("{head} {}\r\n\r\n{body}", body.len()).as_bytes()).is_ok()
}
