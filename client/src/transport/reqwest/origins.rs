//! The origins of an environment, as requests need them.

use http::{
    HeaderValue, Uri,
    uri::{Authority, Scheme},
};
use reqwest::Url;

use crate::{
    config::origin::Origin,
    error::{Error, ErrorKind},
    transport::TransportError,
};

/// The origins of an environment, by index.
pub(super) struct Origins(Vec<Known>);

struct Known {
    scheme: Scheme,
    authority: Authority,
    target: Target,
}

/// The URL to connect to, and the header `Host`.
#[derive(Clone)]
pub(super) struct Target {
    pub(super) url: Url,
    pub(super) host: HeaderValue,
}

impl Origins {
    pub(super) fn new(origins: &[Origin]) -> Result<Self, Error> {
        let known = |origin: &Origin| {
            let target = target(&format!("{}://{}", origin.scheme, origin.authority)).map_err(|_| {
                Error::noted(ErrorKind::Config, format!("the origin `{}` is not a URL", origin.authority))
            })?;
            Ok(Known { scheme: origin.scheme.clone(), authority: origin.authority.clone(), target })
        };
        origins.iter().map(known).collect::<Result<_, _>>().map(Self)
    }

    /// Returns the index of the first origin that is equal to the origin with this index.
    pub(super) fn first(&self, index: usize) -> Option<usize> {
        let origin = self.0.get(index)?;
        self.index(&origin.scheme, &origin.authority)
    }

    /// The indices of all origins, the first for those that are equal.
    pub(super) fn distinct(&self) -> impl Iterator<Item = usize> {
        (0..self.0.len()).filter_map(|index| self.first(index))
    }

    pub(super) fn url(&self, index: usize) -> Url {
        self.0[index].target.url.clone()
    }

    fn index(&self, scheme: &Scheme, authority: &Authority) -> Option<usize> {
        self.0.iter().position(|known| known.authority == *authority && known.scheme == *scheme)
    }

    /// Returns the origin of a URI by its index, or `None` with the target if it is none of the environment's.
    pub(super) fn find(&self, uri: &Uri) -> Result<(Option<usize>, HeaderValue), TransportError> {
        let known = uri.scheme().zip(uri.authority());
        match known.and_then(|(scheme, authority)| self.index(scheme, authority)) {
            Some(index) => Ok((Some(index), self.0[index].target.host.clone())),
            None => Ok((None, elsewhere(uri)?.host)),
        }
    }
}

/// Returns the target of a URI at an origin that is none of the environment's.
pub(super) fn elsewhere(uri: &Uri) -> Result<Target, TransportError> {
    target(&uri.to_string())
}

fn target(url: &str) -> Result<Target, TransportError> {
    let mut url: Url = url.parse().map_err(|error| TransportError::not_sent(error).permanent())?;
    url.set_path("/");
    url.set_query(None);
    // The header has the port, unless it is the default port of the scheme.
    let host = match (url.host_str().unwrap_or_default(), url.port()) {
        (host, Some(port)) => HeaderValue::try_from(format!("{host}:{port}")),
        (host, None) => HeaderValue::from_str(host),
    };
    Ok(Target { host: host.map_err(|error| TransportError::not_sent(error).permanent())?, url })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_host_of_a_target_has_its_port_unless_it_is_the_usual_one() {
        for (uri, expected) in [
            ("https://api.alignet.io/charges", "api.alignet.io"),
            ("https://auth.alignet.io/charges", "auth.alignet.io"),
            ("https://api.alignet.io:443/charges", "api.alignet.io"),
            ("https://api.alignet.io:8443/charges", "api.alignet.io:8443"),
            ("http://127.0.0.1:80/charges", "127.0.0.1"),
            ("http://[::1]:8080/charges", "[::1]:8080"),
        ] {
            let target = elsewhere(&uri.parse().unwrap()).unwrap();
            assert_eq!((target.host.to_str().unwrap(), target.url.path()), (expected, "/"));
        }
    }
}
