//! Keys, and checking signatures with them. The `jsonwebtoken` crate asks whoever is installed as its provider; here that
//! is ring, which TLS brings anyway. Nothing is signed here.

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind, new_error};
use jsonwebtoken::{Algorithm as Alg, AlgorithmFamily, DecodingKey, EncodingKey, Validation};
use ring::{hmac, signature as rings};
use serde_json::Value;
use signature::Verifier;

use super::{Algorithm, Connection};

/// Least bytes of a secret: as many as the hash has (RFC 7518, 3.2).
pub(super) const SECRET_MIN: usize = 32;
/// Most bytes of a secret.
pub(super) const SECRET_MAX: usize = 512;
/// Least different characters of a secret: fewer are a pattern and no chance.
const DIFFERENT_MIN: usize = 10;
/// Bytes of RSA public keys of 2,048 and 8,192 bits: what ring takes.
const RSA_BYTES: std::ops::RangeInclusive<usize> = 266..=1_040;
const ED25519_BYTES: usize = 32;

static PROVIDER: CryptoProvider =
    CryptoProvider { signer_factory, verifier_factory, key_utils: KeyUtils::new_unimplemented() };

fn signer_factory(_: &Alg, _: &EncodingKey) -> Result<Box<dyn JwtSigner>, Error> {
    Err(new_error(ErrorKind::UnsupportedAlgorithm))
}

fn verifier_factory(algorithm: &Alg, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>, Error> {
    let bytes = key.try_get_as_bytes()?;
    let verifier = match (algorithm, key.family()) {
        (Alg::HS256, AlgorithmFamily::Hmac) => Signature::Hmac(hmac::Key::new(hmac::HMAC_SHA256, bytes)),
        (Alg::RS256, AlgorithmFamily::Rsa) => Signature::Rsa(bytes.to_vec()),
        (Alg::EdDSA, AlgorithmFamily::Ed) => Signature::Ed25519(bytes.to_vec()),
        _ => return Err(new_error(ErrorKind::InvalidAlgorithm)),
    };
    Ok(Box::new(verifier))
}

/// How a signature is checked, with the key.
enum Signature {
    Hmac(hmac::Key),
    Rsa(Vec<u8>),
    Ed25519(Vec<u8>),
}

impl Verifier<Vec<u8>> for Signature {
    fn verify(&self, message: &[u8], given: &Vec<u8>) -> Result<(), signature::Error> {
        let checked = match self {
            Self::Hmac(key) => hmac::verify(key, message, given),
            Self::Rsa(key) => {
                rings::UnparsedPublicKey::new(&rings::RSA_PKCS1_2048_8192_SHA256, key).verify(message, given)
            }
            Self::Ed25519(key) => rings::UnparsedPublicKey::new(&rings::ED25519, key).verify(message, given),
        };
        checked.map_err(|_| signature::Error::new())
    }
}

impl JwtVerifier for Signature {
    fn algorithm(&self) -> Alg {
        match self {
            Self::Hmac(_) => Alg::HS256,
            Self::Rsa(_) => Alg::RS256,
            Self::Ed25519(_) => Alg::EdDSA,
        }
    }
}

fn decoding_key(algorithm: Algorithm, key: &str) -> Result<DecodingKey, Error> {
    match algorithm {
        Algorithm::Hs256 => Ok(DecodingKey::from_secret(key.as_bytes())),
        Algorithm::Rs256 => DecodingKey::from_rsa_pem(key.as_bytes()),
        Algorithm::EdDsa => DecodingKey::from_ed_pem(key.as_bytes()),
        // Its keys lie at the provider, and its key here is a password.
        Algorithm::OpenId => Err(new_error(ErrorKind::InvalidAlgorithm)),
    }
}

/// The claims of a token whose signature is the connection's, by its algorithm and no other. What they say is not looked at.
pub(super) fn signed_claims(connection: &Connection, token: &str) -> Option<Value> {
    // Only the first call does anything; nobody else in this process installs another.
    let _ = PROVIDER.install_default();
    let algorithm = match connection.algorithm {
        Algorithm::Hs256 => Alg::HS256,
        Algorithm::Rs256 => Alg::RS256,
        Algorithm::EdDsa => Alg::EdDSA,
        Algorithm::OpenId => return None,
    };
    let mut validation = Validation::new(algorithm);
    validation.required_spec_claims.clear();
    // Times go by the site's clock, and every claim is checked by itself, so that an administrator can be told which.
    validation.validate_exp = false;
    validation.validate_aud = false;
    let key = decoding_key(connection.algorithm, &connection.key).ok()?;
    jsonwebtoken::decode::<Value>(token, &key, &validation).ok().map(|data| data.claims)
}

/// Why a key cannot be taken, as the key of a message; `None` for a good one.
pub(super) fn wrong_with(algorithm: Algorithm, key: &str) -> Option<&'static str> {
    if key.contains("PRIVATE KEY") {
        return Some("error-connection-private");
    }
    if algorithm.is_secret() {
        return weak_secret(key);
    }
    if algorithm == Algorithm::OpenId {
        return (key.len() > SECRET_MAX || key.contains('\n')).then_some("error-openid-secret");
    }
    let Ok(parsed) = decoding_key(algorithm, key) else { return Some("error-connection-pem") };
    let length = parsed.try_get_as_bytes().map_or(0, <[u8]>::len);
    match algorithm {
        Algorithm::Rs256 if !RSA_BYTES.contains(&length) => Some("error-connection-rsa-short"),
        Algorithm::EdDsa if length != ED25519_BYTES => Some("error-connection-pem"),
        _ => None,
    }
}

fn weak_secret(secret: &str) -> Option<&'static str> {
    if secret.contains("-----BEGIN") {
        return Some("error-connection-secret-pem");
    }
    let mut different: Vec<char> = secret.chars().collect();
    different.sort_unstable();
    different.dedup();
    let is_weak = secret.len() < SECRET_MIN || different.len() < DIFFERENT_MIN;
    (is_weak || secret.len() > SECRET_MAX).then_some("error-connection-secret")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_secrets_are_refused() {
        for weak in ["", "secret", "0123456789012345678901234567890", &"ab".repeat(40), &"x".repeat(2_000)] {
            assert_eq!(wrong_with(Algorithm::Hs256, weak), Some("error-connection-secret"), "{weak}");
        }
        assert_eq!(wrong_with(Algorithm::Hs256, &crate::site::random_token()), None);
    }

    #[test]
    fn a_key_that_is_no_public_one_is_refused() {
        let private = "-----BEGIN PRIVATE KEY-----\nMC4=\n-----END PRIVATE KEY-----";
        for algorithm in Algorithm::ALL {
            assert_eq!(wrong_with(*algorithm, private), Some("error-connection-private"));
        }
        assert_eq!(wrong_with(Algorithm::Rs256, "no key"), Some("error-connection-pem"));
        assert_eq!(wrong_with(Algorithm::EdDsa, "no key"), Some("error-connection-pem"));
        let public = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----";
        assert_eq!(wrong_with(Algorithm::Hs256, public), Some("error-connection-secret-pem"));
    }
}
