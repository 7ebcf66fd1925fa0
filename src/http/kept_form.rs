//! A form that waits in the session while its sender proves who they are: what was typed comes back afterwards.

use serde::{Deserialize, Serialize};

use super::session::{KEPT_FORM, PROOF_RETURN, Session};
use crate::error::{Error, Result};
use crate::links::Links;

/// Longest form that is kept, in bytes; longer ones are typed again.
const LONGEST: usize = 64 * 1024;
/// Fields that are not kept, since they open something.
const SECRETS: [&str; 6] = ["code", "key", "secret", "client_secret", "password", "token"];

#[derive(Debug, Serialize, Deserialize)]
struct KeptForm {
    page: String,
    body: String,
}

/// Keeps a form, and where its page is.
pub(super) fn keep(session: &Session, links: &Links, (path, query): (&str, &str), body: &[u8]) -> Result<()> {
    let page = form_page(links, path, query);
    session.keep(PROOF_RETURN, &page)?;
    if body.is_empty() || body.len() > LONGEST {
        session.forget(KEPT_FORM);
        return Ok(());
    }
    let fields = url::form_urlencoded::parse(body).filter(|(name, value)| !is_secret(name, value));
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    session.keep(KEPT_FORM, &serde_json::to_string(&KeptForm { page, body }).map_err(Error::internal)?)
}

fn is_secret(name: &str, value: &str) -> bool {
    let is_public = value.contains("PUBLIC KEY") && !value.contains("PRIVATE");
    SECRETS.contains(&name) && !is_public
}

/// Takes the form that was filled in on this page, as it would have been sent; once.
pub fn take(session: &Session, page: &str) -> Option<String> {
    let kept: KeptForm = serde_json::from_str(&session.kept(KEPT_FORM)?).ok()?;
    if kept.page != page || session.kept(PROOF_RETURN).is_some() {
        return None;
    }
    session.forget(KEPT_FORM);
    Some(kept.body)
}

/// The page on which a form that goes to `path` is filled in.
fn form_page(links: &Links, path: &str, query: &str) -> String {
    let own = path.strip_prefix(links.prefix()).unwrap_or(path);
    let ends = ["/role", "/key", "/switch", "/two-step", "/see-as", "/retention", "/archive", "/settings"];
    let page = match own {
        "/admin/people" => "/admin/people/new".to_owned(),
        "/admin/sign-in" => "/admin/sign-in/new".to_owned(),
        "/admin/sign-in/openid" => "/admin/sign-in/openid/new".to_owned(),
        "/admin/audit.csv" => format!("/admin/audit?{query}"),
        "/desk/export.csv" | "/desk/export.xlsx" => format!("/desk?{query}"),
        _ if own.starts_with("/settings/two-step") => "/settings/two-step".to_owned(),
        _ => ends.iter().find_map(|end| own.strip_suffix(end)).unwrap_or(own).to_owned(),
    };
    links.to(&page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_leads_back_to_its_page() {
        let links = Links::new(&"https://example.com/ideas".parse().unwrap());
        for (path, page) in [
            ("/ideas/admin/people/7/role", "/ideas/admin/people/7"),
            ("/ideas/admin/people/7/two-step", "/ideas/admin/people/7"),
            ("/ideas/admin/people", "/ideas/admin/people/new"),
            ("/ideas/admin/sign-in/2/delete", "/ideas/admin/sign-in/2/delete"),
            ("/ideas/settings/two-step/codes", "/ideas/settings/two-step"),
            ("/ideas/settings/delete", "/ideas/settings/delete"),
            ("/ideas/desk/export.csv", "/ideas/desk?board=gear"),
            ("/ideas/admin/audit.csv", "/ideas/admin/audit?board=gear"),
            ("/ideas/admin/audit/retention", "/ideas/admin/audit"),
            ("/ideas/admin/people/7/see-as", "/ideas/admin/people/7"),
            ("/ideas/admin/sign-in/openid", "/ideas/admin/sign-in/openid/new"),
            ("/ideas/moderation/votes/settings", "/ideas/moderation/votes"),
            ("/ideas/settings/data/archive", "/ideas/settings/data"),
        ] {
            assert_eq!(form_page(&links, path, "board=gear"), page);
        }
    }

    #[test]
    fn what_opens_something_is_not_kept() {
        assert!(is_secret("key", "c2VjcmV0") && is_secret("code", "123456"));
        assert!(is_secret("key", "-----BEGIN PRIVATE KEY-----"));
        assert!(!is_secret("key", "-----BEGIN PUBLIC KEY-----") && !is_secret("name", "Ben"));
    }
}
