//! Encoding of requests, and decoding of replies.

mod objects;
mod text;
