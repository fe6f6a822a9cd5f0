//! The hosts of an environment. Secrets are sent to them.

use std::net::{Ipv4Addr, Ipv6Addr};

use http::{
    Uri,
    uri::{Authority, Scheme},
};

use super::environment::Environment;
use crate::error::{Error, ErrorKind};

/// A host of the environment.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    pub(crate) scheme: Scheme,
    pub(crate) authority: Authority,
}

impl Origin {
    /// Parses an origin. Plain http would show the client secret to everyone on the way, so it is
    /// allowed on loopback only.
    fn parse(url: &str) -> Result<Self, Error> {
        if url.contains('@') {
            // Not quoted, because the part before the `@` may be a password.
            return Err(Error::noted(ErrorKind::Config, "an origin can't hold a user name or a password"));
        }
        let wrong = |why: &str| Error::noted(ErrorKind::Config, format!("the origin `{url}` {why}"));
        let uri: Uri = url.parse().map_err(|_| wrong("is not a URL"))?;
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err(wrong("lacks its scheme or its host, as in `https://api.example.com`"));
        };
        if parts.path_and_query.is_some_and(|path| path.as_str() != "/") {
            return Err(wrong("has a path or a query: write scheme and host alone"));
        }
        if scheme != Scheme::HTTPS && !(scheme == Scheme::HTTP && is_loopback_host(&authority)) {
            return Err(wrong("is not https, which only `127.0.0.1`, `[::1]` and `localhost` need not be"));
        }
        Ok(Self { scheme, authority })
    }

    /// True if the host is reached without TLS.
    pub(crate) fn is_plain(&self) -> bool {
        self.scheme == Scheme::HTTP
    }
}

/// Returns the hosts of an environment. Errors if any of them is not safe to send secrets to.
pub(crate) fn origins(environment: &Environment) -> Result<Vec<Origin>, Error> {
    environment.origins().iter().map(|url| Origin::parse(url)).collect()
}

/// True if any of the hosts is reached by plain http, which is allowed on loopback only.
pub(crate) fn is_loopback(origins: &[Origin]) -> bool {
    origins.iter().any(Origin::is_plain)
}

/// True if the whole host is a loopback address or `localhost`. Only a port may follow it.
fn is_loopback_host(authority: &Authority) -> bool {
    let host = authority.host();
    let whole = authority.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{}", port.as_str()));
    if authority.as_str() != whole {
        return false;
    }
    match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(literal) => literal.parse().is_ok_and(|address: Ipv6Addr| address.is_loopback()),
        None => host == "localhost" || host.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback()),
    }
}
