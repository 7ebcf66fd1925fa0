//! E-mail addresses as they are stored: trimmed, lowercase, of a form that mail servers take.

use validator::ValidateEmail as _;

use crate::error::FieldErrors;

/// Most characters of an address, as mail servers take it.
const EMAIL_MAX: usize = 254;

/// The address, or an error at the field `email`.
pub fn parse_email(typed: &str, errors: &mut FieldErrors) -> String {
    let email = typed.trim().to_lowercase();
    if email.len() > EMAIL_MAX || !email.is_ascii() || !email.as_str().validate_email() {
        errors.add("email", "error-email");
        return String::new();
    }
    email
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(typed: &str) -> Option<String> {
        let mut errors = FieldErrors::default();
        let email = parse_email(typed, &mut errors);
        errors.is_empty().then_some(email)
    }

    #[test]
    fn addresses_are_trimmed_and_lowercase() {
        assert_eq!(parsed("  Ines@Example.ORG ").as_deref(), Some("ines@example.org"));
    }

    #[test]
    fn what_no_mail_server_takes_is_refused() {
        let long = format!("{}@example.org", "a".repeat(300));
        for typed in
            ["", "ines", "@example.org", "a@b\r\nBcc: c@d.example", "a b@c.example", "ñ@example.org", &long]
        {
            assert_eq!(parsed(typed), None, "{typed}");
        }
    }
}
