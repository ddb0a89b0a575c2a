//! TLS of the real binary: a certificate from PEM files, read again on SIGHUP; a broken one keeps the old; `doctor` says
//! when it ends.

use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use studio_sync_server::chance;

use crate::binary::{Serving, run, said};
use crate::county::County;

/// Writes a fresh certificate for `localhost` and its key; gives the certificate.
pub(crate) fn certificate(folder: &Path) -> CertificateDer<'static> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(folder.join("cert.pem"), made.cert.pem()).unwrap();
    std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    made.cert.der().clone()
}

/// Writes a chain of two, the second of which ends at this time after 1970, and the first one's key.
fn chain_until(folder: &Path, end: Duration) {
    let leaf = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let mut params = rcgen::CertificateParams::new(["issuer".to_owned()]).unwrap();
    params.not_after = rcgen::date_time_ymd(1970, 1, 1) + end;
    let issuer = params.self_signed(&rcgen::KeyPair::generate().unwrap()).unwrap();
    std::fs::write(folder.join("cert.pem"), leaf.cert.pem() + &issuer.pem()).unwrap();
    std::fs::write(folder.join("key.pem"), leaf.signing_key.serialize_pem()).unwrap();
}

/// A client that trusts this certificate alone.
pub(crate) fn trusting(trusted: &CertificateDer<'static>) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth()
}

/// The status line over TLS, or what went wrong, for a client that trusts this certificate alone.
fn ask(address: &str, trusted: &CertificateDer<'static>) -> Result<String, std::io::Error> {
    use std::io::{BufRead, BufReader};
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(trusting(trusted)), name).unwrap();
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

#[test]
fn doctor_says_when_a_certificate_of_the_chain_ends() {
    let county = County::over(tempfile::tempdir().unwrap());
    let folder = county.folder.path();
    let (cert, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    let paths = [folder, &cert, &key].map(|path| path.to_str().unwrap());
    let doctor = || said(&run(&["doctor", "--data", paths[0], "--tls-cert", paths[1], "--tls-key", paths[2]]));
    let now = Duration::from_millis(chance::now().0.unsigned_abs());
    // half a day more, so that the day does not turn while the test runs
    let days = |days: u64| Duration::from_secs(days * 86_400 + 43_200);

    chain_until(folder, now + days(30));
    assert!(doctor().contains("✓ TLS: 证书还有 30 天到期"), "{}", doctor());
    chain_until(folder, now + days(29));
    assert!(doctor().contains("! TLS: 证书还有 29 天到期") && doctor().contains("请现在续期"), "{}", doctor());
    chain_until(folder, now);
    assert!(doctor().contains("✗ TLS: 证书已经到期") && doctor().contains("请马上续期"), "{}", doctor());
}
