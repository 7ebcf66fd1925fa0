//! Who is asking, as extractors: a handler that needs a person cannot forget to ask for one.

use std::future::Future;
use std::net::IpAddr;
use std::ops::Deref;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use actix_session::SessionExt as _;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{ACCEPT_LANGUAGE, USER_AGENT};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest, HttpResponse, web};

use super::session::Session;
use super::state::State;
use super::{client, kept_form};
use crate::audit::see_as::{self, Seen};
use crate::captures;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::ideas::Viewer;
use crate::ids::{PersonId, SeenAsId};
use crate::integrity::signals::Origin;
use crate::links::is_secret;
use crate::people::bans::{self, Ban};
use crate::people::{Person, Power, proof, queries, two_step};
use crate::settings::Settings;
use crate::text::words::{Language, Words};
use crate::time::Timestamp;

/// Whoever asks, signed in or not, with everything a page needs to know about them.
#[derive(Clone)]
pub struct Visitor(Rc<Inner>);

/// What a [`Visitor`] knows.
pub struct Inner {
    /// Database, clock, addresses.
    pub state: State,
    /// The site's settings.
    pub settings: Arc<Settings>,
    /// Who it is, when signed in; whom an administrator sees the site as.
    pub person: Option<Person>,
    /// The administrator who looks, and until when, when the site is only looked at as the person sees it.
    pub seen: Option<Seen>,
    /// The ban that keeps them from posting, if any.
    pub ban: Option<Ban>,
    /// The bans that keep them from posting on single boards.
    pub board_bans: Vec<Ban>,
    /// Whether something waits for their answer: what was filed for them, or an invitation.
    pub has_waiting: bool,
    /// Their language and time zone.
    pub words: Words,
    /// Their session.
    pub session: Session,
    /// When the request came.
    pub now: Timestamp,
    /// Path and query of the request; the sign-in page's where the query is a secret.
    pub path: String,
    /// What the browser calls itself.
    pub agent: String,
    /// Where the request came from, as far as trusted proxies say; never stored.
    pub address: Option<IpAddr>,
}

impl Deref for Visitor {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Visitor {
    /// What this visitor may see.
    pub fn viewer(&self) -> Viewer {
        Viewer::from(self.person.as_ref())
    }

    /// Whether this is a member of staff.
    pub fn is_staff(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.role.is_staff())
    }

    /// The person, or the error that leads to the sign-in page.
    pub fn signed_in(&self) -> Result<&Person> {
        self.person.as_ref().ok_or(Error::SignInNeeded)
    }

    /// Whether the person has proved lately who they are, as dangerous acts want it.
    pub fn has_fresh_proof(&self) -> bool {
        self.session.proved_at().is_some_and(|at| at <= self.now && self.now.since(at) < proof::FRESH)
    }

    /// Whether the site asks whoever acts for a second step, whether they have one or not.
    pub fn needs_second_step(&self) -> bool {
        let wanted = self.settings.site.two_step;
        self.actor().is_some_and(|person| two_step::is_required(wanted, person.role))
    }

    /// Whether the person is asked for a proof. In the demonstration anybody may be anybody, so that only a second step of one's
    /// own proves anything.
    async fn must_prove(&self) -> Result<bool> {
        let Some(person) = self.person.as_ref().filter(|_| !self.has_fresh_proof()) else { return Ok(false) };
        let id = person.id;
        Ok(!self.settings.site.is_demo || self.state.db.read(move |db| two_step::is_on(db, id)).await?)
    }

    /// Who acts: the person, or the administrator who sees the site as them.
    pub fn actor(&self) -> Option<&Person> {
        self.seen.as_ref().map(|seen| &seen.admin).or(self.person.as_ref())
    }

    /// What everybody in this visitor's network is counted by: a hash that only this site can make.
    pub fn network_key(&self) -> Result<String> {
        self.settings.site.keyed_hash(&client::network(self.address))
    }

    /// What acts of this visitor without an account are counted by: a hash of their address that only this site can make.
    /// Networks of 64 bits count as one address, since a single customer usually has as many.
    pub fn address_key(&self, act: &str) -> Result<String> {
        let network = match self.address.map(|address| address.to_canonical()) {
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}")
            }
            Some(IpAddr::V4(address)) => address.to_string(),
            None => String::new(),
        };
        Ok(format!("{act}:{}", self.settings.site.keyed_hash(&network)?))
    }

    /// Where an act of this visitor comes from, for the signals of votes.
    pub fn origin(&self) -> Origin {
        Origin { address: self.address, agent: self.agent.clone() }
    }

    async fn load(request: HttpRequest) -> Result<Self> {
        if let Some(known) = request.extensions().get::<Self>() {
            return Ok(known.clone());
        }
        let state = request.app_data::<web::Data<State>>().ok_or_else(|| Error::internal("no state"))?;
        let state = State::clone(state);
        let settings = state.settings().await?;
        let session = Session::new(request.get_session());
        let now = state.now();
        let seen = session.seen();
        let known = match session.person() {
            Some(id) => state.db.read(move |db| find(db, id, seen, now)).await?,
            None => Known::default(),
        };
        let Known { person, seen, bans, has_waiting } = known;
        let (board_bans, on_site): (Vec<Ban>, Vec<Ban>) =
            bans.into_iter().partition(|ban| ban.board_id.is_some());
        let ban = on_site.into_iter().next();
        let words = words(&request, person.as_ref(), &settings);
        let is_secret = request.match_pattern().is_some_and(|pattern| is_secret(&pattern));
        let path = request.uri().path_and_query().filter(|_| !is_secret);
        let path = path.map_or_else(|| state.links.to("/signin"), ToString::to_string);
        let agent = header(&request, USER_AGENT).to_owned();
        let address = client::address(&request, &state.config.trusted_proxies);
        let visitor = Self(Rc::new(Inner {
            state,
            settings,
            person,
            seen,
            ban,
            board_bans,
            has_waiting,
            words,
            session,
            now,
            path,
            agent,
            address,
        }));
        request.extensions_mut().insert(visitor.clone());
        Ok(visitor)
    }
}

/// What the database knows of whoever a session belongs to.
#[derive(Default)]
struct Known {
    person: Option<Person>,
    seen: Option<Seen>,
    bans: Vec<Ban>,
    has_waiting: bool,
}

/// The person of a session, or whom they see the site as, with the bans in force, and whether anything waits for them.
fn find(db: &mut Db, id: PersonId, seen: Option<SeenAsId>, now: Timestamp) -> Result<Known> {
    let Some(person) = queries::find(db, id)?.filter(Person::is_here) else { return Ok(Known::default()) };
    let seen = match seen {
        Some(seen) => see_as::current(db, seen, &person, now)?,
        None => None,
    };
    let person = seen.as_ref().map_or(person, |seen| seen.person.clone());
    let bans = bans::all(db, person.id, now)?;
    let has_waiting = captures::is_anything_waiting(db, person.id)?;
    Ok(Known { person: Some(person), seen, bans, has_waiting })
}

/// The language by choice of the person, else of the session, else by the browser, else the site's.
fn words(request: &HttpRequest, person: Option<&Person>, settings: &Settings) -> Words {
    let session = Session::new(request.get_session());
    let language = person
        .and_then(|person| person.language)
        .or_else(|| session.kept("language").and_then(|kept| Language::parse(&kept)))
        .or_else(|| Language::accepted(header(request, ACCEPT_LANGUAGE)))
        .unwrap_or(settings.site.language);
    let zone = person.map_or(settings.site.zone(), |person| person.zone(settings.site.zone()));
    Words::new(language, zone)
}

fn header(request: &HttpRequest, name: actix_web::http::header::HeaderName) -> &str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}

type Extraction<T> = Pin<Box<dyn Future<Output = std::result::Result<T, GuardError>>>>;

/// What a guard says when it refuses. Each adapter renders it.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct GuardError(#[from] pub Error);

impl actix_web::ResponseError for GuardError {
    fn status_code(&self) -> actix_web::http::StatusCode {
        super::headers::status(&self.0)
    }
}

impl FromRequest for Visitor {
    type Error = GuardError;
    type Future = Extraction<Self>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Ok(Self::load(request).await?) })
    }
}

/// Middleware of dangerous acts, named by their routes: `.wrap(from_fn(guard::fresh::<Admin>))`. Forms want a proof that is at most
/// ten minutes old; without it they are kept, and their sender is led to give one and back. Whom the guard refuses is
/// refused as ever.
pub async fn fresh<G: FromRequest>(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> std::result::Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let asks = request.method() == Method::POST || is_download(request.path());
    if !asks || request.extract::<G>().await.is_err() {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let visitor = request.extract::<Visitor>().await?;
    if !visitor.must_prove().await.map_err(GuardError)? {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let is_form =
        header(request.request(), header::CONTENT_TYPE).starts_with("application/x-www-form-urlencoded");
    let body =
        if is_form { request.extract::<web::Bytes>().await.unwrap_or_default() } else { web::Bytes::new() };
    let place = (request.path(), request.query_string());
    kept_form::keep(&visitor.session, &visitor.state.links, place, &body).map_err(GuardError)?;
    let to = visitor.state.links.to("/proof");
    let answer = HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish();
    Ok(request.into_response(answer))
}

/// Whether customers' data leave the site by looking at this address.
fn is_download(path: &str) -> bool {
    path.ends_with(".csv") || path.ends_with(".xlsx")
}

macro_rules! guards {
    ($($(#[$doc:meta])* $name:ident: $may:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name {
            /// The visitor behind it.
            pub visitor: Visitor,
            /// The person.
            pub person: Person,
        }

        impl FromRequest for $name {
            type Error = GuardError;
            type Future = Extraction<Self>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let request = request.clone();
                Box::pin(async move {
                    let visitor = Visitor::load(request).await?;
                    let person = visitor.signed_in()?.clone();
                    let may: fn(&Person) -> bool = $may;
                    if may(&person) {
                        Ok(Self { visitor, person })
                    } else {
                        Err(GuardError(Error::Forbidden("error-role")))
                    }
                })
            }
        }

        impl Deref for $name {
            type Target = Visitor;

            fn deref(&self) -> &Visitor {
                &self.visitor
            }
        }
    )+};
}

guards! {
    /// Somebody signed in.
    SignedIn: |_| true;
    /// A member of staff.
    Staff: |person| person.role.is_staff();
    /// Somebody who moderates.
    Moderator: |person| person.role.is_moderator();
    /// Somebody who sees the desk. What they may do there, the policies say.
    Manager: |person| person.may(Power::Desk);
    /// Somebody who moves scores.
    MayScore: |person| person.may(Power::Score);
    /// Somebody who answers ideas.
    MayAnswer: |person| person.may(Power::Answer);
    /// Somebody who sends ideas to teams.
    MayRoute: |person| person.may(Power::Route);
    /// Somebody who merges and splits ideas.
    MayMerge: |person| person.may(Power::Merge);
    /// Somebody who files ideas and votes for customers.
    MayCapture: |person| person.may(Power::Capture);
    /// Somebody who runs storm sessions, vote rounds and evaluation panels.
    MayCall: |person| person.may(Power::Call);
    /// An administrator.
    Admin: |person| person.role.is_admin();
}
