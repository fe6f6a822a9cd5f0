//! Issues test certificates: a valid one, and an invalid one of each kind.

use std::{
    net::{IpAddr, Ipv4Addr},
    path::Path,
    sync::Arc,
};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use rcgen::{CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, SanType, date_time_ymd};
use rustls::{ServerConfig, pki_types::PrivateKeyDer};

/// A certificate authority.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// The TLS configurations of servers, one for each kind of certificate.
#[derive(Debug, Clone)]
pub struct Certificates {
    /// A valid certificate.
    pub right: Arc<ServerConfig>,
    /// A certificate of an authority that no client trusts.
    pub of_unknown_authority: Arc<ServerConfig>,
    /// A certificate of another host.
    pub of_other_host: Arc<ServerConfig>,
    /// A certificate that has expired.
    pub expired: Arc<ServerConfig>,
}

impl Authority {
    /// A new authority of this name.
    pub fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        Self(CertifiedIssuer::self_signed(params, key).expect("a certificate"))
    }

    /// Writes a file that makes programs trust only this authority, if `SSL_CERT_FILE` names the file.
    pub fn write(&self, path: &Path) {
        let body = BASE64_STANDARD.encode(self.0.der());
        let lines: Vec<&str> =
            body.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
        let pem = format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"));
        std::fs::write(path, pem).expect("the file can be written");
    }

    /// The certificates of servers on 127.0.0.1.
    pub fn certificates(&self) -> Certificates {
        let here = SanType::IpAddress(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let elsewhere = SanType::DnsName("elsewhere.example".try_into().expect("a name"));
        Certificates {
            right: self.server(here.clone(), 4096),
            of_unknown_authority: Self::new("unknown authority").server(here.clone(), 4096),
            of_other_host: self.server(elsewhere, 4096),
            expired: self.server(here, 2001),
        }
    }

    fn server(&self, name: SanType, until: i32) -> Arc<ServerConfig> {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::default();
        params.subject_alt_names = vec![name];
        params.not_before = date_time_ymd(2000, 1, 1);
        params.not_after = date_time_ymd(until, 1, 1);
        let certificate = params.signed_by(&key, &self.0).expect("a certificate");
        let config =
            ServerConfig::builder_with_provider(rustls::crypto::aws_lc_rs::default_provider().into())
                .with_safe_default_protocol_versions()
                .expect("the provider has its protocol versions")
                .with_no_client_auth()
                .with_single_cert(
                    vec![certificate.der().clone(), self.0.der().clone()],
                    PrivateKeyDer::Pkcs8(key.serialize_der().into()),
                )
                .expect("the key is the certificate's");
        Arc::new(config)
    }
}
