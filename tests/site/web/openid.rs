//! Signing in at an OpenID provider: there and back, what is refused, who somebody becomes, and signing out.

use diesel::prelude::*;
use groundswell::db::schema::{people, signin_attempts, signin_identities, signin_links, signin_refusals};
use groundswell::identities::{Algorithm, Connection, ConnectionInput, Reason, refusals, save};
use groundswell::people::leave::{LeaversVotes, leave};
use groundswell::people::{Person, Role, queries};
use groundswell::time::{MINUTE, SECOND};
use serde_json::{Value, json};
use sha2::Digest as _;

use crate::support::openid::{CLIENT, CODE, Provider, SECRET, Sent, openid_input, rs256};
use crate::support::tokens::Signer;
use crate::support::{Browser, START, Site};

impl Site {
    async fn last_reason(&self, connection: &Connection) -> Option<Reason> {
        let id = connection.id;
        self.read(move |db| Ok(refusals::list(db, Some(id), 1)?.pop().map(|own| own.reason))).await
    }

    async fn by_mail(&self, email: &'static str) -> Option<Person> {
        self.read(move |db| queries::find_by_email(db, email)).await
    }

    /// Whom a subject is known as.
    async fn known_as(&self, subject: &'static str) -> Option<Person> {
        self.read(move |db| {
            let row = signin_identities::table.filter(signin_identities::subject.eq(subject));
            let id = row.select(signin_identities::person_id).first(db).optional()?;
            Ok(id.map(|id| queries::find(db, id)).transpose()?.flatten())
        })
        .await
    }

    async fn code_to(&self, email: &str) -> String {
        let letters = self.letters().await;
        let mail = letters.iter().rev().find(|letter| letter.to == email).unwrap();
        let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|b| b.is_ascii_digit());
        mail.text.lines().map(str::trim).find(is_code).unwrap().to_owned()
    }
}

async fn is_in(browser: &Browser) -> bool {
    browser.get("/me").await.status == 200
}

fn ines() -> Value {
    json!({ "email": "Ines@Example.org", "email_verified": true, "name": "Inés Aguirre" })
}

#[actix_web::test]
async fn somebody_signs_in_at_a_provider_and_is_the_same_the_second_time() {
    let (site, provider) = (Site::with_openid().await, Provider::start().await);
    let directory = site.openid(openid_input(&provider)).await;
    let browser = site.visitor();
    let page = browser.get("/signin?return_to=%2Fhelp").await.expect(200);
    assert_eq!(page.texts(".ways a"), ["Sign in with Directory"]);
    let way = page.attributes(".ways a", "href").remove(0);
    let page = browser.get(&way).await.expect(303);
    let before = page.headers["set-cookie"].clone();
    assert_eq!(page.headers["cache-control"], "no-store");
    let sent = Sent::of(&page);
    assert!(sent.address.as_str().starts_with(&format!("{}/authorize?", provider.issuer())));
    for (name, expected) in [
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("scope", "openid email profile"),
        ("code_challenge_method", "S256"),
        ("redirect_uri", &browser.url("/sign-in/openid/callback")),
    ] {
        assert_eq!(sent.get(name).as_deref(), Some(expected));
    }
    provider.gives(rs256(), &provider.claims(&sent, "4711", ines()));
    let page = browser.get(&sent.back(&[("code", CODE), ("iss", &provider.issuer())])).await.expect(303);
    assert_eq!(page.location().as_deref(), Some("/help"));
    assert_eq!(
        (&page.headers["referrer-policy"], &page.headers["cache-control"]),
        (&"no-referrer".parse().unwrap(), &"no-store".parse().unwrap())
    );
    assert_ne!(page.headers["set-cookie"], before, "the session has a fresh key");
    assert!(is_in(&browser).await);

    let (header, form) = provider.asked("/token").await.remove(0);
    assert!(header.starts_with("Basic "));
    let field = |name: &str| form.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
    assert_eq!((field("code").as_deref(), field("client_secret")), (Some(CODE), None));
    let digest = sha2::Sha256::digest(field("code_verifier").unwrap());
    use base64::Engine as _;
    assert_eq!(base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(digest), sent.challenge);

    let found = site.by_mail("ines@example.org").await.unwrap();
    assert_eq!((found.name.as_str(), found.role), ("Inés Aguirre", Role::Customer));
    let other = site.visitor();
    let over = json!({ "email": "other@example.org", "email_verified": "true", "name": "Somebody Else" });
    other.comes_by(&provider, &directory, "4711", over).await.expect(303);
    let again = site.known_as("4711").await.unwrap();
    assert_eq!((again.id, again.email.as_deref()), (found.id, Some("ines@example.org")));
    let page = other.get("/settings/sessions").await.expect(200);
    assert!(page.texts("[aria-labelledby=ways-h] li").iter().any(|line| line.contains("Directory")));
    assert_eq!(site.last_reason(&directory).await, None);
    assert_eq!(provider.asked("/jwks").await.len(), 1, "the description is kept for a while");
}

#[actix_web::test]
async fn every_answer_that_is_not_right_signs_nobody_in() {
    let (site, provider) = (Site::with_openid().await, Provider::start().await);
    let directory = site.openid(openid_input(&provider)).await;
    let now = START.micros() / SECOND;
    let table = [
        ("nonce of another", json!({ "nonce": "another" }), Reason::Nonce),
        ("no nonce", json!({ "nonce": null }), Reason::Nonce),
        ("for another", json!({ "aud": "another" }), Reason::Audience),
        ("for another as well", json!({ "aud": [CLIENT, "another"] }), Reason::Audience),
        ("for nobody", json!({ "aud": [] }), Reason::Audience),
        ("asked for by another", json!({ "azp": "another" }), Reason::Audience),
        ("of another", json!({ "iss": "https://another.example" }), Reason::Issuer),
        ("expired", json!({ "iat": now - 300, "exp": now - 60 }), Reason::Expired),
        ("from the future", json!({ "iat": now + 61 }), Reason::FromFuture),
        ("with another access token", json!({ "at_hash": "MTIzNDU2Nzg5MDEyMzQ1Ng" }), Reason::Hash),
        ("of nobody", json!({ "sub": " " }), Reason::NoSubject),
        ("without an address", json!({ "email": null }), Reason::Unverified),
        ("not verified", json!({ "email_verified": false }), Reason::Unverified),
        ("verified by nobody", json!({ "email_verified": null }), Reason::Unverified),
    ];
    for (name, over, reason) in table {
        let browser = site.visitor();
        let mut claims = ines();
        for (field, value) in over.as_object().unwrap() {
            claims[field] = value.clone();
        }
        let page = browser.comes_by(&provider, &directory, "1", claims).await;
        assert_eq!(page.status, 403, "{name}");
        assert!(!is_in(&browser).await, "{name}");
        assert_eq!(site.last_reason(&directory).await, Some(reason), "{name}");
        assert!(!page.text.contains(CODE), "{name}: the code is told to nobody");
    }
    let made: i64 = site.read(|db| Ok(people::table.count().get_result(db)?)).await;
    assert_eq!(made, 1, "nobody but the administrator");
}

#[actix_web::test]
async fn every_signature_that_is_not_the_providers_is_worth_nothing() {
    let (site, provider) = (Site::with_openid().await, Provider::start().await);
    let directory = site.openid(openid_input(&provider)).await;
    let secret = Signer::Hmac(SECRET.into());
    for (name, signer, header, reason) in [
        ("none", &Signer::Nobody, json!({ "alg": "none" }), Reason::Signature),
        ("unsigned", &Signer::Nobody, rs256(), Reason::Signature),
        ("the client secret", &secret, json!({ "alg": "HS256" }), Reason::Algorithm),
        ("no token", &Signer::Nobody, json!([]), Reason::Exchange),
    ] {
        let browser = site.visitor();
        let sent = browser.leaves_for(&directory).await;
        provider.gives_token(&signer.token(&header, &provider.claims(&sent, "1", ines())));
        browser.get(&sent.back(&[("code", CODE)])).await.expect(403);
        assert_eq!(site.last_reason(&directory).await, Some(reason), "{name}");
        assert!(!is_in(&browser).await, "{name}");
    }
    // What the client secret signs is no token of the company's own product, either.
    let now = START.micros() / SECOND;
    let claims = json!({ "iss": provider.issuer(), "aud": CLIENT, "sub": "1", "jti": "1", "iat": now, "exp": now + 60 });
    let token = secret.token(&json!({ "alg": "HS256" }), &claims);
    let browser = site.visitor();
    browser.get(&format!("/sign-in/token?token={token}")).await.expect(403);
    assert!(!is_in(&browser).await);
    // The key of another under the right name; then the right one under a new name.
    provider.publishes_another_key();
    site.clock.advance(11 * MINUTE);
    let browser = site.visitor();
    let late = json!({ "exp": now + 3_000 });
    let over = |own: Value| {
        let mut whole = ines();
        whole["exp"] = own["exp"].clone();
        whole
    };
    browser.comes_by(&provider, &directory, "1", over(late.clone())).await.expect(403);
    assert_eq!(site.last_reason(&directory).await, Some(Reason::Signature));
    provider.renames_key("k2");
    let sent = browser.leaves_for(&directory).await;
    let claims = provider.claims(&sent, "1", over(late));
    provider.gives(json!({ "alg": "RS256", "kid": "k2" }), &claims);
    browser.get(&sent.back(&[("code", CODE)])).await.expect(303);
    assert!(is_in(&browser).await, "a new key is looked for at once");
}

#[actix_web::test]
async fn what_the_provider_refuses_is_told_and_noted() {
    let (site, provider) = (Site::with_openid().await, Provider::start().await);
    let directory = site.openid(openid_input(&provider)).await;
    let browser = site.visitor();
    let sent = browser.leaves_for(&directory).await;
    let page = browser.get(&sent.back(&[("error", "access_denied")])).await.expect(403);
    assert!(page.text.contains("turned back"));
    assert_eq!(page.texts(".gate .btn-primary"), ["Sign in with Directory"]);
    assert_eq!(site.last_reason(&directory).await, Some(Reason::Provider));
    provider.refuses("invalid_client");
    let sent = browser.leaves_for(&directory).await;
    browser.get(&sent.back(&[("code", CODE)])).await.expect(403);
    assert_eq!(site.last_reason(&directory).await, Some(Reason::Exchange));
    let ada = site.by_mail("ada@example.com").await.unwrap();
    let page = site.browser_of(&ada).await.get(&format!("/admin/sign-in/{}", directory.id)).await.expect(200);
    assert!(page.text.contains("invalid_client") && page.text.contains("access_denied"));
    let sent = browser.leaves_for(&directory).await;
    browser.get(&sent.back(&[("code", CODE), ("iss", "https://another.example")])).await.expect(403);
    assert_eq!(site.last_reason(&directory).await, Some(Reason::Issuer), "a mix-up of two providers");
    let sent = browser.leaves_for(&directory).await;
    let (id, now) = (directory.id, site.now());
    site.write(move |db| save::switch(db, ada.id, id, false, now)).await;
    browser.get(&sent.back(&[("code", CODE)])).await.expect(403);
    assert_eq!(site.last_reason(&directory).await, Some(Reason::Off));
    browser.get(&format!("/sign-in/openid/{id}")).await.expect(403);
    assert!(!browser.get("/signin").await.has(".ways"));
}

#[actix_web::test]
async fn a_state_is_good_once_in_one_browser_for_ten_minutes() {
    let (site, provider) = (Site::with_openid().await, Provider::start().await);
    let directory = site.openid(openid_input(&provider)).await;
    let (browser, thief) = (site.visitor(), site.visitor());
    let sent = browser.leaves_for(&directory).await;
    provider.gives(rs256(), &provider.claims(&sent, "1", ines()));
    let back = sent.back(&[("code", CODE)]);
    thief.get(&back).await.expect(403);
    thief.leaves_for(&directory).await;
    thief.get(&back).await.expect(403);
    site.visitor().get("/sign-in/openid/callback?state=made-up&code=x").await.expect(403);
    site.visitor().get("/sign-in/openid/callback").await.expect(403);
    assert!(!is_in(&thief).await);
    let head = browser.client().head(browser.url(&back)).send().await.unwrap();
    assert_eq!(head.status(), 403, "a look uses nothing up");
    assert!(provider.asked("/token").await.is_empty());
    let visits = (0..8).map(|_| browser.get(&back));
    let pages = futures_util::future::join_all(visits).await;
    assert_eq!(pages.iter().filter(|page| page.status == 303).count(), 1);
    assert_eq!(provider.asked("/token").await.len(), 1);
    site.visitor().get(&back).await.expect(403);
    // Two at once in one browser are two, and each is its own.
    let late = site.visitor();
    let (first, second) = (late.leaves_for(&directory).await, late.leaves_for(&directory).await);
    provider.gives(rs256(), &provider.claims(&second, "1", ines()));
    late.get(&first.back(&[("code", CODE)])).await.expect(403);
    assert_eq!(site.last_reason(&directory).await, Some(Reason::Nonce));
    site.clock.advance(10 * MINUTE);
    late.get(&second.back(&[("code", CODE)])).await.expect(403);
    assert!(!is_in(&late).await);
    let stored: Vec<String> =
        site.read(|db| Ok(signin_attempts::table.select(signin_attempts::state_hash).load(db)?)).await;
    assert!(!stored.is_empty() && stored.iter().all(|own| own.len() == 64), "hashes");
    site.clock.advance(SECOND);
    let now = site.now();
    site.write(move |db| groundswell::identities::tidy(db, now)).await;
    let left: i64 = site.read(|db| Ok(signin_attempts::table.count().get_result(db)?)).await;
    assert_eq!(left, 0);
}

#[actix_web::test]
async fn the_way_back_leads_nowhere_but_here() {
    let (site, provider) = (Site::with_openid().await, Provider::start().await);
    let directory = site.openid(openid_input(&provider)).await;
    for (given, expected) in [
        ("/help", "/help"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil", "/"),
        ("", "/"),
    ] {
        let browser = site.visitor();
        let query: String =
            url::form_urlencoded::Serializer::new(String::new()).append_pair("return_to", given).finish();
        let sent =
            Sent::of(&browser.get(&format!("/sign-in/openid/{}?{query}", directory.id)).await.expect(303));
        provider.gives(rs256(), &provider.claims(&sent, "1", ines()));
        let page = browser.get(&sent.back(&[("code", CODE)])).await.expect(303);
        assert_eq!(page.location().as_deref(), Some(expected), "{given}");
        let page = browser.get(&format!("/sign-in/openid/{}?{query}", directory.id)).await.expect(303);
        assert_eq!(page.location().as_deref(), Some(expected), "whoever is in goes on");
    }
    site.visitor().get("/sign-in/openid/999").await.expect(404);
}

#[actix_web::test]
async fn mail_domains_keep_others_out() {
    let (site, provider) = (Site::with_openid().await, Provider::start().await);
    let input = ConnectionInput { domains: "example.org".into(), ..openid_input(&provider) };
    let directory = site.openid(input).await;
    for email in ["a@example.com", "a@sub.example.org", "a@example.org.evil.example"] {
        let over = json!({ "email": email, "email_verified": true });
        let page = site.visitor().comes_by(&provider, &directory, "1", over).await.expect(403);
        assert!(page.text.contains("this address or role"));
        assert_eq!(site.last_reason(&directory).await, Some(Reason::Domain), "{email}");
    }
    site.visitor().comes_by(&provider, &directory, "1", ines()).await.expect(303);
}

#[actix_web::test]
async fn whoever_is_known_here_proves_the_address_once() {
    let (site, provider) = (Site::with_openid().await, Provider::start().await);
    let directory = site.openid(openid_input(&provider)).await;
    let ann = site.customer("Ann").await;
    let over = json!({ "email": "ann@example.com", "email_verified": true, "name": "Ann" });
    let browser = site.visitor();
    let page = browser.comes_by(&provider, &directory, "ann", over.clone()).await.expect(200);
    assert!(page.text_of(".gate").contains("ann@example.com"));
    assert!(!is_in(&browser).await);
    assert!(site.known_as("ann").await.is_none());
    let email = page.attributes("input[name=email]", "value").remove(0);
    let return_to = page.attributes("input[name=return_to]", "value").remove(0);
    browser.post("/signin", &[("email", &email), ("return_to", &return_to)]).await.expect(303);
    let code = site.code_to("ann@example.com").await;
    let page = browser.post("/signin/code", &[("code", &code)]).await.expect(303);
    assert_eq!(page.location().as_deref(), Some("/help"));
    assert!(browser.get("/help").await.text.contains("Your address is proved"));
    assert_eq!(site.known_as("ann").await.map(|own| own.id), Some(ann.id));
    let later = site.visitor();
    later.comes_by(&provider, &directory, "ann", over.clone()).await.expect(303);
    assert!(is_in(&later).await);

    // Whoever proves another address, or nothing in time, is not linked.
    site.customer("Ben").await;
    let cases =
        [("ben", "ben@example.com", "eve@example.com", 0), ("ben", "ben@example.com", "ben@example.com", 16)];
    for (subject, claimed, proved, minutes) in cases {
        let browser = site.visitor();
        let over = json!({ "email": claimed, "email_verified": true });
        browser.comes_by(&provider, &directory, subject, over).await.expect(200);
        site.clock.advance(minutes * MINUTE);
        browser.post("/signin", &[("email", proved)]).await.expect(303);
        let code = site.code_to(proved).await;
        browser.post("/signin/code", &[("code", &code)]).await.expect(303);
        assert!(is_in(&browser).await);
        assert!(site.known_as("ben").await.is_none(), "{proved}");
    }
    let now = site.now();
    site.write(move |db| groundswell::identities::tidy(db, now)).await;
    let left: i64 = site.read(|db| Ok(signin_links::table.count().get_result(db)?)).await;
    assert_eq!(left, 0);
}

#[actix_web::test]
async fn a_verified_address_leads_to_its_owner_where_the_connection_says_so() {
    let (site, provider) = (Site::with_openid().await, Provider::start().await);
    let input = ConnectionInput { links_by_mail: true, ..openid_input(&provider) };
    let directory = site.openid(input).await;
    let ann = site.customer("Ann").await;
    let over = json!({ "email": "ann@example.com", "email_verified": true });
    site.visitor().comes_by(&provider, &directory, "ann", over).await.expect(303);
    assert_eq!(site.known_as("ann").await.map(|own| own.id), Some(ann.id));
    // Staff come in only where their role is ticked.
    let over = json!({ "email": "ada@example.com", "email_verified": true });
    site.visitor().comes_by(&provider, &directory, "ada", over).await.expect(403);
    assert_eq!(site.last_reason(&directory).await, Some(Reason::Staff));
}

#[actix_web::test]
async fn an_address_that_nobody_verified_is_proved_or_not_kept() {
    let (site, provider) = (Site::with_openid().await, Provider::start().await);
    let input = ConnectionInput { needs_verified: false, links_by_mail: true, ..openid_input(&provider) };
    let directory = site.openid(input).await;
    let ann = site.customer("Ann").await;
    for (subject, over) in [
        ("new", json!({ "email": "new@example.org" })),
        ("false", json!({ "email": "new@example.org", "email_verified": false })),
        ("ann", json!({ "email": "ann@example.com" })),
    ] {
        let browser = site.visitor();
        let page = browser.comes_by(&provider, &directory, subject, over).await.expect(200);
        assert!(page.has("input[name=email]") && !is_in(&browser).await, "{subject}");
    }
    assert!(site.by_mail("new@example.org").await.is_none(), "nobody holds an address for its owner");
    // Another claim that stands in for the address is never verified by what is said of `email`.
    let input = ConnectionInput {
        email_claim: "upn".into(),
        needs_verified: false,
        links_by_mail: true,
        ..openid_input(&provider)
    };
    site.set_openid(&directory, input).await;
    let over = json!({ "upn": "ann@example.com", "email": "eve@example.org", "email_verified": true });
    site.visitor().comes_by(&provider, &directory, "eve", over).await.expect(200);
    assert!(site.known_as("eve").await.is_none());
    let browser = site.visitor();
    browser.comes_by(&provider, &directory, "none", json!({ "name": "Nora" })).await.expect(303);
    assert_eq!(site.known_as("none").await.unwrap().email, None);
    assert_ne!(site.known_as("none").await.unwrap().id, ann.id);
}

#[actix_web::test]
async fn roles_come_and_go_with_the_claim() {
    let (site, provider) = (Site::with_openid().await, Provider::start().await);
    let input = ConnectionInput {
        role_claim: "realm_access.roles".into(),
        role_map: "moderators = moderator\ncn=team,ou=x = team_member\nbosses=administrator".into(),
        roles: vec!["team_member".into(), "moderator".into()],
        ..openid_input(&provider)
    };
    let directory = site.openid(input.clone()).await;
    let claims = |groups: Value| {
        let mut claims = ines();
        claims["realm_access"] = json!({ "roles": groups });
        claims
    };
    let role = async |groups: Value| {
        let page = site.visitor().comes_by(&provider, &directory, "1", claims(groups)).await;
        (page.status.as_u16(), site.known_as("1").await.map(|own| own.role))
    };
    assert_eq!(role(json!(["offline_access"])).await, (303, Some(Role::Customer)));
    assert_eq!(role(json!(["moderator"])).await, (303, Some(Role::Customer)), "only what is on the list");
    assert_eq!(
        role(json!(["cn=team,ou=x", "moderators"])).await,
        (303, Some(Role::Moderator)),
        "the highest"
    );
    assert_eq!(role(json!("cn=team,ou=x")).await, (303, Some(Role::TeamMember)));
    assert_eq!(role(json!(["bosses"])).await, (403, Some(Role::TeamMember)), "not ticked");
    assert_eq!(site.last_reason(&directory).await, Some(Reason::Role));
    assert_eq!(role(json!([])).await, (303, Some(Role::Customer)), "gone with the claim");
    assert_eq!(role(json!([])).await, (303, Some(Role::Customer)));
    // What somebody here gave stays.
    let (ines, now) = (site.known_as("1").await.unwrap().id, site.now());
    let ada = site.by_mail("ada@example.com").await.unwrap().id;
    site.write(move |db| groundswell::people::roles::change(db, ada, ines, Role::Moderator, now)).await;
    assert_eq!(role(json!([])).await, (303, Some(Role::Moderator)));
    // Without a list the claim names roles itself.
    site.set_openid(&directory, ConnectionInput { role_map: String::new(), ..input }).await;
    assert_eq!(role(json!(["team_member"])).await, (303, Some(Role::TeamMember)));
    let log = site.browser_of(&site.by_mail("ada@example.com").await.unwrap()).await;
    assert!(log.get("/moderation/log").await.expect(200).text.contains("by sign-in with Directory"));
}

#[actix_web::test]
async fn what_the_token_leaves_out_is_asked_for() {
    let (site, provider) = (Site::with_openid().await, Provider::start().await);
    let input =
        ConnectionInput { account_claim: "company".into(), makes_accounts: true, ..openid_input(&provider) };
    let directory = site.openid(input).await;
    let mut told = ines();
    told["sub"] = json!("1");
    told["company"] = json!("Northwind");
    provider.tells(told.clone());
    site.visitor().comes_by(&provider, &directory, "1", json!({})).await.expect(303);
    let found = site.by_mail("ines@example.org").await.unwrap();
    let page = site.browser_of(&found).await.get("/settings/data").await.expect(200);
    assert!(page.text.contains("Northwind"));
    assert_eq!(provider.asked("/me").await[0].0, "Bearer an-access-token");
    // What is told of somebody else counts for nothing.
    told["sub"] = json!("2");
    provider.tells(told);
    site.visitor().comes_by(&provider, &directory, "3", json!({})).await.expect(403);
    assert_eq!(site.last_reason(&directory).await, Some(Reason::Exchange));
    assert!(site.known_as("3").await.is_none());
}

#[actix_web::test]
async fn a_provider_that_cannot_be_reached_or_must_not_be_is_told_of() {
    let provider = Provider::start().await;
    let site = Site::start().await;
    let directory = site.openid(openid_input(&provider)).await;
    let path = format!("/sign-in/openid/{}", directory.id);
    let page = site.visitor().get(&path).await.expect(403);
    assert!(page.text.contains("did not answer"));
    assert_eq!(site.last_reason(&directory).await, Some(Reason::Unreachable));
    assert!(
        provider.asked("/.well-known/openid-configuration").await.is_empty(),
        "an address of this machine"
    );
    let site = Site::with_openid().await;
    let directory = site.openid(openid_input(&provider)).await;
    for over in [
        json!({ "issuer": "https://another.example" }),
        json!({ "jwks_uri": null }),
        json!({ "jwks_uri": "http://10.255.255.1/jwks" }),
        json!({ "authorization_endpoint": "http://elsewhere.example/authorize" }),
        json!({ "authorization_endpoint": "javascript:alert(1)" }),
    ] {
        provider.describes(over.clone());
        site.visitor().get(&format!("/sign-in/openid/{}", directory.id)).await.expect(403);
        assert_eq!(site.last_reason(&directory).await, Some(Reason::Unreachable), "{over}");
    }
    provider.describes(json!({}));
    site.visitor().leaves_for(&directory).await;
}

#[actix_web::test]
async fn a_secret_goes_where_the_provider_wants_it() {
    let (site, provider) = (Site::with_openid().await, Provider::start().await);
    provider.describes(json!({ "token_endpoint_auth_methods_supported": ["client_secret_post"] }));
    let directory = site.openid(openid_input(&provider)).await;
    site.visitor().comes_by(&provider, &directory, "1", ines()).await.expect(303);
    let (header, form) = provider.asked("/token").await.remove(0);
    assert_eq!(header, "");
    assert!(form.contains(&("client_secret".to_owned(), SECRET.to_owned())));
}

#[actix_web::test]
async fn signing_out_here_offers_to_sign_out_there() {
    let (site, provider) = (Site::with_openid().await, Provider::start().await);
    let directory = site.openid(openid_input(&provider)).await;
    let browser = site.visitor();
    browser.comes_by(&provider, &directory, "1", ines()).await.expect(303);
    let page = browser.post("/signout", &[]).await.expect(303);
    assert_eq!(page.location().as_deref(), Some("/signed-out"));
    assert!(!is_in(&browser).await, "signed out here, whatever comes next");
    let page = browser.get("/signed-out").await.expect(200);
    let there = url::Url::parse(&page.attributes(".gate a.btn-primary", "href").remove(0)).unwrap();
    assert!(there.as_str().starts_with(&format!("{}/logout?", provider.issuer())));
    let pairs: Vec<(String, String)> = there.query_pairs().into_owned().collect();
    assert_eq!(
        pairs,
        [
            ("client_id".to_owned(), CLIENT.to_owned()),
            ("post_logout_redirect_uri".to_owned(), browser.url("/signed-out"))
        ]
    );
    let page = browser.get("/signed-out").await.expect(200);
    assert_eq!(page.attributes(".gate a.btn-primary", "href"), ["/"], "told once");
    // Who came in otherwise, or by a provider that offers none, is led home.
    let ann = site.customer("Ann").await;
    let page = site.browser_of(&ann).await.post("/signout", &[]).await.expect(303);
    assert_eq!(page.location().as_deref(), Some("/"));
    provider.describes(json!({ "end_session_endpoint": null }));
    site.clock.advance(11 * MINUTE);
    let browser = site.visitor();
    let mut later = ines();
    later["exp"] = json!(START.micros() / SECOND + 3_000);
    browser.comes_by(&provider, &directory, "1", later).await.expect(303);
    let page = browser.post("/signout", &[]).await.expect(303);
    assert_eq!(page.location().as_deref(), Some("/"));
}

#[actix_web::test]
async fn whoever_leaves_is_forgotten_and_begins_anew() {
    let (site, provider) = (Site::with_openid().await, Provider::start().await);
    let directory = site.openid(openid_input(&provider)).await;
    site.visitor().comes_by(&provider, &directory, "1", ines()).await.expect(303);
    let before = site.known_as("1").await.unwrap();
    let page = site.browser_of(&before).await.get("/settings/data.json").await.expect(200);
    assert!(page.text.contains("known_there_as") && page.text.contains("Directory"));
    let (person, now) = (before.clone(), site.now());
    site.write(move |db| leave(db, &person, LeaversVotes::Go, now)).await;
    assert!(site.known_as("1").await.is_none());
    site.visitor().comes_by(&provider, &directory, "1", ines()).await.expect(303);
    assert_ne!(site.known_as("1").await.unwrap().id, before.id);
    let noted: i64 = site.read(|db| Ok(signin_refusals::table.count().get_result(db)?)).await;
    assert_eq!((noted, directory.algorithm), (0, Algorithm::OpenId));
}
