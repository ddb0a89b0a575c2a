//! TLS with rustls and ring: certificate and key from PEM files, read again on demand; a broken pair keeps the old one.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::{Context, Result};
use rustls::ServerConfig;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use studio_core::time::Millis;
use tokio_rustls::TlsAcceptor;
use x509_parser::prelude::{FromDer, X509Certificate};

/// The PEM files.
#[derive(Debug, Clone)]
pub struct PemFiles {
    /// Certificate and its chain.
    pub cert: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// The certificate in use.
#[derive(Clone)]
pub struct Tls {
    files: PemFiles,
    now: Arc<RwLock<TlsAcceptor>>,
}

impl Tls {
    /// Reads the files.
    ///
    /// # Errors
    /// When they cannot be read or do not belong together.
    pub fn load(files: PemFiles) -> Result<Self> {
        let now = Arc::new(RwLock::new(acceptor(&files)?));
        Ok(Self { files, now })
    }

    /// Reads the files again; connections already open keep what they have.
    ///
    /// # Errors
    /// As [`Tls::load`]; then the old certificate stays in use.
    pub fn reload(&self) -> Result<()> {
        let fresh = acceptor(&self.files)?;
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// Takes new connections.
    pub fn acceptor(&self) -> TlsAcceptor {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn acceptor(files: &PemFiles) -> Result<TlsAcceptor> {
    let certs = certificates(&files.cert)?;
    let key = PrivateKeyDer::from_pem_file(&files.key).with_context(|| format!("key {}", files.key.display()))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(certs, key)
        .context("certificate and key do not belong together")?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// When the first of the certificates in a file ends: phones trust a chain no longer than its shortest link.
///
/// # Errors
/// When a certificate cannot be read.
pub fn ends(path: &Path) -> Result<Millis> {
    let mut ends = Vec::new();
    for der in certificates(path)? {
        let (_, read) = X509Certificate::from_der(&der).with_context(|| format!("certificate {}", path.display()))?;
        ends.push(read.validity().not_after.timestamp().saturating_mul(1_000));
    }
    ends.into_iter().min().map(Millis).with_context(|| format!("no certificate in {}", path.display()))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let read = CertificateDer::pem_file_iter(path).with_context(|| format!("certificate {}", path.display()))?;
    let certs: Vec<_> = read.collect::<Result<_, _>>().with_context(|| format!("certificate {}", path.display()))?;
    anyhow::ensure!(!certs.is_empty(), "no certificate in {}", path.display());
    Ok(certs)
}
