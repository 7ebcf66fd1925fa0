//! Coming in with a token of the company's own product: what is refused, who somebody becomes, and which account is theirs.

use diesel::prelude::*;
use groundswell::accounts::{self, AccountDraft, AccountInput, JoinedBy, membership};
use groundswell::db::schema::{
    accounts as account_rows, people, sessions, signin_accounts, signin_identities, signin_refusals,
    signin_tokens,
};
use groundswell::history::ActKind;
use groundswell::identities::{Algorithm, Connection, ConnectionInput, Reason, refusals, save};
use groundswell::ids::{AccountId, PersonId};
use groundswell::people::leave::{LeaversVotes, leave};
use groundswell::people::{Person, Role, queries};
use groundswell::time::{DAY, MINUTE, SECOND};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::tokens::{AUDIENCE, ISSUER, RSA_PUBLIC, Signer, claims, connection_input};
use crate::support::{Browser, Page, START, Site};

const SECRET: &str = "a-secret-of-more-than-32-characters-0123456789";

fn hmac() -> Signer {
    Signer::Hmac(SECRET.into())
}

fn hs256(claims: &Value) -> String {
    hmac().token(&json!({ "alg": "HS256", "typ": "JWT" }), claims)
}

fn query(pairs: &[(&str, &str)]) -> String {
    let query: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    format!("/sign-in/token?{query}")
}

async fn come(browser: &Browser, token: &str) -> Page {
    browser.get(&query(&[("token", token)])).await
}

impl Site {
    async fn trips(&self) -> Connection {
        self.connection(connection_input(), Algorithm::Hs256, SECRET).await
    }

    async fn last_refusal(&self, connection: Option<&Connection>) -> Option<Reason> {
        let id = connection.map(|own| own.id);
        self.read(move |db| Ok(refusals::list(db, id, 1)?.pop().map(|own| own.reason))).await
    }

    /// Somebody comes with these claims and is let in.
    async fn comes(&self, claims: &Value) -> Person {
        let browser = self.visitor();
        come(&browser, &hs256(claims)).await.expect(303);
        let subject = claims["sub"].as_str().unwrap().to_owned();
        self.read(move |db| {
            let row = signin_identities::table.filter(signin_identities::subject.eq(subject));
            let id: PersonId = row.select(signin_identities::person_id).first(db)?;
            queries::find(db, id)
        })
        .await
        .unwrap()
    }

    async fn belongs(&self, person: &Person) -> Option<(String, JoinedBy)> {
        let person = person.id;
        self.read(move |db| {
            let own = membership::of(db, person)?;
            own.map(|(id, by)| Ok((accounts::queries::find(db, id)?.name, by))).transpose()
        })
        .await
    }

    async fn account_named(&self, name: &str) -> AccountId {
        let input = AccountInput { name: name.into(), plan: "Club".into(), ..AccountInput::default() };
        let (draft, now) = (AccountDraft::parse(&input).unwrap(), self.now());
        self.write(move |db| accounts::create(db, &draft, now).map(|own| own.id)).await
    }
}

async fn is_in(browser: &Browser) -> bool {
    browser.get("/welcome").await.status == 200
}

#[actix_web::test]
async fn a_token_signs_somebody_in_and_the_second_time_they_are_the_same() {
    let site = Site::start().await;
    let trips = site.trips().await;
    let browser = site.visitor();
    let ines = json!({ "email": "Ines@Example.org", "name": "Inés Aguirre", "email_verified": true });
    let token = hs256(&claims("4711", ines.clone()));
    let page = browser.get(&query(&[("token", &token), ("return", "/?order=new")])).await.expect(303);
    assert_eq!(page.location().unwrap(), "/?order=new");
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
    assert_eq!(page.headers["cache-control"], "no-store");
    assert!(is_in(&browser).await);
    let found = site.read(|db| queries::find_by_email(db, "ines@example.org")).await.unwrap();
    assert_eq!(
        (found.name.as_str(), found.role, found.handle.as_str()),
        ("Inés Aguirre", Role::Customer, "ines-aguirre")
    );
    let other = claims("4711", json!({ "email": "other@example.org", "name": "Somebody Else" }));
    let again = site.comes(&other).await;
    assert_eq!((again.id, again.name.as_str()), (found.id, "Inés Aguirre"));
    assert_eq!(again.email.as_deref(), Some("ines@example.org"), "what people have here stays");
    let page = browser.get("/settings/sessions").await.expect(200);
    assert!(
        page.texts("[aria-labelledby=ways-h] li").iter().any(|line| line.contains("Trips")),
        "{}",
        page.text
    );
    let stored: String =
        site.read(move |db| Ok(signin_tokens::table.select(signin_tokens::id_hash).first(db)?)).await;
    assert_eq!(stored.len(), 64, "a hash");
    let ada = site.read(|db| queries::find_by_email(db, "ada@example.com")).await.unwrap();
    let admin = site.browser_of(&ada).await;
    let page = admin.get(&format!("/admin/people/{}", found.id)).await.expect(200);
    assert!(page.text_of("dl.facts").contains("4711"));
    assert_eq!(site.last_refusal(Some(&trips)).await, None);
}

#[actix_web::test]
async fn a_form_of_the_other_site_brings_a_token_as_well_and_no_other_form_of_it_passes() {
    let site = Site::start().await;
    site.trips().await;
    let browser = site.visitor();
    let token = hs256(&claims("1", json!({ "name": "Ann" })));
    let post = |path: &str| {
        let request = browser.client().post(browser.url(path));
        request.header("origin", "https://app.example.com").header("sec-fetch-site", "cross-site")
    };
    let form = [("token", token.as_str()), ("return", "/help")];
    let answer = post("/sign-in/token").form(&form).send().await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.headers()["location"].to_str().unwrap()), (303, "/help"));
    assert!(is_in(&browser).await);
    assert_eq!(post("/settings").form(&form).send().await.unwrap().status(), 403);
    assert_eq!(post("/sign-in/token/").form(&form).send().await.unwrap().status(), 403);
}

#[actix_web::test]
async fn every_token_that_is_not_right_is_refused_and_the_administrator_reads_why() {
    let site = Site::start().await;
    let trips = site.trips().await;
    let other = Signer::Hmac(b"the-secret-of-quite-another-connection-987".to_vec());
    let now = START.micros() / SECOND;
    let header = json!({ "alg": "HS256" });
    let good = |over: Value| claims("1", over);
    let reused = hs256(&good(json!({ "name": "Ann", "jti": "once" })));
    come(&site.visitor(), &reused).await.expect(303);
    let cut = hs256(&good(json!({})));
    let changed = {
        let parts: Vec<&str> = cut.split('.').collect();
        let forged = hs256(&claims("2", json!({})));
        format!("{}.{}.{}", parts[0], forged.split('.').nth(1).unwrap(), parts[2])
    };
    let table: Vec<(&str, String, Reason)> = vec![
        ("alg none", Signer::Nobody.token(&json!({ "alg": "none" }), &good(json!({}))), Reason::Algorithm),
        ("alg NONE, signed", hmac().token(&json!({ "alg": "NONE" }), &good(json!({}))), Reason::Algorithm),
        ("alg HS512", hmac().token(&json!({ "alg": "HS512" }), &good(json!({}))), Reason::Algorithm),
        ("alg RS256", Signer::rsa().token(&json!({ "alg": "RS256" }), &good(json!({}))), Reason::Algorithm),
        ("no alg", hmac().token(&json!({}), &good(json!({}))), Reason::Algorithm),
        (
            "crit",
            hmac().token(&json!({ "alg": "HS256", "crit": ["b64"], "b64": false }), &good(json!({}))),
            Reason::Critical,
        ),
        ("another key", other.token(&header, &good(json!({}))), Reason::Signature),
        ("changed", changed, Reason::Signature),
        ("no signature", Signer::Nobody.token(&header, &good(json!({}))), Reason::Signature),
        ("wrong aud", hs256(&good(json!({ "aud": "https://elsewhere.example" }))), Reason::Audience),
        ("aud list without us", hs256(&good(json!({ "aud": ["a", "b"] }))), Reason::Audience),
        ("no aud", hs256(&good(json!({ "aud": null }))), Reason::Audience),
        ("no sub", hs256(&good(json!({ "sub": null }))), Reason::NoSubject),
        ("sub a number", hs256(&good(json!({ "sub": 7 }))), Reason::NoSubject),
        ("sub blank", hs256(&good(json!({ "sub": " " }))), Reason::NoSubject),
        ("no exp", hs256(&good(json!({ "exp": null }))), Reason::NoExpiry),
        ("exp a text", hs256(&good(json!({ "exp": "tomorrow" }))), Reason::NoExpiry),
        ("expired", hs256(&good(json!({ "iat": now - 300, "exp": now - 60 }))), Reason::Expired),
        ("not yet", hs256(&good(json!({ "nbf": now + 61 }))), Reason::NotYet),
        ("nbf a text", hs256(&good(json!({ "nbf": "now" }))), Reason::NotYet),
        ("from the future", hs256(&good(json!({ "iat": now + 61 }))), Reason::FromFuture),
        ("too long", hs256(&good(json!({ "exp": now + 601 }))), Reason::TooLong),
        ("too long, no iat", hs256(&good(json!({ "iat": null, "exp": now + 601 }))), Reason::TooLong),
        ("too long, old", hs256(&good(json!({ "iat": now - 600, "exp": now + 60 }))), Reason::TooLong),
        ("far beyond", hs256(&good(json!({ "exp": 1e300 }))), Reason::NoExpiry),
        ("no jti", hs256(&good(json!({ "jti": null }))), Reason::NoId),
        ("reused", reused, Reason::Reused),
    ];
    for (name, token, reason) in table {
        let browser = site.visitor();
        let page = come(&browser, &token).await;
        assert_eq!(page.status, 403, "{name}");
        assert!(!page.text.contains(&token), "{name}: the token is told to nobody");
        assert!(!is_in(&browser).await, "{name}");
        assert_eq!(site.last_refusal(Some(&trips)).await, Some(reason), "{name}");
    }
    for (token, reason) in [
        (hs256(&good(json!({ "iss": "https://nobody.example" }))), Reason::UnknownIssuer),
        (hs256(&good(json!({ "iss": null }))), Reason::Malformed),
        ("a.b.c".to_owned(), Reason::Malformed),
        ("x".repeat(20_000), Reason::Malformed),
    ] {
        come(&site.visitor(), &token).await.expect(403);
        assert_eq!(site.last_refusal(None).await, Some(reason));
    }
    let made: i64 = site.read(|db| Ok(people::table.count().get_result(db)?)).await;
    assert_eq!(made, 2, "the administrator and the one who came first");
}

#[actix_web::test]
async fn clocks_may_differ_as_far_as_the_connection_says() {
    let site = Site::start().await;
    site.trips().await;
    let now = START.micros() / SECOND;
    for (subject, over) in [
        ("late", json!({ "iat": now - 100, "exp": now - 59 })),
        ("early", json!({ "iat": now + 60, "nbf": now + 60, "exp": now + 120 })),
        ("long", json!({ "exp": now + 600 })),
        ("exact", json!({ "exp": (now + 30) as f64 + 0.5, "aud": ["x", AUDIENCE] })),
    ] {
        site.comes(&claims(subject, over)).await;
    }
    site.clock.advance(15 * MINUTE);
    site.write({
        let now = site.now();
        move |db| groundswell::identities::tidy(db, now)
    })
    .await;
    let left: i64 = site.read(|db| Ok(signin_tokens::table.count().get_result(db)?)).await;
    assert_eq!(left, 0, "what would be refused as expired need not be remembered");
}

#[actix_web::test]
async fn the_public_half_of_a_key_is_no_secret_to_sign_with() {
    let site = Site::start().await;
    let rsa = site.connection(connection_input(), Algorithm::Rs256, RSA_PUBLIC).await;
    let ada = site.read(|db| queries::find_by_email(db, "ada@example.com")).await.unwrap();
    let pair = Signer::ed25519();
    let input = ConnectionInput { issuer: "https://two.example".into(), ..connection_input() };
    let ed = site.connection_by(ada.id, input, Algorithm::EdDsa, &pair.public_pem()).await;
    for (connection, issuer, public) in
        [(&rsa, ISSUER, RSA_PUBLIC.trim().to_owned()), (&ed, "https://two.example", pair.public_pem())]
    {
        let claims = claims("1", json!({ "iss": issuer }));
        for secret in [public.trim().to_owned(), format!("{}\n", public.trim())] {
            let forged = Signer::Hmac(secret.into_bytes());
            for (alg, reason) in
                [("HS256", Reason::Algorithm), (connection.algorithm.as_str(), Reason::Signature)]
            {
                come(&site.visitor(), &forged.token(&json!({ "alg": alg }), &claims)).await.expect(403);
                assert_eq!(site.last_refusal(Some(connection)).await, Some(reason));
            }
        }
    }
    // Each takes its own and not the other's.
    for (signer, alg, issuer, status) in [
        (Signer::rsa(), "RS256", ISSUER, 303),
        (Signer::rsa(), "RS256", "https://two.example", 403),
        (pair, "EdDSA", "https://two.example", 303),
        (Signer::ed25519(), "EdDSA", "https://two.example", 403),
    ] {
        let token = signer.token(&json!({ "alg": alg }), &claims("9", json!({ "iss": issuer })));
        come(&site.visitor(), &token).await.expect(status);
    }
}

#[actix_web::test]
async fn who_is_switched_off_lets_nobody_in_and_a_replaced_key_is_worth_nothing() {
    let site = Site::start().await;
    let trips = site.trips().await;
    let ada = site.read(|db| queries::find_by_email(db, "ada@example.com")).await.unwrap().id;
    let (id, now) = (trips.id, site.now());
    site.write(move |db| save::switch(db, ada, id, false, now)).await;
    come(&site.visitor(), &hs256(&claims("1", json!({})))).await.expect(403);
    assert_eq!(site.last_refusal(Some(&trips)).await, Some(Reason::Off));
    assert!(!site.visitor().get("/signin").await.has(".ways"));
    site.write(move |db| save::switch(db, ada, id, true, now)).await;
    assert!(site.visitor().get("/signin").await.has(".ways"));
    let key = groundswell::identities::KeyDraft::parse(Algorithm::Hs256, "").unwrap();
    let new = Signer::Hmac(key.secret().unwrap().into());
    site.write(move |db| save::replace_key(db, ada, id, &key, now)).await;
    come(&site.visitor(), &hs256(&claims("1", json!({})))).await.expect(403);
    let token = new.token(&json!({ "alg": "HS256" }), &claims("1", json!({ "name": "Ann" })));
    come(&site.visitor(), &token).await.expect(303);
}

#[actix_web::test]
async fn mail_domains_and_addresses_that_are_not_verified() {
    let site = Site::start().await;
    let input = ConnectionInput { domains: "example.org\n@b.example".into(), ..connection_input() };
    let trips = site.connection(input, Algorithm::Hs256, SECRET).await;
    let ann = site.customer("Ann").await;
    for email in [json!("ann@example.com"), json!("a@sub.example.org"), json!("no address"), Value::Null] {
        come(&site.visitor(), &hs256(&claims("1", json!({ "email": email })))).await.expect(403);
        assert_eq!(site.last_refusal(Some(&trips)).await, Some(Reason::Domain), "{email}");
    }
    let unverified = json!({ "email": "a@example.org", "email_verified": false });
    come(&site.visitor(), &hs256(&claims("1", unverified))).await.expect(403);
    site.comes(&claims("1", json!({ "email": "A@B.example" }))).await;

    let ada = site.read(|db| queries::find_by_email(db, "ada@example.com")).await.unwrap();
    let open = ConnectionInput { issuer: "https://open.example".into(), ..connection_input() };
    site.connection_by(ada.id, open, Algorithm::Hs256, SECRET).await;
    let of = |subject: &str, verified: Value| {
        claims(
            subject,
            json!({ "iss": "https://open.example", "email": "ann@example.com", "email_verified": verified }),
        )
    };
    for verified in [json!(false), json!("false"), json!(0)] {
        let stranger = site.comes(&of(&format!("x{verified}"), verified)).await;
        assert!(
            stranger.id != ann.id && stranger.email.is_none(),
            "an address that nobody vouches for is nobody's"
        );
    }
    assert_eq!(site.comes(&of("y", json!(true))).await.id, ann.id);
}

#[actix_web::test]
async fn staff_come_in_that_way_only_if_their_role_is_ticked() {
    let site = Site::start().await;
    let input = ConnectionInput { roles: vec!["team_member".into(), "owner".into()], ..connection_input() };
    let trips = site.connection(input, Algorithm::Hs256, SECRET).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let refused = [
        ("ada", json!({ "email": "ada@example.com" }), Reason::Staff),
        ("maja", json!({ "email": "maja@example.com", "role": "customer" }), Reason::Staff),
        ("new", json!({ "email": "new@example.com", "role": "administrator" }), Reason::Role),
        ("new", json!({ "role": "moderator" }), Reason::Role),
    ];
    for (subject, over, reason) in refused {
        come(&site.visitor(), &hs256(&claims(subject, over))).await.expect(403);
        assert_eq!(site.last_refusal(Some(&trips)).await, Some(reason), "{subject}");
    }
    let aino = site
        .comes(&claims("aino", json!({ "email": "aino@example.com", "name": "Aino", "role": "team_member" })))
        .await;
    assert_eq!(aino.role, Role::TeamMember);
    let page =
        site.visitor().get(&format!("/moderation/log?kind={}", ActKind::RoleChanged)).await.expect(200);
    assert!(page.text.contains("by sign-in with Trips"), "{}", page.text);
    let stays = site.comes(&claims("aino", json!({ "role": "owner" }))).await;
    assert_eq!(stays.role, Role::TeamMember, "no role of this site says nothing");
    assert_eq!(site.comes(&claims("aino", json!({}))).await.role, Role::TeamMember);
    assert_eq!(site.comes(&claims("aino", json!({ "role": "customer" }))).await.role, Role::Customer);

    // Whoever is promoted by hand does not come in through the side door any more.
    let (by, id, now) = (maja.id, aino.id, site.now());
    site.write(move |db| groundswell::people::roles::change(db, by, id, Role::Administrator, now)).await;
    come(&site.visitor(), &hs256(&claims("aino", json!({})))).await.expect(403);
    assert_eq!(site.last_refusal(Some(&trips)).await, Some(Reason::Staff));
}

#[actix_web::test]
async fn the_account_of_a_claim() {
    let site = Site::start().await;
    site.trips().await;
    let org = |over: Value| {
        let mut org = json!({ "id": 42, "name": "Northwind", "plan": "Pro", "segment": "Schools", "value": "1200", "currency": "EUR" });
        for (name, value) in over.as_object().unwrap() {
            org[name] = value.clone();
        }
        json!({ "account": org })
    };
    let ann = site.comes(&claims("ann", org(json!({})))).await;
    assert_eq!(site.belongs(&ann).await, Some(("Northwind".into(), JoinedBy::Claim)), "made and joined");
    let ben = site.comes(&claims("ben", json!({ "account": "northwind" }))).await;
    assert_eq!(site.belongs(&ben).await.unwrap().0, "Northwind", "a name is enough, whatever its capitals");
    // Renamed there: the id decides, and the terms follow.
    let cat = site
        .comes(&claims("cat", org(json!({ "name": "North & Wind", "plan": "Club", "value": 900 }))))
        .await;
    assert_eq!(site.belongs(&cat).await.unwrap().0, "Northwind");
    let stored = site.read(|db| {
        let id = accounts::queries::id_by_name(db, "Northwind")?.unwrap();
        accounts::queries::find(db, id)
    });
    let stored = stored.await;
    assert_eq!((stored.plan.as_str(), stored.segment.as_str()), ("Club", "Schools"));
    assert_eq!(stored.value().unwrap().minor, 90_000);
    // Another organisation of the same name there is not this one.
    let dan = site.comes(&claims("dan", org(json!({ "id": "43" })))).await;
    assert_eq!(site.belongs(&dan).await, None);
    for odd in [json!([]), json!({}), json!(7), json!(true), json!({ "id": "44" })] {
        let odd = site.comes(&claims(&format!("odd{odd}"), json!({ "account": odd }))).await;
        assert_eq!(site.belongs(&odd).await, None);
    }
    // Moves with the claim, and stays where nothing is said.
    let ann = site.comes(&claims("ann", json!({ "account": "Contoso" }))).await;
    assert_eq!(site.belongs(&ann).await.unwrap().0, "Contoso");
    let ann = site.comes(&claims("ann", json!({}))).await;
    assert_eq!(site.belongs(&ann).await.unwrap().0, "Contoso");
    // What the desk decides stands, a place outside as well.
    let (person, account) = (ann.id, site.account_named("Fabrikam").await);
    site.write(move |db| membership::set(db, person, Some((account, JoinedBy::Desk)))).await;
    site.comes(&claims("ann", json!({ "account": "Contoso" }))).await;
    assert_eq!(site.belongs(&ann).await, Some(("Fabrikam".into(), JoinedBy::Desk)));
    site.write(move |db| membership::take_out(db, person, JoinedBy::Desk)).await;
    site.comes(&claims("ann", json!({ "account": "Contoso" }))).await;
    assert_eq!(site.belongs(&ann).await, None, "whoever was taken out stays out");
    let page = site.browser_of(&ben).await.get("/settings/data").await.expect(200);
    assert!(page.text.contains("by sign-in"), "{}", page.text);
}

#[actix_web::test]
async fn what_the_connection_does_not_let_claims_do_with_accounts() {
    let site = Site::start().await;
    let input = ConnectionInput { makes_accounts: false, updates_accounts: false, ..connection_input() };
    site.connection(input, Algorithm::Hs256, SECRET).await;
    let ann = site.comes(&claims("ann", json!({ "account": "Northwind" }))).await;
    assert_eq!(site.belongs(&ann).await, None);
    let none: i64 = site.read(|db| Ok(account_rows::table.count().get_result(db)?)).await;
    assert_eq!(none, 0);
    site.account_named("Northwind").await;
    let ann = site.comes(&claims("ann", json!({ "account": { "name": "Northwind", "plan": "Pro" } }))).await;
    assert_eq!(site.belongs(&ann).await.unwrap().0, "Northwind");
    let plan: String = site.read(|db| Ok(account_rows::table.select(account_rows::plan).first(db)?)).await;
    assert_eq!(plan, "Club");
    // Staff belong to no account.
    let input = ConnectionInput {
        issuer: "https://staff.example".into(),
        roles: vec!["team_member".into()],
        ..connection_input()
    };
    let ada = site.read(|db| queries::find_by_email(db, "ada@example.com")).await.unwrap();
    site.connection_by(ada.id, input, Algorithm::Hs256, SECRET).await;
    let over = json!({ "iss": "https://staff.example", "role": "team_member", "account": "Northwind" });
    let aino = site.comes(&claims("aino", over)).await;
    assert_eq!((aino.role, site.belongs(&aino).await), (Role::TeamMember, None));
}

#[actix_web::test]
async fn the_way_back_leads_nowhere_but_here() {
    let site = Site::start().await;
    site.trips().await;
    for (given, expected) in [
        ("/help", "/help"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("evil.example", "/"),
        ("/help\r\nSet-Cookie: a=b", "/"),
    ] {
        let browser = site.visitor();
        let token = hs256(&claims("1", json!({ "name": "Ann" })));
        let page = browser.get(&query(&[("token", &token), ("return", given)])).await.expect(303);
        assert_eq!(page.location().unwrap(), expected, "{given:?}");
    }
    let page = site.visitor().get("/signin?return_to=%2Fhelp").await.expect(200);
    let way = page.attributes(".ways a", "href").remove(0);
    assert_eq!(way, "https://app.example.com/ideas?from=here&return=%2Fhelp");
}

#[actix_web::test]
async fn a_token_that_comes_twice_at_once_signs_in_once_and_a_subject_is_one_person() {
    let site = Site::start().await;
    let trips = site.trips().await;
    let token = hs256(&claims("1", json!({ "name": "Ann", "account": "Northwind" })));
    let browsers: Vec<Browser> = (0..8).map(|_| site.visitor()).collect();
    let pages = futures_util::future::join_all(browsers.iter().map(|browser| come(browser, &token))).await;
    let let_in = pages.iter().filter(|page| page.status == 303).count();
    assert_eq!((let_in, pages.len()), (1, 8));
    let signed_in: i64 = site
        .read(|db| Ok(sessions::table.filter(sessions::person_id.is_not_null()).count().get_result(db)?))
        .await;
    assert_eq!(signed_in, 1);
    assert_eq!(site.last_refusal(Some(&trips)).await, Some(Reason::Reused));
    for (subject, over) in [
        ("2", json!({ "name": "Ben", "account": "Contoso" })),
        ("3", json!({ "email": "cat@example.org", "account": { "id": "c", "name": "Fabrikam" } })),
    ] {
        let tokens: Vec<String> = (0..8).map(|_| hs256(&claims(subject, over.clone()))).collect();
        let visits = tokens.iter().map(|token| {
            let browser = site.visitor();
            async move { come(&browser, token).await.expect(303) }
        });
        futures_util::future::join_all(visits).await;
        let rows: i64 = site
            .read(move |db| {
                let own = signin_identities::table.filter(signin_identities::subject.eq(subject));
                Ok(own.count().get_result(db)?)
            })
            .await;
        assert_eq!(rows, 1);
    }
    let counts = site.read(|db| {
        let people: i64 = people::table.count().get_result(db)?;
        let accounts: i64 = account_rows::table.count().get_result(db)?;
        let known: i64 = signin_accounts::table.count().get_result(db)?;
        Ok((people, accounts, known))
    });
    assert_eq!(
        counts.await,
        (4, 3, 1),
        "the administrator and three who came, three accounts, one of them by its id"
    );
}

#[actix_web::test]
async fn looking_uses_nothing_up_and_whoever_left_begins_anew() {
    let site = Site::start().await;
    site.trips().await;
    let token = hs256(&claims("1", json!({ "email": "ann@example.org", "name": "Ann" })));
    let browser = site.visitor();
    let head = browser.client().head(browser.url(&query(&[("token", &token)]))).send().await.unwrap();
    assert_eq!(head.status(), 403);
    come(&browser, &token).await.expect(303);
    let ann = site.read(|db| queries::find_by_email(db, "ann@example.org")).await.unwrap();
    let (person, now) = (ann.clone(), site.now());
    site.write(move |db| leave(db, &person, LeaversVotes::Go, now)).await;
    let rows: i64 = site.read(|db| Ok(signin_identities::table.count().get_result(db)?)).await;
    assert_eq!(rows, 0, "who they were there is forgotten");
    let anew = site.comes(&claims("1", json!({ "email": "ann@example.org", "name": "Ann" }))).await;
    assert_ne!(anew.id, ann.id);
}

#[actix_web::test]
async fn refusals_are_few_and_short_lived() {
    let site = Site::start().await;
    let trips = site.trips().await;
    let (id, now) = (trips.id, site.now());
    site.write(move |db| {
        for of in [Some(id), None] {
            for _ in 0..60 {
                refusals::record(db, of, Reason::Expired, "", now)?;
            }
        }
        Ok(())
    })
    .await;
    let count = async || site.read(|db| Ok(signin_refusals::table.count().get_result::<i64>(db)?)).await;
    assert_eq!(count().await, 100);
    site.clock.advance(15 * DAY);
    let now = site.now();
    site.write(move |db| groundswell::identities::tidy(db, now)).await;
    assert_eq!(count().await, 0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is in a token, checking it ends, and without the right signature nothing of it counts.
    #[test]
    fn no_token_that_nobody_signed_is_accepted(
        header in "\\PC{0,40}", payload in "\\PC{0,80}", signature in "[A-Za-z0-9_.-]{0,60}",
        numbers in proptest::collection::vec(proptest::num::f64::ANY, 3),
    ) {
        use base64::Engine as _;
        let encode = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
        let connection = unsaved();
        let loose = format!("{}.{}.{signature}", encode(&header), encode(&payload));
        let times = json!({ "iss": ISSUER, "aud": AUDIENCE, "sub": payload, "jti": header, "exp": numbers[0], "nbf": numbers[1], "iat": numbers[2] });
        let shaped = format!("{}.{}.{signature}", encode(r#"{"alg":"HS256"}"#), encode(&times.to_string()));
        for token in [loose, shaped, header.clone()] {
            let checked = groundswell::identities::check(&connection, &token, START);
            prop_assert!(checked.accepted().is_none());
            prop_assert!(checked.refusal().is_some());
        }
        let signed = hs256(&times);
        let checked = groundswell::identities::check(&connection, &signed, START);
        prop_assert!(checked.claims.is_some() || checked.refusal().is_some());
    }
}

/// A connection as it would be stored.
fn unsaved() -> Connection {
    use std::sync::OnceLock;
    static STORED: OnceLock<Connection> = OnceLock::new();
    STORED
        .get_or_init(|| {
            std::thread::spawn(|| {
                actix_web::rt::System::new().block_on(async { Site::start().await.trips().await })
            })
            .join()
            .unwrap()
        })
        .clone()
}
