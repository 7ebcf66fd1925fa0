//! The way to a provider, and what is fetched there for the code that people come back with. All checks of the answer are
//! those of OpenID Connect Core 1.0, 3.1.3.7, by the crate of the same name; what it leaves open is checked here.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreGenderClaim, CoreIdToken, CoreTokenResponse,
};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId,
    ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, SignatureVerificationError,
    SubjectIdentifier, TokenResponse as _, UserInfoClaims, UserInfoError,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use super::Trouble;
use super::attempts::Secrets;
use super::provider::{Provider, Providers, plain};
use crate::error::{Error, Result as CrateResult};
use crate::identities::claims::find;
use crate::identities::token::is_id;
use crate::identities::{Claims, Connection, Reason};
use crate::time::{SECOND, Timestamp};

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Where this site has people sent back, and what it knows of the sign-in.
pub struct Way<'a> {
    /// The address of the callback, in full.
    pub redirect: &'a str,
    /// What came along there and back.
    pub state: &'a str,
    /// Nonce and verifier of the state.
    pub secrets: &'a Secrets,
}

/// Somebody of whom a provider has told.
#[derive(Debug, Clone)]
pub struct Arrived {
    /// What it says of them.
    pub claims: Claims,
    /// Where it signs them out, if it does so on request.
    pub end_session: Option<Url>,
}

/// Claims beside those of the standard.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Further {
    #[serde(flatten)]
    all: Map<String, Value>,
}

impl AdditionalClaims for Further {}

fn client_of(connection: &Connection, provider: &Provider, redirect: &str) -> CrateResult<Client> {
    let secret = Some(&connection.key).filter(|key| !key.is_empty());
    let client = CoreClient::from_provider_metadata(
        provider.with_public_keys(),
        ClientId::new(connection.audience.clone()),
        secret.map(|key| ClientSecret::new(key.clone())),
    );
    let auth = if provider.wants_secret_in_form() { AuthType::RequestBody } else { AuthType::BasicAuth };
    let redirect = RedirectUrl::new(redirect.to_owned()).map_err(Error::internal)?;
    Ok(client.set_auth_type(auth).set_redirect_uri(redirect))
}

/// The address at the provider that somebody is sent to.
pub fn way_there(connection: &Connection, provider: &Provider, way: &Way<'_>) -> CrateResult<Url> {
    let client = client_of(connection, provider, way.redirect)?;
    let (state, nonce) = (CsrfToken::new(way.state.to_owned()), Nonce::new(way.secrets.nonce.clone()));
    let verifier = PkceCodeVerifier::new(way.secrets.verifier.clone());
    let request = client
        .authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || state, move || nonce)
        .add_scopes(
            connection.scopes.split(' ').filter(|own| !own.is_empty()).map(|own| Scope::new(own.into())),
        )
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
    Ok(request.url().0)
}

/// Whom a code stands for. It is changed for tokens at the provider, which are checked and forgotten.
///
/// # Errors
/// Why the provider's word does not count.
pub async fn fetch(
    providers: &Providers,
    connection: &Connection,
    way: &Way<'_>,
    code: &str,
    now: Timestamp,
) -> CrateResult<Result<Arrived, Trouble>> {
    let provider = match providers.find(connection, now).await {
        Ok(provider) => provider,
        Err(trouble) => return Ok(Err(trouble)),
    };
    let mut client = client_of(connection, &provider, way.redirect)?;
    let tokens = match exchange(providers, &client, way, code).await {
        Ok(tokens) => tokens,
        Err(trouble) => return Ok(Err(trouble)),
    };
    let mut checked = check(connection, &client, way, &tokens, now);
    if matches!(&checked, Err(Unproved::UnknownKey)) {
        // Keys are replaced from time to time.
        match providers.discover(connection, now).await {
            Ok(fresh) => client = client_of(connection, &fresh, way.redirect)?,
            Err(trouble) => return Ok(Err(trouble)),
        }
        checked = check(connection, &client, way, &tokens, now);
    }
    let (subject, mut claims) = match checked {
        Ok(checked) => checked,
        Err(unproved) => return Ok(Err(unproved.into_trouble())),
    };
    let told = (subject.as_str(), &mut claims);
    if let Err(trouble) = complete(providers, connection, &client, &tokens, told).await {
        return Ok(Err(trouble));
    }
    let claims = Claims::read(connection, &subject, &Value::Object(claims));
    Ok(Ok(Arrived { claims, end_session: provider.end_session() }))
}

async fn exchange(
    providers: &Providers,
    client: &Client,
    way: &Way<'_>,
    code: &str,
) -> Result<CoreTokenResponse, Trouble> {
    let trouble = |detail: String| Trouble::new(Reason::Exchange, detail);
    let request = client
        .exchange_code(AuthorizationCode::new(code.to_owned()))
        .map_err(|cause| Trouble::new(Reason::Unreachable, cause))?
        .set_pkce_verifier(PkceCodeVerifier::new(way.secrets.verifier.clone()));
    let send = |request| providers.send(request);
    request.request_async(&send).await.map_err(|cause| match cause {
        RequestTokenError::ServerResponse(answer) => trouble(plain(answer.error())),
        RequestTokenError::Request(unsent) => Trouble::new(Reason::Unreachable, unsent),
        // What cannot be read may hold tokens: it is not told.
        RequestTokenError::Parse(..) => trouble("the answer is not readable".into()),
        RequestTokenError::Other(_) => trouble("the answer is not one of the protocol".into()),
    })
}

/// Why an ID token proves nothing.
enum Unproved {
    UnknownKey,
    Otherwise(Trouble),
}

impl Unproved {
    fn because(reason: Reason) -> Self {
        Self::Otherwise(Trouble::new(reason, ""))
    }

    fn into_trouble(self) -> Trouble {
        match self {
            Self::UnknownKey => Trouble::new(Reason::Signature, ""),
            Self::Otherwise(trouble) => trouble,
        }
    }
}

impl From<ClaimsVerificationError> for Unproved {
    fn from(cause: ClaimsVerificationError) -> Self {
        match cause {
            ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey | SignatureVerificationError::CryptoError(_),
            ) => Self::UnknownKey,
            ClaimsVerificationError::SignatureVerification(SignatureVerificationError::DisallowedAlg(_)) => {
                Self::because(Reason::Algorithm)
            }
            ClaimsVerificationError::SignatureVerification(_) => Self::because(Reason::Signature),
            ClaimsVerificationError::Expired(told) if told == FUTURE => Self::because(Reason::FromFuture),
            ClaimsVerificationError::Expired(_) => Self::because(Reason::Expired),
            ClaimsVerificationError::InvalidAudience(_) => Self::because(Reason::Audience),
            ClaimsVerificationError::InvalidIssuer(_) => Self::because(Reason::Issuer),
            ClaimsVerificationError::InvalidNonce(_) => Self::because(Reason::Nonce),
            _ => Self::because(Reason::Malformed),
        }
    }
}

/// What the check of `iat` says of a token from the future.
const FUTURE: &str = "from the future";

/// Subject and claims of the ID token, when every check passes.
fn check(
    connection: &Connection,
    client: &Client,
    way: &Way<'_>,
    tokens: &CoreTokenResponse,
    now: Timestamp,
) -> Result<(String, Map<String, Value>), Unproved> {
    let token = tokens.id_token().ok_or_else(|| Unproved::because(Reason::Malformed))?;
    let skew = i64::from(connection.skew_seconds) * SECOND;
    let (earliest, latest) = (now.minus(skew).to_chrono(), now.plus(skew).to_chrono());
    let verifier = client
        .id_token_verifier()
        .set_time_fn(move || earliest)
        .set_issue_time_verifier_fn(move |made| if made <= latest { Ok(()) } else { Err(FUTURE.to_owned()) });
    let claims = token.claims(&verifier, &Nonce::new(way.secrets.nonce.clone()))?;
    if claims.authorized_party().is_some_and(|party| party.as_str() != connection.audience) {
        return Err(Unproved::because(Reason::Audience));
    }
    if let Some(hash) = claims.access_token_hash() {
        let unsigned = |_| Unproved::because(Reason::Signature);
        let algorithm = token.signing_alg().map_err(unsigned)?;
        let key = token.signing_key(&verifier).map_err(unsigned)?;
        let own = AccessTokenHash::from_token(tokens.access_token(), algorithm, key);
        if own.ok().as_ref() != Some(hash) {
            return Err(Unproved::because(Reason::Hash));
        }
    }
    let subject = claims.subject().as_str().to_owned();
    if !is_id(&subject) {
        return Err(Unproved::because(Reason::NoSubject));
    }
    Ok((subject, payload(token).ok_or_else(|| Unproved::because(Reason::Malformed))?))
}

/// All claims of a token as they stand there, whichever the standard has names for.
fn payload(token: &CoreIdToken) -> Option<Map<String, Value>> {
    let text = token.to_string();
    let bytes = URL_SAFE_NO_PAD.decode(text.split('.').nth(1)?).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Adds what the connection looks for and the token leaves out, as many providers do: they tell of it on request.
async fn complete(
    providers: &Providers,
    connection: &Connection,
    client: &Client,
    tokens: &CoreTokenResponse,
    (subject, claims): (&str, &mut Map<String, Value>),
) -> Result<(), Trouble> {
    let wanted =
        [&connection.email_claim, &connection.name_claim, &connection.account_claim, &connection.role_claim];
    let is_missing = |name: &String| !name.is_empty() && find(claims, name).is_none();
    if !wanted.into_iter().any(is_missing) {
        return Ok(());
    }
    let subject = SubjectIdentifier::new(subject.to_owned());
    // A provider without such an address has nothing to add.
    let Ok(request) = client.user_info(tokens.access_token().clone(), Some(subject)) else { return Ok(()) };
    let send = |request| providers.send(request);
    let told: Result<UserInfoClaims<Further, CoreGenderClaim>, _> = request.request_async(&send).await;
    let told = told.map_err(|cause| match cause {
        UserInfoError::Request(unsent) => Trouble::new(Reason::Unreachable, unsent),
        UserInfoError::Response(status, _, _) => Trouble::new(Reason::Unreachable, status),
        _ => Trouble::new(Reason::Exchange, "what it tells on request is not readable"),
    })?;
    if let Ok(Value::Object(more)) = serde_json::to_value(&told) {
        add(claims, more);
    }
    Ok(())
}

/// Adds claims that are not there. Whether an address is verified is said of that address, and of no other.
fn add(claims: &mut Map<String, Value>, mut more: Map<String, Value>) {
    if claims.get("email") != more.get("email") {
        let other = if claims.contains_key("email") { &mut more } else { &mut *claims };
        other.remove("email_verified");
    }
    for (name, value) in more {
        claims.entry(name).or_insert(value);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_address_is_verified_by_whoever_names_it() {
        let added = |claims: Value, more: Value| {
            let (mut claims, more) = (claims.as_object().unwrap().clone(), more.as_object().unwrap().clone());
            add(&mut claims, more);
            Value::Object(claims)
        };
        for (claims, more, expected) in [
            (
                json!({}),
                json!({ "email": "a", "email_verified": true }),
                json!({ "email": "a", "email_verified": true }),
            ),
            (
                json!({ "email": "a" }),
                json!({ "email": "b", "email_verified": true }),
                json!({ "email": "a" }),
            ),
            (
                json!({ "email": "a" }),
                json!({ "email": "a", "email_verified": true }),
                json!({ "email": "a", "email_verified": true }),
            ),
            (json!({ "email_verified": true }), json!({ "email": "b" }), json!({ "email": "b" })),
            (
                json!({ "sub": "1" }),
                json!({ "sub": "2", "name": "Ann" }),
                json!({ "sub": "1", "name": "Ann" }),
            ),
        ] {
            assert_eq!(added(claims.clone(), more), expected, "{claims}");
        }
    }
}
