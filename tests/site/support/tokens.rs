//! Tokens as a company's own product would sign them, and connections that take them.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use groundswell::identities::{
    self, Algorithm, Connection, ConnectionDraft, ConnectionInput, KeyDraft, save,
};
use groundswell::people::Role;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use ring::{hmac, rand};
use serde_json::{Value, json};

use super::{START, Site};

/// Who issues the tokens of most tests.
pub const ISSUER: &str = "https://app.example.com";
/// Whom they are for.
pub const AUDIENCE: &str = "https://ideas.example.com";
/// The public half of the key that [`Signer::rsa`] signs with. It opens nothing but tests.
pub const RSA_PUBLIC: &str = include_str!("keys/rsa-public.pem");
/// A public key of 1,024 bits.
pub const RSA_SHORT: &str = include_str!("keys/rsa-short.pem");

/// Who signs.
pub enum Signer {
    Hmac(Vec<u8>),
    Rsa(Box<RsaKeyPair>),
    Ed25519(Ed25519KeyPair),
    Nobody,
}

impl Signer {
    pub fn rsa() -> Self {
        Self::Rsa(Box::new(RsaKeyPair::from_der(include_bytes!("keys/rsa-private.der")).unwrap()))
    }

    pub fn ed25519() -> Self {
        let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        Self::Ed25519(Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).unwrap())
    }

    /// The public half of an Ed25519 key, in PEM.
    pub fn public_pem(&self) -> String {
        let Self::Ed25519(pair) = self else { panic!("no Ed25519 key") };
        let mut der = hex::decode("302a300506032b6570032100").unwrap();
        der.extend_from_slice(pair.public_key().as_ref());
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(der))
    }

    /// A token with this header and these claims.
    pub fn token(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let signature = match self {
            Self::Hmac(secret) => {
                hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes()).as_ref().to_vec()
            }
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                let chance = rand::SystemRandom::new();
                pair.sign(&RSA_PKCS1_SHA256, &chance, message.as_bytes(), &mut signature).unwrap();
                signature
            }
            Self::Ed25519(pair) => pair.sign(message.as_bytes()).as_ref().to_vec(),
            Self::Nobody => Vec::new(),
        };
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// Claims that every check takes, made at the beginning of the test, with these put over them; `null` takes one away.
pub fn claims(subject: &str, over: Value) -> Value {
    let now = START.micros() / 1_000_000;
    let mut claims = json!({
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": subject,
        "iat": now,
        "exp": now + 120,
        "jti": format!("id-{subject}-{}", ::rand::random::<u64>()),
    });
    for (name, value) in over.as_object().unwrap() {
        claims[name] = value.clone();
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(name);
        }
    }
    claims
}

/// What most connections of tests are.
pub fn connection_input() -> ConnectionInput {
    ConnectionInput {
        name: "Trips".into(),
        issuer: ISSUER.into(),
        login_url: "https://app.example.com/ideas?from=here".into(),
        makes_accounts: true,
        updates_accounts: true,
        ..ConnectionInput::fresh(AUDIENCE.into())
    }
}

impl Site {
    /// A connection that is switched on, made by an administrator called Ada.
    pub async fn connection(&self, input: ConnectionInput, algorithm: Algorithm, key: &str) -> Connection {
        let ada = self.person("Ada", Role::Administrator).await;
        self.connection_by(ada.id, input, algorithm, key).await
    }

    /// The same, made by somebody else.
    pub async fn connection_by(
        &self,
        by: groundswell::ids::PersonId,
        input: ConnectionInput,
        algorithm: Algorithm,
        key: &str,
    ) -> Connection {
        let (draft, key) =
            (ConnectionDraft::parse(&input).unwrap(), KeyDraft::parse(algorithm, key).unwrap());
        let now = self.now();
        self.write(move |db| {
            let id = save::create(db, by, &draft, &key, now)?;
            save::switch(db, by, id, true, now)?;
            identities::find(db, id)
        })
        .await
    }
}
