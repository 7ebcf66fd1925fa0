//! Signing in from the demo company's own app: a connection that is on with people who came by it, one that is not yet, a
//! provider for the company's own people, and what was refused.

use serde_json::json;

use super::stage::Stage;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::identities::{
    self, Claims, Connection, ConnectionDraft, ConnectionInput, KeyDraft, Reason, refusals, save,
};
use crate::ids::PersonId;
use crate::links::Links;
use crate::text::words::Language;
use crate::time::{DAY, HOUR, MINUTE, Timestamp};

/// Whose private half nobody kept.
const PUBLIC_KEY: &str = "-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEABsC9xgp0u09h5zs4C+ZfA5qynozX70Jdx4Qi9YXEpvs=
-----END PUBLIC KEY-----";
const APP: &str = "https://trips.halden.example";

/// Who came in by the app, what they are there, and for whom they travel.
const PEOPLE: [(&str, &str, &str); 4] = [
    ("kavita", "trips-20417", "Fernweh Travel"),
    ("wetfeet", "trips-18830", "Fernweh Travel"),
    ("juniper", "trips-07112", "Hallingdal Mountain Guides"),
    ("thabo", "trips-31904", "Cascade Outdoor School"),
];

/// What was refused lately: how many minutes ago, why, and what the token said.
const REFUSED: [(i64, Reason, &str); 4] = [
    (4_320, Reason::Algorithm, "none"),
    (1_500, Reason::TooLong, "86400 s"),
    (190, Reason::Expired, ""),
    (40, Reason::Audience, "https://shop.halden.example"),
];

/// Makes the connections, as of the company's beginning.
pub fn connect(db: &mut Db, stage: &Stage, links: &Links, at: Timestamp) -> Result<()> {
    let home = links.absolute(&links.to("/"));
    let actor = administrator(stage)?;
    let app = ConnectionInput {
        name: "Halden Trips".into(),
        issuer: APP.into(),
        login_url: format!("{APP}/ideas"),
        makes_accounts: true,
        updates_accounts: true,
        ..ConnectionInput::fresh(home.trim_end_matches('/').into())
    };
    let key = KeyDraft::parse(identities::Algorithm::EdDsa, PUBLIC_KEY)?;
    let id = save::create(db, actor, &ConnectionDraft::parse(&app)?, &key, at)?;
    save::switch(db, actor, id, true, at.plus(HOUR))?;
    let dealers = ConnectionInput {
        name: "Dealer portal".into(),
        issuer: "https://dealers.halden.example".into(),
        roles: vec!["team_member".into()],
        domains: "halden.example".into(),
        ..app
    };
    let key = KeyDraft::parse(identities::Algorithm::Hs256, "")?;
    save::create(db, actor, &ConnectionDraft::parse(&dealers)?, &key, at.plus(DAY))?;
    let staff = ConnectionInput {
        name: "Halden staff".into(),
        issuer: "https://login.halden.example/realms/staff".into(),
        audience: "ideas".into(),
        role_claim: "realm_access.roles".into(),
        role_map: "ideas-moderators=moderator\nideas-teams=team_member".into(),
        roles: vec!["team_member".into(), "moderator".into()],
        domains: "halden.example".into(),
        ..ConnectionInput::fresh_openid()
    };
    let key = KeyDraft::parse(identities::Algorithm::OpenId, &crate::site::random_token())?;
    save::create(db, actor, &ConnectionDraft::parse_openid(&staff)?, &key, at.plus(2 * DAY)).map(drop)
}

fn administrator(stage: &Stage) -> Result<PersonId> {
    let administrator = stage.people().filter(|person| person.role.is_admin()).map(|person| person.id).min();
    administrator.ok_or_else(|| Error::internal("the demo has no administrator"))
}

/// Lets people come in by the app, and notes what was refused.
pub fn arrive(db: &mut Db, stage: &Stage, now: Timestamp) -> Result<()> {
    let app = identities::by_issuer(db, APP)?.ok_or(Error::NotFound)?;
    for (days, (handle, subject, account)) in (2_i64..).zip(PEOPLE) {
        let at = now.minus(days * DAY);
        let claims = claims(&app, stage.person(handle)?.email.as_deref(), (subject, account));
        let arrived = identities::arrive(db, &app, &claims, Language::En, at)?;
        arrived.map_err(|reason| Error::internal(format!("the demo's {handle}: {reason}")))?;
    }
    for (minutes, reason, said) in REFUSED {
        refusals::record(db, Some(app.id), reason, said, now.minus(minutes * MINUTE))?;
    }
    let stray = now.minus(26 * HOUR);
    refusals::record(db, None, Reason::UnknownIssuer, "", stray)
}

fn claims(app: &Connection, email: Option<&str>, (subject, account): (&str, &str)) -> Claims {
    Claims::read(app, subject, &json!({ "email": email, "account": account }))
}
