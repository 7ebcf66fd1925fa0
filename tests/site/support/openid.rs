//! An OpenID provider as far as a site sees it: it describes itself, publishes a key, and changes codes for tokens.

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use groundswell::identities::{
    self, Algorithm, Connection, ConnectionDraft, ConnectionInput, KeyDraft, save,
};
use groundswell::ids::PersonId;
use groundswell::people::Role;
use ring::rsa::PublicKeyComponents;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::tokens::Signer;
use super::{Browser, Page, START, Site};

/// What the provider calls the site.
pub const CLIENT: &str = "groundswell";
/// What the site calls itself by there: never told to anybody else.
pub const SECRET: &str = "the-client-secret-of-the-tests";
/// What the provider changes for tokens.
pub const CODE: &str = "a-code-of-the-provider";
/// The access token that comes with every ID token.
pub const ACCESS: &str = "an-access-token";

/// An answer that can be changed while the provider runs.
#[derive(Clone)]
struct Answer(Arc<Mutex<ResponseTemplate>>);

impl Answer {
    fn new(body: Value) -> Self {
        Self(Arc::new(Mutex::new(ResponseTemplate::new(200).set_body_json(body))))
    }

    fn set(&self, answer: ResponseTemplate) {
        *self.0.lock().unwrap() = answer;
    }
}

impl Respond for Answer {
    fn respond(&self, _: &Request) -> ResponseTemplate {
        self.0.lock().unwrap().clone()
    }
}

/// A provider on this machine.
pub struct Provider {
    server: MockServer,
    about: Answer,
    keys: Answer,
    tokens: Answer,
    told: Answer,
    signer: Signer,
}

/// Where somebody was sent.
pub struct Sent {
    pub address: url::Url,
    pub state: String,
    pub nonce: String,
    pub challenge: String,
}

impl Sent {
    pub fn of(page: &Page) -> Self {
        let address = url::Url::parse(&page.location().unwrap()).unwrap();
        let get = |name: &str| {
            let found = address.query_pairs().find(|(own, _)| own == name);
            found.unwrap_or_else(|| panic!("no {name} in {address}")).1.into_owned()
        };
        let (state, nonce, challenge) = (get("state"), get("nonce"), get("code_challenge"));
        Self { state, nonce, challenge, address }
    }

    pub fn get(&self, name: &str) -> Option<String> {
        self.address.query_pairs().find(|(own, _)| own == name).map(|(_, value)| value.into_owned())
    }

    /// The way back, with a code or whatever stands in for it.
    pub fn back(&self, answer: &[(&str, &str)]) -> String {
        let query: String = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("state", &self.state)
            .extend_pairs(answer)
            .finish();
        format!("/sign-in/openid/callback?{query}")
    }
}

impl Provider {
    pub async fn start() -> Self {
        let server = MockServer::start().await;
        let signer = Signer::rsa();
        let about = Answer::new(Self::about(&server.uri()));
        let keys = Answer::new(json!({ "keys": [Self::key(&signer, "k1")] }));
        let (tokens, told) = (Answer::new(json!({})), Answer::new(json!({})));
        for (at, answer) in [
            ("/.well-known/openid-configuration", &about),
            ("/jwks", &keys),
            ("/token", &tokens),
            ("/me", &told),
        ] {
            Mock::given(path(at)).respond_with(answer.clone()).mount(&server).await;
        }
        Self { server, about, keys, tokens, told, signer }
    }

    fn about(issuer: &str) -> Value {
        json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/authorize"),
            "token_endpoint": format!("{issuer}/token"),
            "jwks_uri": format!("{issuer}/jwks"),
            "end_session_endpoint": format!("{issuer}/logout"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "HS256"],
            "scopes_supported": ["openid", "email", "profile"],
            "code_challenge_methods_supported": ["S256"],
        })
    }

    fn key(signer: &Signer, id: &str) -> Value {
        let Signer::Rsa(pair) = signer else { panic!("no RSA key") };
        let public = PublicKeyComponents::<Vec<u8>>::from(pair.public());
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": id, "n": text(&public.n), "e": text(&public.e) })
    }

    pub fn issuer(&self) -> String {
        self.server.uri()
    }

    /// The description with these fields over it; `null` takes one away.
    pub fn describes(&self, over: Value) {
        let about = put_over(Self::about(&self.issuer()), over);
        self.about.set(ResponseTemplate::new(200).set_body_json(about));
    }

    /// Publishes its key under another id.
    pub fn renames_key(&self, id: &str) {
        self.keys
            .set(ResponseTemplate::new(200).set_body_json(json!({ "keys": [Self::key(&self.signer, id)] })));
    }

    /// Publishes somebody else's key under the id of its own.
    pub fn publishes_another_key(&self) {
        let mut key = Self::key(&self.signer, "k1");
        let mut bytes = URL_SAFE_NO_PAD.decode(key["n"].as_str().unwrap()).unwrap();
        bytes[100] ^= 1;
        key["n"] = json!(URL_SAFE_NO_PAD.encode(bytes));
        self.keys.set(ResponseTemplate::new(200).set_body_json(json!({ "keys": [key] })));
    }

    /// Claims that every check takes, with these over them; `null` takes one away.
    pub fn claims(&self, sent: &Sent, subject: &str, over: Value) -> Value {
        let now = START.micros() / 1_000_000;
        let claims = json!({
            "iss": self.issuer(), "aud": CLIENT, "sub": subject, "iat": now, "exp": now + 300, "nonce": sent.nonce,
            "at_hash": URL_SAFE_NO_PAD.encode(&Sha256::digest(ACCESS)[..16]),
        });
        put_over(claims, over)
    }

    /// From now on codes are changed for an ID token with these claims, signed under this header.
    pub fn gives(&self, header: Value, claims: &Value) {
        self.gives_token(&self.signer.token(&header, claims));
    }

    /// From now on codes are changed for this ID token.
    pub fn gives_token(&self, token: &str) {
        let body =
            json!({ "access_token": ACCESS, "token_type": "Bearer", "expires_in": 300, "id_token": token });
        self.tokens.set(ResponseTemplate::new(200).set_body_json(body));
    }

    /// From now on codes are refused.
    pub fn refuses(&self, error: &str) {
        self.tokens.set(ResponseTemplate::new(400).set_body_json(json!({ "error": error })));
    }

    /// What it tells on request, beside the ID token.
    pub fn tells(&self, claims: Value) {
        self.describes(json!({ "userinfo_endpoint": format!("{}/me", self.issuer()) }));
        self.told.set(ResponseTemplate::new(200).set_body_json(claims));
    }

    /// The requests that came to a path: their `Authorization` and their form.
    pub async fn asked(&self, at: &str) -> Vec<(String, Vec<(String, String)>)> {
        let all = self.server.received_requests().await.unwrap();
        let of = |request: &Request| {
            let header = request.headers.get("authorization").map(|value| value.to_str().unwrap().to_owned());
            let form = url::form_urlencoded::parse(&request.body).into_owned().collect();
            (header.unwrap_or_default(), form)
        };
        all.iter().filter(|request| request.url.path() == at).map(of).collect()
    }
}

fn put_over(mut whole: Value, over: Value) -> Value {
    for (name, value) in over.as_object().unwrap() {
        if value.is_null() {
            whole.as_object_mut().unwrap().remove(name);
        } else {
            whole[name] = value.clone();
        }
    }
    whole
}

/// What most providers of tests are set to.
pub fn openid_input(provider: &Provider) -> ConnectionInput {
    ConnectionInput {
        name: "Directory".into(),
        issuer: provider.issuer(),
        audience: CLIENT.into(),
        ..ConnectionInput::fresh_openid()
    }
}

/// The header that most ID tokens carry.
pub fn rs256() -> Value {
    json!({ "alg": "RS256", "typ": "JWT", "kid": "k1" })
}

impl Site {
    /// A site that calls providers on this machine.
    pub async fn with_openid() -> Self {
        Self::start_with(|config| config.openid_to_private_networks = true).await
    }

    /// A provider that is switched on, made by an administrator called Ada.
    pub async fn openid(&self, input: ConnectionInput) -> Connection {
        let ada = self.person("Ada", Role::Administrator).await;
        self.openid_by(ada.id, input).await
    }

    /// The same, made by somebody else.
    pub async fn openid_by(&self, by: PersonId, input: ConnectionInput) -> Connection {
        let draft = ConnectionDraft::parse_openid(&input).unwrap();
        let key = KeyDraft::parse(Algorithm::OpenId, SECRET).unwrap();
        let now = self.now();
        self.write(move |db| {
            let id = save::create(db, by, &draft, &key, now)?;
            save::switch(db, by, id, true, now)?;
            identities::find(db, id)
        })
        .await
    }

    /// Another way to set a provider.
    pub async fn set_openid(&self, connection: &Connection, input: ConnectionInput) {
        let draft = ConnectionDraft::parse_openid(&input).unwrap();
        let (id, now) = (connection.id, self.now());
        self.write(move |db| {
            let ada = groundswell::people::queries::find_by_email(db, "ada@example.com")?.unwrap();
            save::update(db, ada.id, id, (&draft, None), now)
        })
        .await;
    }
}

impl Browser {
    /// Goes to a provider, and is sent there.
    pub async fn leaves_for(&self, connection: &Connection) -> Sent {
        let page = self.get(&format!("/sign-in/openid/{}?return_to=%2Fhelp", connection.id)).await;
        Sent::of(&page.expect(303))
    }

    /// Goes to a provider and comes back as a subject with these claims.
    pub async fn comes_by(
        &self,
        provider: &Provider,
        connection: &Connection,
        subject: &str,
        over: Value,
    ) -> Page {
        let sent = self.leaves_for(connection).await;
        provider.gives(rs256(), &provider.claims(&sent, subject, over));
        self.get(&sent.back(&[("code", CODE)])).await
    }
}
