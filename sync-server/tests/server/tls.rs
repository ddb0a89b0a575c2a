//! TLS of the real binary: a certificate from PEM files, read again on SIGHUP; a broken one keeps the old.

use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::binary::Serving;
use crate::county::County;

/// Writes a fresh certificate for `localhost` and its key; gives the certificate.
fn certificate(folder: &Path) -> CertificateDer<'static> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(folder.join("cert.pem"), made.cert.pem()).unwrap();
    std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    made.cert.der().clone()
}

/// The status line over TLS, or what went wrong, for a client that trusts this certificate alone.
fn ask(address: &str, trusted: &CertificateDer<'static>) -> Result<String, std::io::Error> {
    use std::io::{BufRead, BufReader};
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(address)?);
    stream.write_all(b"GET /bureau/login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let lines: Vec<String> =
        BufReader::new(stream).lines().map_while(Result::ok).take_while(|l| !l.is_empty()).collect();
    Ok(lines.join("\n"))
}

#[test]
fn a_certificate_is_read_again_on_hangup_and_a_broken_one_keeps_the_old() {
    let county = County::over(tempfile::tempdir().unwrap());
    let folder = county.folder.path().to_owned();
    let first = certificate(&folder);
    let (cert, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    let arguments = ["--tls-cert", cert.to_str().unwrap(), "--tls-key", key.to_str().unwrap()];
    let serving = Serving::start_with(&folder, &arguments);
    let head = ask(&serving.address, &first).unwrap();
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("strict-transport-security"), "{head}");

    std::fs::write(&cert, "no certificate").unwrap();
    serving.hang_up();
    serving.wait_for("the old one stays");
    ask(&serving.address, &first).unwrap();

    let second = certificate(&folder);
    serving.hang_up();
    serving.wait_for("certificate read again");
    ask(&serving.address, &second).unwrap();
    assert!(ask(&serving.address, &first).is_err());
    assert!(serving.stop());
}
