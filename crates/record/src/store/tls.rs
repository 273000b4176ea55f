//! Encrypted connections to a PostgreSQL server, asked for as libpq's users do (postgresql.org/docs/current/libpq-ssl.html):
//! `sslmode` is `disable`, `prefer` (where none is given), `require`, `verify-ca` or `verify-full`, and `sslrootcert` names
//! a file with the certificates of the authorities that are believed; without one those of the web's browsers are.

use crate::Error;
use crate::error::Kind;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use std::sync::Arc;
use tokio_postgres_rustls::MakeRustlsConnect;

/// What of the server's certificate is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// Nothing: it keeps off those who listen, not those who stand in between.
    Nothing,
    /// That an authority signed it.
    Authority,
    /// The same, and that it is the server's that the address names.
    All,
}

/// An address as the client takes it, and how to encrypt.
pub(super) struct Address {
    pub(super) url: String,
    pub(super) tls: MakeRustlsConnect,
}

/// Reads what an address says of encryption.
pub(super) fn address(url: &str) -> Result<Address, Error> {
    let (place, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut mode, mut authorities, mut rest) = (None, None, Vec::new());
    for part in query.split('&').filter(|p| !p.is_empty()) {
        match part.split_once('=') {
            Some(("sslmode", m)) => mode = Some(m),
            Some(("sslrootcert", file)) => authorities = Some(decoded(file)),
            _ => rest.push(part.to_owned()),
        }
    }
    let look = match mode {
        Some("verify-full") => Look::All,
        Some("verify-ca") => Look::Authority,
        // As libpq has it: who names authorities wants them asked.
        Some("require") if authorities.is_some() => Look::Authority,
        None | Some("disable" | "prefer" | "require") => Look::Nothing,
        Some(other) => {
            return Err(Error::invalid(
                format!("the address asks for sslmode={other}"),
                "it can be disable, prefer, require, verify-ca or verify-full",
            ));
        }
    };
    // The client knows whether to encrypt; what to look at is settled here.
    rest.extend(mode.map(|m| format!("sslmode={}", if m.starts_with("verify") { "require" } else { m })));
    let query = rest.join("&");
    let url = if query.is_empty() { place.to_owned() } else { format!("{place}?{query}") };
    Ok(Address { url, tls: MakeRustlsConnect::new(client(look, authorities.as_deref())?) })
}

/// `%2F` is `/`.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|h| std::str::from_utf8(h).ok());
        match code.and_then(|h| u8::from_str_radix(h, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn client(look: Look, authorities: Option<&str>) -> Result<ClientConfig, Error> {
    let provider = Arc::new(ring::default_provider());
    let failed = |e: &dyn std::fmt::Display| {
        Error::new(Kind::Connection, format!("the connection cannot be encrypted: {e}"), "report this")
    };
    let builder = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|e| failed(&e))?;
    let roots = roots(authorities)?;
    if look == Look::All {
        return Ok(builder.with_root_certificates(roots).with_no_client_auth());
    }
    let signed = match look {
        Look::Nothing => None,
        _ => Some(
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
                .build()
                .map_err(|e| failed(&e))?,
        ),
    };
    let verifier = Arc::new(Verifier { signed, provider });
    Ok(builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth())
}

fn roots(file: Option<&str>) -> Result<RootCertStore, Error> {
    let mut roots = RootCertStore::empty();
    let Some(file) = file else {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        return Ok(roots);
    };
    let unreadable = |why: String| {
        Error::invalid(
            format!("{file}: the certificates of authorities cannot be read: {why}"),
            "sslrootcert in the address names a file in the PEM format",
        )
    };
    for certificate in CertificateDer::pem_file_iter(file).map_err(|e| unreadable(e.to_string()))? {
        let certificate = certificate.map_err(|e| unreadable(e.to_string()))?;
        roots.add(certificate).map_err(|e| unreadable(e.to_string()))?;
    }
    if roots.is_empty() { Err(unreadable("there is none in it".to_owned())) } else { Ok(roots) }
}

/// Looks at less than all of the server's certificate.
#[derive(Debug)]
struct Verifier {
    /// Whether an authority signed it; `None` where that is not asked.
    signed: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let Some(signed) = &self.signed else { return Ok(ServerCertVerified::assertion()) };
        match signed.verify_server_cert(end, between, name, ocsp, now) {
            Err(rustls::Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_says_of_encryption_is_taken_out_of_it() {
        for (url, taken) in [
            ("postgres://a@h/d", "postgres://a@h/d"),
            ("postgres://a@h/d?sslmode=verify-full", "postgres://a@h/d?sslmode=require"),
            (
                "postgres://a@h/d?sslmode=disable&options=-csearch_path%3Ds",
                "postgres://a@h/d?options=-csearch_path%3Ds&sslmode=disable",
            ),
        ] {
            assert_eq!(address(url).ok().unwrap().url, taken);
        }
        let e = address("postgres://a@h/d?sslmode=allow").err().unwrap();
        assert!(e.is_invalid() && e.mend().contains("verify-full"), "{e}");
        let e = address("postgres://a@h/d?sslrootcert=%2Fno%2Fsuch.pem").err().unwrap();
        assert!(e.to_string().contains("/no/such.pem"), "{e}");
        assert_eq!(decoded("%2Fa%2fb%"), "/a/b%");
    }
}
