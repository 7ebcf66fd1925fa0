//! Providers as they describe themselves (OpenID Connect Discovery 1.0), kept for a while, and calls to them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType,
    CoreSubjectIdentifierType,
};
use openidconnect::{
    AdditionalProviderMetadata, DiscoveryError, HttpRequest, HttpResponse, IssuerUrl, JwsSigningAlgorithm,
    ProviderMetadata, http,
};
use serde::{Deserialize, Serialize};
use url::Url;

use super::Trouble;
use crate::identities::draft::is_safe;
use crate::identities::{Connection, Reason};
use crate::ids::ConnectionId;
use crate::outgoing::{client, may_call, reason};
use crate::time::{MINUTE, Timestamp};

/// How long a description and its keys are believed. A key that is not among them is looked for anew.
const AGE: i64 = 10 * MINUTE;
/// How long a provider may take for an answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Most bytes of an answer.
const ANSWER_MAX: usize = 512 * 1_024;

/// What this site looks at beside the standard's own fields.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct More {
    end_session_endpoint: Option<String>,
    code_challenge_methods_supported: Option<Vec<String>>,
}

impl AdditionalProviderMetadata for More {}

pub(super) type Metadata = ProviderMetadata<
    More,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// A provider as it described itself, with its keys.
#[derive(Debug)]
pub struct Provider(pub(super) Metadata);

impl Provider {
    /// Where it signs people out, if it does so on request.
    pub fn end_session(&self) -> Option<Url> {
        let typed = self.0.additional_metadata().end_session_endpoint.as_deref()?;
        Url::parse(typed).ok().filter(is_safe)
    }

    /// The description with those algorithms alone that sign with a key of the provider's own.
    pub(super) fn with_public_keys(&self) -> Metadata {
        let all = self.0.id_token_signing_alg_values_supported();
        let own = all.iter().filter(|own| !own.uses_shared_secret()).cloned().collect();
        self.0.clone().set_id_token_signing_alg_values_supported(own)
    }

    /// Whether it takes the client's secret in the form and not in a header.
    pub(super) fn wants_secret_in_form(&self) -> bool {
        let has = |own: &CoreClientAuthMethod| {
            self.0.token_endpoint_auth_methods_supported().is_some_and(|all| all.contains(own))
        };
        has(&CoreClientAuthMethod::ClientSecretPost) && !has(&CoreClientAuthMethod::ClientSecretBasic)
    }
}

type Known = HashMap<ConnectionId, (Timestamp, String, Arc<Provider>)>;

/// Providers as they described themselves lately, and the way to call them. Cheap to clone.
#[derive(Clone, Default)]
pub struct Providers {
    to_private: bool,
    known: Arc<Mutex<Known>>,
}

impl Providers {
    /// Knows none yet; calls addresses inside this network only if `to_private`.
    pub fn new(to_private: bool) -> Self {
        Self { to_private, known: Arc::default() }
    }

    /// A connection's provider, as it described itself at most ten minutes ago.
    ///
    /// # Errors
    /// [`Reason::Unreachable`] with what went wrong there.
    pub async fn find(&self, connection: &Connection, now: Timestamp) -> Result<Arc<Provider>, Trouble> {
        let kept = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&connection.id).cloned();
        match kept {
            Some((at, issuer, provider)) if issuer == connection.issuer && now.since(at) < AGE => {
                Ok(provider)
            }
            _ => self.discover(connection, now).await,
        }
    }

    /// A connection's provider, asked now.
    ///
    /// # Errors
    /// As [`Providers::find`].
    pub async fn discover(&self, connection: &Connection, now: Timestamp) -> Result<Arc<Provider>, Trouble> {
        let trouble = |cause: String| Trouble::new(Reason::Unreachable, cause);
        let issuer = IssuerUrl::new(connection.issuer.clone()).map_err(|cause| trouble(cause.to_string()))?;
        let send = |request| self.send(request);
        let found = Metadata::discover_async(issuer, &send).await.map_err(|cause| trouble(told(&cause)))?;
        if !is_safe(found.authorization_endpoint().url()) {
            return Err(trouble("authorization_endpoint".into()));
        }
        let provider = Arc::new(Provider(found));
        let entry = (now, connection.issuer.clone(), Arc::clone(&provider));
        self.known.lock().unwrap_or_else(PoisonError::into_inner).insert(connection.id, entry);
        Ok(provider)
    }

    /// Sends a request of the protocol. Redirects are not followed: secrets go nowhere else.
    pub(super) async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Unsent> {
        let request = reqwest::Request::try_from(request).map_err(|cause| Unsent(cause.to_string()))?;
        let url = request.url();
        if !is_safe(url) || !(self.to_private || may_call(url)) {
            return Err(Unsent(format!("refused to call {}", url.origin().ascii_serialization())));
        }
        let client = client(self.to_private).map_err(|cause| Unsent(cause.to_string()))?;
        let answer = tokio::time::timeout(TIMEOUT, async {
            let mut response = client.execute(request).await.map_err(|cause| Unsent(reason(&cause)))?;
            let mut answer = http::Response::builder().status(response.status());
            for (name, value) in response.headers() {
                answer = answer.header(name, value);
            }
            let mut body: Vec<u8> = Vec::new();
            while let Some(chunk) = response.chunk().await.map_err(|cause| Unsent(reason(&cause)))? {
                if body.len() + chunk.len() > ANSWER_MAX {
                    return Err(Unsent("the answer is too long".into()));
                }
                body.extend_from_slice(&chunk);
            }
            answer.body(body).map_err(|cause| Unsent(cause.to_string()))
        });
        answer.await.map_err(|_| Unsent("no answer in time".into()))?
    }
}

/// Why there was no answer.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unsent(String);

/// What went wrong while a provider was discovered, without the answer itself.
fn told(cause: &DiscoveryError<Unsent>) -> String {
    match cause {
        DiscoveryError::Request(unsent) => unsent.to_string(),
        DiscoveryError::Response(status, _, _) => format!("HTTP {}", status.as_u16()),
        DiscoveryError::Parse(parse) => parse.to_string(),
        other => other.to_string(),
    }
}

/// Something that was found out about a provider, for the administrator who tries a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The key of what was looked at.
    pub what: &'static str,
    /// The key of what comes of it.
    pub outcome: &'static str,
    /// What the provider says there.
    pub said: String,
    /// Whether people can sign in with it.
    pub is_right: bool,
}

impl Finding {
    fn new(what: &'static str, said: impl Into<String>, outcome: &'static str) -> Self {
        Self { what, outcome, said: said.into(), is_right: true }
    }

    /// Something without which nobody comes in.
    fn needed(what: &'static str, said: String, is_right: bool, [right, wrong]: [&'static str; 2]) -> Self {
        Self { what, outcome: if is_right { right } else { wrong }, said, is_right }
    }
}

/// What matters of a provider to a connection, in the order of a sign-in.
pub fn look_over(connection: &Connection, provider: &Provider) -> Vec<Finding> {
    let found = &provider.0;
    let algorithms = found.id_token_signing_alg_values_supported();
    let algorithms = algorithms.iter().filter(|own| !own.uses_shared_secret()).map(plain);
    let algorithms: Vec<String> = algorithms.collect();
    let token = found.token_endpoint().map(|own| own.as_str().to_owned()).unwrap_or_default();
    let keys = found.jwks().keys().len();
    let (has_token, has_algorithms) = (!token.is_empty(), !algorithms.is_empty());
    let there = found.authorization_endpoint().as_str();
    vec![
        Finding::new("openid-issuer", found.issuer().as_str(), "openid-issuer-right"),
        Finding::new("openid-there", there, "openid-there-right"),
        pkce(found),
        scopes(connection, found),
        Finding::needed("openid-token", token, has_token, ["openid-token-right", "openid-token-none"]),
        Finding::needed("openid-keys", keys.to_string(), keys > 0, ["openid-keys-right", "openid-keys-none"]),
        Finding::needed(
            "openid-algorithms",
            algorithms.join(", "),
            has_algorithms,
            ["openid-algorithms-right", "openid-algorithms-none"],
        ),
        logout(provider),
    ]
}

/// A name as the protocol writes it.
pub(super) fn plain(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

/// Providers that say nothing of PKCE mostly have it; and one that has it not takes no harm.
fn pkce(found: &Metadata) -> Finding {
    let methods = found.additional_metadata().code_challenge_methods_supported.as_ref();
    let outcome = match methods {
        Some(all) if all.iter().any(|own| own == "S256") => "openid-pkce-right",
        Some(_) => "openid-pkce-none",
        None => "openid-pkce-silent",
    };
    let said = methods.map(|all| all.join(", ")).unwrap_or_default();
    Finding::new("openid-pkce", said, outcome)
}

fn scopes(connection: &Connection, found: &Metadata) -> Finding {
    let offered = found.scopes_supported();
    let is_offered = |own: &str| offered.is_none_or(|all| all.iter().any(|scope| scope.as_str() == own));
    let asked = connection.scopes.split(' ').filter(|own| !own.is_empty());
    let missing: Vec<&str> = asked.filter(|own| !is_offered(own)).collect();
    let outcome = if missing.is_empty() { "openid-scopes-right" } else { "openid-scopes-missing" };
    let said = if missing.is_empty() { connection.scopes.clone() } else { missing.join(" ") };
    Finding::new("openid-scopes", said, outcome)
}

fn logout(provider: &Provider) -> Finding {
    let said = provider.end_session().map(String::from).unwrap_or_default();
    let outcome = if said.is_empty() { "openid-logout-none" } else { "openid-logout-right" };
    Finding::new("openid-logout", said, outcome)
}
