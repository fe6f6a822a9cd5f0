//! A cache of URLs and `Host` headers, which reqwest and hyper would otherwise make for each request.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use http::{HeaderValue, Uri, uri::PathAndQuery};
use reqwest::Url;

use crate::transport::TransportError;

/// The most targets that are kept: more than there are endpoints without path fields. Calls with path
/// fields fill the cache now and then, and it is emptied.
const MOST: usize = 64;

/// The recent targets by path and query, which is quicker to look up than the whole URI.
#[derive(Default)]
pub(super) struct Targets(RwLock<HashMap<String, Target>>);

struct Target {
    uri: Uri,
    url: Url,
    host: HeaderValue,
    /// The index of the origin, if it is one of the environment's.
    origin: Option<usize>,
}

impl Targets {
    /// Returns the URI as a reqwest URL, the header `Host`, and the index of the origin that `origin` finds.
    pub(super) fn find(
        &self,
        uri: &Uri,
        origin: impl FnOnce(&Url) -> Option<usize>,
    ) -> Result<(Url, HeaderValue, Option<usize>), TransportError> {
        let path = uri.path_and_query().map_or("", PathAndQuery::as_str);
        let targets = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = targets.get(path).filter(|kept| kept.uri == *uri) {
            return Ok((kept.url.clone(), kept.host.clone(), kept.origin));
        }
        drop(targets);
        let (url, host) = parse(uri)?;
        let origin = origin(&url);
        let target = Target { uri: uri.clone(), url: url.clone(), host: host.clone(), origin };
        let mut targets = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if targets.len() == MOST {
            targets.clear();
        }
        targets.insert(path.to_owned(), target);
        Ok((url, host, origin))
    }
}

fn parse(uri: &Uri) -> Result<(Url, HeaderValue), TransportError> {
    let url: Url = uri.to_string().parse().map_err(|error| TransportError::not_sent(error).permanent())?;
    // The header has the port, unless it is the default port of the scheme.
    let host = match (url.host_str().unwrap_or_default(), url.port()) {
        (host, Some(port)) => HeaderValue::try_from(format!("{host}:{port}")),
        (host, None) => HeaderValue::from_str(host),
    };
    Ok((url, host.map_err(|error| TransportError::not_sent(error).permanent())?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_host_of_a_target_has_its_port_unless_it_is_the_usual_one() {
        let targets = Targets::default();
        for (uri, expected) in [
            ("https://api.alignet.io/charges", "api.alignet.io"),
            ("https://auth.alignet.io/charges", "auth.alignet.io"),
            ("https://api.alignet.io:443/charges", "api.alignet.io"),
            ("https://api.alignet.io:8443/charges", "api.alignet.io:8443"),
            ("http://127.0.0.1:80/charges", "127.0.0.1"),
            ("http://[::1]:8080/charges", "[::1]:8080"),
        ] {
            for _ in ["parsed", "kept"] {
                let (url, host, origin) = targets.find(&uri.parse().unwrap(), |_| Some(1)).unwrap();
                assert_eq!((host.to_str().unwrap(), url, origin), (expected, uri.parse().unwrap(), Some(1)));
            }
        }
    }

    #[test]
    fn targets_are_kept_up_to_a_number() {
        let targets = Targets::default();
        for number in 0..10 * MOST {
            let uri = format!("https://api.alignet.io/charges/{number}");
            targets.find(&uri.parse().unwrap(), |_| None).unwrap();
        }
        assert!(targets.0.read().unwrap().len() <= MOST);
    }
}
