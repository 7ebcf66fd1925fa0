//! The link in a mail that ends its kind: signed, so that it works without signing in and for nobody else.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::ids::PersonId;
use crate::people::mail_choices::MailKind;
use crate::settings::Settings;

/// One kind of mails to one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subscription {
    /// The reader.
    pub person: PersonId,
    /// What the mails tell of.
    pub kind: MailKind,
}

impl Subscription {
    /// The subscription that a token stands for, if this site signed it. Compares in constant time.
    pub fn parse(token: &str, key: &[u8]) -> Option<Self> {
        let mut parts = token.splitn(3, '.');
        let (person, kind, tag) = (parts.next()?, parts.next()?, parts.next()?);
        let found = Self { person: PersonId::new(person.parse().ok()?), kind: MailKind::parse(kind)? };
        let tag = URL_SAFE_NO_PAD.decode(tag).ok()?;
        mac(found, key)?.verify_slice(&tag).ok()?;
        Some(found)
    }
}

/// The token of a subscription under the site's key.
pub fn token(subscription: Subscription, key: &[u8]) -> String {
    let Subscription { person, kind } = subscription;
    let tag = mac(subscription, key).map(|mac| mac.finalize().into_bytes());
    format!("{person}.{kind}.{}", URL_SAFE_NO_PAD.encode(tag.unwrap_or_default()))
}

/// The whole address of a subscription's end.
pub(super) fn address(subscription: Subscription, settings: &Settings) -> String {
    let token = token(subscription, &settings.site.key());
    settings.links.absolute(&settings.links.unsubscribe(&token))
}

/// The first words keep what is signed here apart from everything else that the site signs.
fn mac(subscription: Subscription, key: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(format!("unsubscribe:{}:{}", subscription.person, subscription.kind).as_bytes());
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_what_it_was_made_for_and_nothing_else() {
        let subscription = Subscription { person: PersonId::new(7), kind: MailKind::Reply };
        let signed = token(subscription, b"key");
        assert_eq!(Subscription::parse(&signed, b"key"), Some(subscription));
        assert_eq!(Subscription::parse(&signed, b"other"), None);
        assert_eq!(Subscription::parse(&signed.replace("7.", "8."), b"key"), None);
        assert_eq!(Subscription::parse(&signed.replace("reply", "mention"), b"key"), None);
        for broken in ["", ".", "..", "7.reply.", "7.reply", "x.reply.AAAA", "7.reply.AAAA", "7.reply.!"] {
            assert_eq!(Subscription::parse(broken, b"key"), None, "{broken}");
        }
        for end in 0..signed.len() {
            assert_eq!(Subscription::parse(&signed[..end], b"key"), None);
        }
    }
}
