//! The token cache: renewal, and the callers that wait for a token.

mod flights;
mod renewal;
mod tokens;
