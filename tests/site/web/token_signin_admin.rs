//! Administrators and connections: making, trying, changing, and that a key is seen once.

use diesel::prelude::*;
use groundswell::db::schema::{signin_connections, signin_refusals, signin_tokens};
use groundswell::history::ActKind;
use groundswell::identities::{self, Algorithm, Connection};
use groundswell::ids::ConnectionId;
use groundswell::people::{Role, queries};
use groundswell::time::MINUTE;
use serde_json::{Value, json};

use crate::support::tokens::{AUDIENCE, ISSUER, RSA_PUBLIC, RSA_SHORT, Signer, claims, connection_input};
use crate::support::{Browser, Page, Site};

const SECRET: &str = "a-secret-of-more-than-32-characters-0123456789";

fn form<'a>(algorithm: &'a str, key: &'a str, over: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("name", "Trips"),
        ("algorithm", algorithm),
        ("key", key),
        ("issuer", ISSUER),
        ("audience", AUDIENCE),
        ("email_claim", "email"),
        ("name_claim", "name"),
        ("account_claim", "account"),
        ("role_claim", "role"),
        ("skew", "60"),
        ("life", "10"),
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

fn outcome(page: &Page, row: &str) -> String {
    let rows = page.texts("#checks tbody tr");
    rows.iter()
        .find(|text| text.trim_start().starts_with(row))
        .unwrap_or_else(|| panic!("no {row} in {rows:?}"))
        .clone()
}

#[actix_web::test]
async fn a_secret_is_made_shown_once_and_never_again() {
    let site = Site::start().await;
    let admin = admin(&site).await;
    assert!(admin.get("/admin/sign-in").await.expect(200).has(".empty"));
    admin.get("/admin/sign-in/new").await.expect(200);
    let page = admin.post("/admin/sign-in", &form("HS256", "", &[("roles", "moderator")])).await.expect(200);
    assert_eq!(page.headers["cache-control"], "no-store");
    let secret = page.attributes("#secret", "value").remove(0);
    assert_eq!(secret.len(), 43, "32 bytes of chance");
    let trips = only(&site).await;
    assert!(!trips.is_on, "to be tried first");
    assert!(
        trips.lets_in(Role::Moderator) && trips.lets_in(Role::Customer) && !trips.lets_in(Role::TeamMember)
    );
    assert!(!format!("{trips:?}").contains(&secret), "not even in a log");
    let place = format!("/admin/sign-in/{}", trips.id);
    for path in ["/admin/sign-in", &place, &format!("{place}/try"), "/moderation/log", "/settings/data.json"]
    {
        let page = admin.get(path).await.expect(200);
        assert!(!page.text.contains(&secret), "{path}");
    }
    let page = admin.post(&format!("{place}/key"), &[("key", "")]).await.expect(200);
    assert_ne!(page.attributes("#secret", "value").remove(0), secret);
    admin.post(&format!("{place}/key"), &[("key", "short")]).await.expect(422);
    admin.post(&format!("{place}/key"), &[("key", SECRET)]).await.expect(303);
    admin.post(&format!("{place}/switch"), &[("to", "on")]).await.expect(303);
    assert!(only(&site).await.is_on);
    let page = admin.get(&format!("/moderation/log?kind={}", ActKind::SignInChanged)).await.expect(200);
    for told in ["Trips: made", "Trips: the key was replaced", "Trips: switched on"] {
        assert!(page.text.contains(told), "{told}");
    }
    admin.get(&format!("{place}/delete")).await.expect(200);
    admin.post(&format!("{place}/delete"), &[]).await.expect(303);
    admin.get(&place).await.expect(404);
}

#[actix_web::test]
async fn keys_and_fields_that_cannot_be_taken_say_why() {
    let site = Site::start().await;
    let admin = admin(&site).await;
    let private = "-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----";
    for (algorithm, key, field, told) in [
        ("HS256", "too short a secret", "key", "guessed"),
        ("HS256", RSA_PUBLIC, "key", "public key"),
        ("RS256", "", "key", "PEM"),
        ("RS256", RSA_SHORT, "key", "2,048"),
        ("RS256", private, "key", "private"),
        ("EdDSA", RSA_PUBLIC, "key", "PEM"),
        ("none", "", "algorithm", ""),
    ] {
        let page = admin.post("/admin/sign-in", &form(algorithm, key, &[])).await.expect(422);
        assert!(
            page.text_of(&format!("#{field}-error")).contains(told),
            "{algorithm} {}",
            page.text_of(".error-summary")
        );
        assert!(
            !page.text.contains("MC4CAQ") && !page.text.contains("too short a secret"),
            "a secret does not come back"
        );
    }
    for (field, value) in [
        ("name", "\u{200B}"),
        ("issuer", ""),
        ("audience", ""),
        ("login_url", "http://app.example.com"),
        ("login_url", "javascript:alert(1)"),
        ("login_url", "https://ada:secret@app.example.com"),
        ("domains", "no domain!"),
        ("skew", "301"),
        ("skew", "-1"),
        ("life", "0"),
        ("life", "61"),
    ] {
        let page = admin.post("/admin/sign-in", &form("HS256", "", &[(field, value)])).await.expect(422);
        assert!(page.has(&format!("#{field}-error")), "{field} {value}");
    }
    admin.post("/admin/sign-in", &form("RS256", RSA_PUBLIC, &[])).await.expect(303);
    let page = admin.post("/admin/sign-in", &form("HS256", "", &[])).await.expect(422);
    assert!(page.text_of("#issuer-error").contains("Another connection"));
}

#[actix_web::test]
async fn a_form_does_not_overwrite_what_somebody_else_saved_meanwhile() {
    let site = Site::start().await;
    let admin = admin(&site).await;
    admin.post("/admin/sign-in", &form("RS256", RSA_PUBLIC, &[])).await.expect(303);
    let place = format!("/admin/sign-in/{}", only(&site).await.id);
    let seen = admin.get(&place).await.expect(200).attributes("input[name=seen]", "value").remove(0);
    site.clock.advance(MINUTE);
    let domains = [("domains", "Example.org gmail.com"), ("seen", seen.as_str())];
    admin.post(&place, &form("", "", &domains)).await.expect(303);
    let stored = only(&site).await;
    assert_eq!((stored.domains.as_str(), stored.algorithm), ("example.org\ngmail.com", Algorithm::Rs256));
    let page = admin.post(&place, &form("", "", &[("name", "Mine"), ("seen", &seen)])).await.expect(409);
    assert_eq!(page.attributes("#name", "value"), ["Mine"]);
    assert_eq!(only(&site).await.name, "Trips");
}

#[actix_web::test]
async fn a_token_is_tried_check_by_check_and_nothing_is_used_up() {
    let site = Site::start().await;
    let trips = site.connection(connection_input(), Algorithm::Hs256, SECRET).await;
    let ada = site.read(|db| queries::find_by_email(db, "ada@example.com")).await.unwrap();
    let ann = site.customer("Ann").await;
    let admin = site.browser_of(&ada).await;
    let path = format!("/admin/sign-in/{}/try", trips.id);
    let signer = Signer::Hmac(SECRET.into());
    let sign = |over: Value| signer.token(&json!({ "alg": "HS256" }), &claims("1", over));
    let good = sign(
        json!({ "email": "ann@example.com", "account": { "id": 7, "name": "Northwind" }, "role": "owner" }),
    );
    for _ in 0..2 {
        let page = admin.post(&path, &[("token", &good)]).await.expect(200);
        assert!(page.text_of("#verdict").contains("is signed in"), "{}", page.text_of("#verdict"));
        assert!(!page.text.contains(&good), "the token does not come back");
        assert!(outcome(&page, "Signature").contains("Right"));
        assert!(outcome(&page, "Used before").contains("not yet"));
        assert!(outcome(&page, "Person").contains("Ann, who has this address"));
        assert!(
            outcome(&page, "Account").contains("it is made")
                && outcome(&page, "Account").contains("Northwind")
        );
        assert!(outcome(&page, "Role").contains("no role of this site: stays customer"));
    }
    let rows = async || {
        site.read(|db| {
            let used: i64 = signin_tokens::table.count().get_result(db)?;
            let refused: i64 = signin_refusals::table.count().get_result(db)?;
            Ok((used, refused))
        })
        .await
    };
    assert_eq!(rows().await, (0, 0));
    site.visitor().get(&format!("/sign-in/token?token={good}")).await.expect(303);
    let page = admin.post(&path, &[("token", &good)]).await.expect(200);
    assert!(page.text_of("#verdict").contains("used before"));
    assert!(outcome(&page, "Person").contains("who came in this way before"));
    assert!(outcome(&page, "Account").contains("already"));
    let forged = Signer::Hmac(b"another-secret-of-more-than-32-characters".to_vec());
    let forged = forged.token(
        &json!({ "alg": "HS256" }),
        &claims("1", json!({ "aud": "elsewhere", "email": "ann@example.com" })),
    );
    let page = admin.post(&path, &[("token", &forged)]).await.expect(200);
    assert!(
        outcome(&page, "Signature").contains("Refused") && outcome(&page, "Audience").contains("elsewhere")
    );
    assert!(!page.text.contains("Ann"), "whose address a token names is told only when it is signed");
    for (over, row) in [
        (json!({ "sub": "2", "email": "ada@example.com" }), "Person"),
        (json!({ "role": "moderator" }), "Role"),
    ] {
        let page = admin.post(&path, &[("token", &sign(over))]).await.expect(200);
        assert!(outcome(&page, row).contains("Refused") && page.text_of("#verdict").contains("turned away"));
    }
    admin.post(&path, &[("token", "")]).await.expect(200);
    assert!(site.browser_of(&ann).await.get(&path).await.status == 403);
    assert_eq!(rows().await, (1, 0), "trying is no refusal");
}
