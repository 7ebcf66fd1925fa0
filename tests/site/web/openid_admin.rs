//! Administrators and OpenID providers: making, testing, changing, and that a secret is never shown.

use diesel::prelude::*;
use groundswell::db::schema::signin_connections;
use groundswell::identities::{self, Algorithm, Connection};
use groundswell::ids::ConnectionId;
use groundswell::people::Role;
use groundswell::time::MINUTE;
use serde_json::json;

use crate::support::openid::{CLIENT, Provider, SECRET, openid_input};
use crate::support::{Browser, Page, Site};

fn form<'a>(issuer: &'a str, over: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("name", "Directory"),
        ("issuer", issuer),
        ("audience", CLIENT),
        ("key", SECRET),
        ("scopes", "openid, email  profile"),
        ("email_claim", "email"),
        ("name_claim", "name"),
        ("needs_verified", "on"),
        ("skew", "60"),
    ];
    fields.retain(|(name, _)| !over.iter().any(|(other, _)| other == name));
    fields.extend(over);
    fields
}

async fn admin(site: &Site) -> Browser {
    let ada = site.person("Ada", Role::Administrator).await;
    site.browser_of(&ada).await
}

async fn only(site: &Site) -> Connection {
    site.read(|db| {
        let id: ConnectionId = signin_connections::table.select(signin_connections::id).first(db)?;
        identities::find(db, id)
    })
    .await
}

fn finding(page: &Page, what: &str) -> String {
    let rows = page.texts("#findings tbody tr");
    let row = rows.iter().find(|text| text.starts_with(what));
    row.unwrap_or_else(|| panic!("no {what} in {rows:?}")).clone()
}

#[actix_web::test]
async fn a_provider_is_made_switched_off_and_its_secret_is_never_shown() {
    let site = Site::start().await;
    let admin = admin(&site).await;
    let page = admin.get("/admin/sign-in/openid/new").await.expect(200);
    assert_eq!(page.texts("#redirect"), [admin.url("/sign-in/openid/callback")]);
    assert!(page.has("#needs_verified[checked]") && !page.has("#links_by_mail[checked]"));
    let issuer = "https://login.example.org/";
    let page =
        admin.post("/admin/sign-in/openid", &form(issuer, &[("roles", "moderator")])).await.expect(303);
    let made = only(&site).await;
    let place = format!("/admin/sign-in/{}", made.id);
    assert_eq!(page.location().as_deref(), Some(place.as_str()));
    assert_eq!(
        (made.issuer.as_str(), made.scopes.as_str(), made.algorithm, made.is_on, made.needs_verified),
        (issuer, "email profile", Algorithm::OpenId, false, true)
    );
    assert!(made.lets_in(Role::Moderator) && !made.links_by_mail && made.has_key());
    for path in ["/admin/sign-in", &place, &format!("{place}/try"), "/moderation/log", "/settings/data.json"]
    {
        assert!(!admin.get(path).await.expect(200).text.contains(SECRET), "{path}");
    }
    assert!(!format!("{made:?}").contains(SECRET), "not even in a log");
    let page = admin.post(&format!("{place}/key"), &[("key", " ")]).await.expect(422);
    assert!(page.has("#key-error"));
    admin.post(&format!("{place}/key"), &[("key", "another secret")]).await.expect(303);
    assert!(!admin.get(&place).await.expect(200).text.contains("another secret"));
    let page = admin.get("/admin/sign-in").await.expect(200);
    assert!(page.text.contains("OpenID") && page.text.contains(issuer));
    admin.post(&format!("{place}/switch"), &[("to", "on")]).await.expect(303);
    let ways = site.visitor().get("/signin").await.expect(200).attributes(".ways a", "href");
    assert_eq!(ways, [format!("/sign-in/openid/{}?return_to=%2F", made.id)]);
    admin.post(&format!("{place}/delete"), &[]).await.expect(303);
    admin.get(&place).await.expect(404);
}

#[actix_web::test]
async fn fields_that_cannot_be_taken_say_why_and_a_secret_does_not_come_back() {
    let site = Site::start().await;
    let admin = admin(&site).await;
    let issuer = "https://login.example.org";
    let long = "x".repeat(513);
    for (field, value) in [
        ("name", ""),
        ("issuer", ""),
        ("issuer", "login.example.org"),
        ("issuer", "http://login.example.org"),
        ("issuer", "https://ada:secret@login.example.org"),
        ("audience", " "),
        ("scopes", "e-mail \u{fc}ber"),
        ("role_map", "moderators"),
        ("role_map", "moderators=chief"),
        ("role_map", "=moderator"),
        ("domains", "no domain!"),
        ("skew", "301"),
        ("key", &long),
    ] {
        let page = admin.post("/admin/sign-in/openid", &form(issuer, &[(field, value)])).await.expect(422);
        assert_eq!(page.texts(&format!("#{field}-error")).len(), 1, "{field} {value}");
        assert!(!page.text.contains(SECRET) && !page.text.contains(&long), "{field}");
    }
    let page = admin.post("/admin/sign-in/openid", &form(issuer, &[("key", "")])).await.expect(303);
    assert!(page.location().is_some() && !only(&site).await.has_key(), "a public client");
    let page = admin.post("/admin/sign-in/openid", &form(issuer, &[])).await.expect(422);
    assert!(page.text_of("#issuer-error").contains("Another connection"));
    admin.post("/admin/sign-in", &[("algorithm", "OpenID"), ("name", "x")]).await.expect(422);
}

#[actix_web::test]
async fn settings_are_changed_and_nothing_is_overwritten() {
    let site = Site::start().await;
    let admin = admin(&site).await;
    let issuer = "https://login.example.org";
    admin.post("/admin/sign-in/openid", &form(issuer, &[])).await.expect(303);
    let place = format!("/admin/sign-in/{}", only(&site).await.id);
    let seen = admin.get(&place).await.expect(200).attributes("input[name=seen]", "value").remove(0);
    site.clock.advance(MINUTE);
    let over = [
        ("role_map", "cn=team,ou=x = team_member\r\n\r\nbosses=administrator"),
        ("links_by_mail", "on"),
        ("role_claim", "groups"),
        ("seen", seen.as_str()),
    ];
    admin.post(&place, &form(issuer, &over)).await.expect(303);
    let stored = only(&site).await;
    assert_eq!(stored.role_map, "cn=team,ou=x=team_member\nbosses=administrator");
    assert!(stored.links_by_mail && stored.needs_verified && stored.has_key(), "the secret stays");
    let page = admin.post(&place, &form(issuer, &[("name", "Mine"), ("seen", &seen)])).await.expect(409);
    assert_eq!(page.attributes("#name", "value"), ["Mine"]);
    let page = admin.post(&place, &form(issuer, &[("issuer", "nothing")])).await.expect(422);
    assert!(page.has("#issuer-error") && page.has("#scopes"));
    assert_eq!(only(&site).await.name, "Directory");
}

#[actix_web::test]
async fn a_connection_is_tested_in_plain_words() {
    let (site, provider) = (Site::with_openid().await, Provider::start().await);
    let directory = site.openid(openid_input(&provider)).await;
    let ada =
        site.read(|db| groundswell::people::queries::find_by_email(db, "ada@example.com")).await.unwrap();
    let admin = site.browser_of(&ada).await;
    let path = format!("/admin/sign-in/{}/try", directory.id);
    assert!(!admin.get(&path).await.expect(200).has("#verdict"));
    let page = admin.post(&path, &[]).await.expect(200);
    assert!(page.text_of("#verdict").contains("everything"));
    assert!(finding(&page, "Proof key").contains("S256"));
    assert!(finding(&page, "Scopes").contains("all that is asked for"));
    assert!(
        finding(&page, "Signatures").contains("RS256") && !finding(&page, "Signatures").contains("HS256")
    );
    assert!(finding(&page, "Sign-out there").contains("/logout"));
    provider.describes(json!({
        "token_endpoint": null, "scopes_supported": ["openid"], "code_challenge_methods_supported": ["plain"],
        "end_session_endpoint": null, "id_token_signing_alg_values_supported": ["HS256"],
    }));
    let page = admin.post(&path, &[]).await.expect(200);
    assert!(page.text_of("#verdict").contains("missing"));
    assert!(finding(&page, "Codes are changed").contains("Missing"));
    assert!(finding(&page, "Signatures").contains("Missing"));
    assert!(finding(&page, "Scopes").contains("email profile"));
    assert!(finding(&page, "Proof key").contains("another kind"));
    provider.describes(json!({ "issuer": "https://another.example" }));
    let page = admin.post(&path, &[]).await.expect(200);
    assert!(page.text_of("#verdict").contains("could not be found"));
    assert!(page.text.contains("https://another.example"), "what it calls itself");
    let ann = site.customer("Ann").await;
    site.browser_of(&ann).await.post(&path, &[]).await.expect(403);
}
