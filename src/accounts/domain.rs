//! Mail domains of organisations. Those of public mail providers belong to nobody.

use url::Host;

/// Where anybody gets an address.
const PUBLIC: [&str; 62] = [
    "126.com",
    "163.com",
    "aol.com",
    "bluewin.ch",
    "btinternet.com",
    "comcast.net",
    "duck.com",
    "fastmail.com",
    "fastmail.fm",
    "free.fr",
    "freenet.de",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hey.com",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.de",
    "hotmail.es",
    "hotmail.fr",
    "hotmail.it",
    "hushmail.com",
    "icloud.com",
    "interia.pl",
    "laposte.net",
    "libero.it",
    "live.co.uk",
    "live.com",
    "mac.com",
    "mail.com",
    "mail.ru",
    "mailbox.org",
    "me.com",
    "msn.com",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "outlook.de",
    "outlook.es",
    "outlook.fr",
    "pm.me",
    "posteo.de",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "rediffmail.com",
    "seznam.cz",
    "t-online.de",
    "tutanota.com",
    "uol.com.br",
    "wanadoo.fr",
    "web.de",
    "wp.pl",
    "yahoo.co.jp",
    "yahoo.co.uk",
    "yahoo.com",
    "yandex.ru",
    "zoho.com",
];

/// Most bytes of a domain.
const DOMAIN_MAX: usize = 253;

/// Why a domain cannot be an account's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DomainError {
    /// It is no domain.
    Malformed,
    /// Anybody can have an address there.
    Public,
}

impl DomainError {
    /// The key of the message that says so.
    pub fn key(self) -> &'static str {
        match self {
            Self::Malformed => "error-account-domain",
            Self::Public => "error-account-domain-public",
        }
    }
}

/// A domain as typed, with or without `@` before it: lowercase, in ASCII as mail servers know it.
pub fn parse_domain(typed: &str) -> Result<String, DomainError> {
    let bare = typed.trim().trim_start_matches('@').trim_end_matches('.');
    let Ok(Host::Domain(domain)) = Host::parse(bare) else { return Err(DomainError::Malformed) };
    let is_plain = |label: &str| {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !label.is_empty() && label.bytes().all(fits) && !label.starts_with('-') && !label.ends_with('-')
    };
    if domain.len() > DOMAIN_MAX || !domain.contains('.') || !domain.split('.').all(is_plain) {
        return Err(DomainError::Malformed);
    }
    if PUBLIC.contains(&domain.as_str()) { Err(DomainError::Public) } else { Ok(domain) }
}

/// The domain of a parsed mail address.
pub fn domain_of(email: &str) -> Option<&str> {
    email.rsplit_once('@').map(|(_, domain)| domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_lowercase_and_in_ascii() {
        for (typed, domain) in [
            ("Example.ORG", "example.org"),
            (" @mail.example.org. ", "mail.example.org"),
            ("münchen.example", "xn--mnchen-3ya.example"),
        ] {
            assert_eq!(parse_domain(typed).as_deref(), Ok(domain), "{typed}");
        }
    }

    #[test]
    fn what_is_no_domain_is_refused() {
        for typed in ["", "example", "127.0.0.1", "[::1]", "a b.example", "-a.example", "a..b", "a_b.example"]
        {
            assert_eq!(parse_domain(typed), Err(DomainError::Malformed), "{typed}");
        }
    }

    #[test]
    fn public_mail_providers_belong_to_nobody() {
        for domain in PUBLIC {
            assert_eq!(parse_domain(&domain.to_uppercase()), Err(DomainError::Public), "{domain}");
        }
        assert!(PUBLIC.is_sorted());
    }
}
