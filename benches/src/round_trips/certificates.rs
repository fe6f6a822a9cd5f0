//! A certificate authority, and a certificate of servers on this machine.

use std::{
    fs,
    net::{IpAddr, Ipv4Addr},
    path::{Path, PathBuf},
    sync::Arc,
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, SanType};
use tokio_rustls::rustls::{
    ServerConfig,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer},
};

use crate::Failure;

/// Writes the certificates to a folder, and returns the file of the authority.
pub fn write(folder: &Path) -> Result<PathBuf, Failure> {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;
    let (key, mut server) = (KeyPair::generate()?, CertificateParams::default());
    server.subject_alt_names = vec![SanType::IpAddress(IpAddr::V4(Ipv4Addr::LOCALHOST))];
    let server = server.signed_by(&key, &authority)?;
    fs::write(folder.join("server"), server.der())?;
    fs::write(folder.join("authority"), authority.der())?;
    fs::write(folder.join("key"), key.serialize_der())?;
    let file = folder.join("authority.pem");
    fs::write(&file, authority.pem())?;
    Ok(file)
}

/// Reads the configuration of a server from that folder.
pub fn read(folder: &Path) -> Result<Arc<ServerConfig>, Failure> {
    let certificate = |name| fs::read(folder.join(name)).map(CertificateDer::from);
    let chain = vec![certificate("server")?, certificate("authority")?];
    let key = PrivateKeyDer::Pkcs8(fs::read(folder.join("key"))?.into());
    let config = ServerConfig::builder_with_provider(aws_lc_rs::default_provider().into())
        .with_safe_default_protocol_versions()?;
    Ok(Arc::new(config.with_no_client_auth().with_single_cert(chain, key)?))
}
