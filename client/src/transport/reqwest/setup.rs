//! reqwest, set up as a payments client needs it.

use std::time::Duration;

use reqwest::{ClientBuilder, redirect};

use crate::config::origin::{Origin, is_loopback};

pub(super) fn builder(origins: &[Origin], connect: Duration) -> ClientBuilder {
    let builder = reqwest::Client::builder()
        // HTTP/2 sends the head before it asks for the body, so a receipt could not tell if it was sent.
        .http1_only()
        // Each connection is taken before reqwest could keep it.
        .pool_max_idle_per_host(0)
        .connect_timeout(connect)
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        // An application may build reqwest with decompression, which would then be on.
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .tcp_nodelay(true);
    if !is_loopback(origins) {
        return secured(builder.https_only(true));
    }
    // Loopback would be another machine for a proxy.
    let builder = builder.no_proxy();
    if origins.iter().all(Origin::is_plain) { trusting_nobody(builder) } else { secured(builder) }
}

#[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
fn secured(builder: ClientBuilder) -> ClientBuilder {
    builder.tls_version_min(reqwest::tls::Version::TLS_1_2)
}

/// Loads no root certificates: plain http checks none, so the machine need not have any.
#[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
pub(super) fn trusting_nobody(builder: ClientBuilder) -> ClientBuilder {
    builder.tls_certs_only([])
}

/// Without TLS there are no certificates.
#[cfg(not(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")))]
pub(super) fn trusting_nobody(builder: ClientBuilder) -> ClientBuilder {
    builder
}

/// Without TLS there is no https to secure: the client can only reach loopback.
#[cfg(not(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")))]
fn secured(builder: ClientBuilder) -> ClientBuilder {
    builder
}
