//! Signatures of Standard Webhooks, version 1: HMAC-SHA256 over id, timestamp and body.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::error::{Error, Result};

/// The `webhook-signature` of a message sent at `seconds` since 1970. The secret is `whsec_` and base64.
///
/// # Errors
/// When the secret is no base64.
pub fn sign(secret: &str, id: &str, seconds: i64, body: &str) -> Result<String> {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap_or(secret)).map_err(Error::internal)?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(Error::internal)?;
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::sign;

    #[test]
    fn signatures_are_those_of_standard_webhooks() {
        let secret = crate::triage::teams::new_secret();
        let theirs = standardwebhooks::Webhook::new(&secret).unwrap();
        let body = r#"{"type":"test","data":{"name":"né 漢"}}"#;
        assert_eq!(
            sign(&secret, "msg_7", 1_768_478_400, body).unwrap(),
            theirs.sign("msg_7", 1_768_478_400, body.as_bytes()).unwrap()
        );
    }
}
