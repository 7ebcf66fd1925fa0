//! Filing an idea or a vote for a customer who said it elsewhere, and what the customer makes of it: they stand by it,
//! or take it back. It counts once, whatever they do themselves.

use diesel::prelude::*;
use url::Url;

use super::policy;
use crate::accounts::{JoinedBy, membership, queries as accounts};
use crate::captures::{self, Capture, CaptureState};
use crate::db::schema::{captures as rows, ideas, links, routes, votes};
use crate::db::{Db, savepoint};
use crate::error::{Error, FieldErrors, Result};
use crate::follows;
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ideas::{self as posts, Idea, IdeaDraft, IdeaInput, PostState, queries, submit};
use crate::ids::{AccountId, CaptureId, IdeaId, PersonId};
use crate::outbox::{self, Event};
use crate::people::create::{NewPerson, create};
use crate::people::email::parse_email;
use crate::people::{Person, Role, queries as people};
use crate::ranking::store::Ranked;
use crate::settings::Settings;
use crate::text::clean;
use crate::text::words::Words;
use crate::time::Timestamp;
use crate::votes::{Ballot, VoteValue, cast, filed};

/// Most characters of what somebody said.
pub const WORDS_MAX: usize = 4_000;
/// Most characters of an address.
const URL_MAX: usize = 500;
/// Most characters of a name.
const NAME_MAX: usize = 80;

/// The form as typed.
#[derive(Debug, Clone, Default)]
pub struct CaptureInput {
    /// The customer's mail address.
    pub email: String,
    /// Their name, for when they are not known yet; may be empty.
    pub name: String,
    /// What they said.
    pub words: String,
    /// The address of the conversation; may be empty.
    pub source: String,
    /// `vote` on an idea that is there, or `idea` for a new one.
    pub what: String,
    /// Number or address of that idea.
    pub idea: String,
    /// The new idea's board, by its name in addresses.
    pub board: String,
    /// The new idea's title.
    pub title: String,
    /// The new idea's text.
    pub body: String,
    /// The account they are put in when they belong to none; may be empty.
    pub account: String,
    /// The form's key.
    pub form_key: String,
}

/// What is filed: for an idea that is there, or with a new one.
#[derive(Debug, Clone)]
enum What {
    Vote(IdeaId),
    Idea(Box<IdeaDraft>),
}

/// A parsed form.
#[derive(Debug, Clone)]
pub struct CaptureDraft {
    email: String,
    name: String,
    words: String,
    source: Option<String>,
    what: What,
    account: Option<AccountId>,
    form_key: Option<String>,
}

impl CaptureDraft {
    /// Parses the form; every field that cannot be taken says why.
    pub fn parse(input: &CaptureInput, settings: &Settings) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let email = parse_email(&input.email, &mut errors);
        let name = clean::single_line(&input.name).unwrap_or_default();
        if clean::char_count(&name) > NAME_MAX {
            errors.add_with("name", "error-capture-name", &[("limit", 80)]);
        }
        let words = parse_words(&input.words, &mut errors);
        let source = parse_source(&input.source, &mut errors);
        let what = parse_what(input, settings, &mut errors);
        let account = input.account.trim().parse().ok();
        let form_key = posts::posted_key(&input.form_key, &[&email, &words]);
        match what {
            Some(what) => errors.or(Self { email, name, words, source, what, account, form_key }),
            None => errors.or(()).and(Err(Error::NotFound)),
        }
    }
}

fn parse_words(typed: &str, errors: &mut FieldErrors) -> String {
    let words = clean::multi_line(typed).unwrap_or_default();
    if clean::is_invisible(&words) {
        errors.add("words", "error-capture-words");
    } else if clean::char_count(&words) > WORDS_MAX {
        errors.add_with("words", "error-capture-words-long", &[("limit", 4_000)]);
    }
    words
}

/// Only what a browser opens as a page.
fn parse_source(typed: &str, errors: &mut FieldErrors) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let address =
        Url::parse(typed).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    match address.map(String::from).filter(|address| clean::char_count(address) <= URL_MAX) {
        Some(address) => Some(address),
        None => {
            errors.add("source", "error-capture-source");
            None
        }
    }
}

fn parse_what(input: &CaptureInput, settings: &Settings, errors: &mut FieldErrors) -> Option<What> {
    if input.what == "idea" {
        let new = IdeaInput {
            board: &input.board,
            title: &input.title,
            body: &input.body,
            form_key: &input.form_key,
            ..IdeaInput::default()
        };
        // The customer is to see it, so it goes where customers are.
        return match IdeaDraft::parse(&new, &settings.catalog, false) {
            Ok(draft) => Some(What::Idea(Box::new(draft))),
            Err(Error::Invalid(found)) => {
                errors.0.extend(found.0);
                None
            }
            Err(_) => {
                errors.add("board", "error-board-unknown");
                None
            }
        };
    }
    match posts::links::parse_target(&input.idea) {
        Ok(idea) => Some(What::Vote(idea)),
        Err(_) => {
            errors.add("idea", "error-capture-idea");
            None
        }
    }
}

/// Files it. Sending the same form twice files it once. Gives the idea that it counts at.
///
/// # Errors
/// `Forbidden` for those who must not; field errors for what the customer could not do themselves, which is voting on
/// what they do not see, on what takes no votes, or while they are banned.
pub fn file(
    db: &mut Db,
    staff: &Person,
    draft: &CaptureDraft,
    settings: &Settings,
    now: Timestamp,
) -> Result<Idea> {
    policy::may_capture(staff)?;
    people::lock(db, staff.id)?;
    if let Some(there) = find_by_form_key(db, staff.id, draft.form_key.as_deref())? {
        return queries::find_home(db, there, staff.into());
    }
    let customer = customer(db, draft, now)?;
    let (idea, is_idea) = match &draft.what {
        What::Vote(idea) => (votable(db, *idea, &customer)?, false),
        What::Idea(new) => (submit::submit_for_another(db, staff, new, settings, now)?.id, true),
    };
    let at = match cast::capture(db, &customer, idea, now) {
        Ok(at) => at,
        Err(Error::Forbidden(key)) => return Err(Error::field("idea", key)),
        Err(Error::NotFound) => return Err(Error::field("idea", "error-capture-idea")),
        Err(other) => return Err(other),
    };
    insert(db, staff, draft, (at, customer.id, is_idea), now)?;
    NewAct::new(ActKind::Captured, ActAudience::Staff, Some(staff.id)).idea(at).record(db, now)?;
    queries::find(db, at)
}

fn find_by_form_key(db: &mut Db, staff: PersonId, key: Option<&str>) -> Result<Option<IdeaId>> {
    let Some(key) = key else { return Ok(None) };
    Ok(rows::table
        .filter(rows::captured_by.eq(staff))
        .filter(rows::form_key.eq(key))
        .select(rows::idea_id)
        .first(db)
        .optional()?)
}

/// The person of an address: known, or made without a login, which is theirs as soon as they sign in with it. Their
/// mail domain decides the account, else the one that was named.
fn customer(db: &mut Db, draft: &CaptureDraft, now: Timestamp) -> Result<Person> {
    let person = match people::find_by_email(db, &draft.email)? {
        Some(person) => person,
        None => make(db, draft, now)?,
    };
    if person.role.is_staff() {
        return Err(Error::field("email", "error-capture-staff"));
    }
    membership::join_by_mail(db, person.id, &draft.email)?;
    if let Some(account) = draft.account
        && membership::of(db, person.id)?.is_none()
    {
        accounts::find(db, account)?;
        membership::set(db, person.id, Some((account, JoinedBy::Desk)))?;
    }
    Ok(person)
}

/// Makes the person. Where two file for the same address at the same moment, the second finds whom the first made; where
/// only the handle was taken meanwhile, another one is.
fn make(db: &mut Db, draft: &CaptureDraft, now: Timestamp) -> Result<Person> {
    let new = NewPerson {
        name: &draft.name,
        email: Some(&draft.email),
        role: Role::Customer,
        handle: None,
        is_imported: true,
    };
    match savepoint(db, |db| create(db, &new, now)) {
        Err(error) if error.is_unique_violation() => match people::find_by_email(db, &draft.email)? {
            Some(person) => Ok(person),
            None => create(db, &new, now),
        },
        other => other,
    }
}

fn votable(db: &mut Db, idea: IdeaId, customer: &Person) -> Result<IdeaId> {
    match queries::find_home(db, idea, customer.into()) {
        Ok(idea) => Ok(idea.id),
        Err(Error::NotFound) => Err(Error::field("idea", "error-capture-idea")),
        Err(other) => Err(other),
    }
}

fn insert(
    db: &mut Db,
    staff: &Person,
    draft: &CaptureDraft,
    (idea, person, is_idea): (IdeaId, PersonId, bool),
    now: Timestamp,
) -> Result<()> {
    let values = (
        rows::idea_id.eq(idea),
        rows::person_id.eq(Some(person)),
        rows::captured_by.eq(staff.id),
        rows::is_idea.eq(is_idea),
        rows::words.eq(&draft.words),
        rows::source_url.eq(draft.source.as_deref()),
        rows::form_key.eq(draft.form_key.as_deref()),
        rows::state.eq(CaptureState::Waiting),
        rows::created_at.eq(now),
    );
    diesel::insert_into(rows::table).values(values).execute(db)?;
    Ok(())
}

/// What waits for somebody, if it is theirs. Somebody else's is not found; what was decided already is a conflict.
fn own(db: &mut Db, person: PersonId, id: CaptureId) -> Result<Capture> {
    let found: Option<Capture> = rows::table
        .find(id)
        .filter(rows::person_id.eq(person))
        .select(Capture::as_select())
        .first(db)
        .optional()?;
    let found = found.ok_or(Error::NotFound)?;
    if found.state == CaptureState::Waiting {
        Ok(found)
    } else {
        Err(Error::Conflict("error-capture-decided"))
    }
}

/// The customer stands by what was filed for them: the vote is theirs by name, cast when it is not there any more, and an
/// idea posted for them becomes theirs, with its author's rights.
///
/// # Errors
/// `NotFound` when nothing like it was filed for them, `Conflict` when they decided before, and what voting refuses where
/// the vote has to be cast.
pub fn confirm(db: &mut Db, person: &Person, id: CaptureId, now: Timestamp) -> Result<IdeaId> {
    let capture = own(db, person.id, id)?;
    let places = captures::places(db, capture.idea_id)?;
    Ranked::lock_all(db, &places)?;
    filed::stand_by(db, capture.idea_id, person.id, now)?;
    let home = crate::merges::home(db, capture.idea_id)?;
    let vote = votes::table.find((home, person.id)).filter(votes::value.eq(1_i16));
    let is_there: Option<IdeaId> = vote.select(votes::idea_id).first(db).optional()?;
    if is_there.is_none() {
        return Ok(cast::cast(db, person, home, Ballot(Some(VoteValue::Promote)), now)?.idea);
    }
    if person.follows_on_vote {
        follows::follow_along(db, home, person.id, now)?;
    }
    Ok(home)
}

/// The customer takes back what was filed for them: their vote goes unless they voted themselves, and so do their words.
/// An idea that was posted for them and of which nobody else has made anything is hidden.
///
/// # Errors
/// `NotFound` when nothing like it was filed for them, `Conflict` when they decided before.
pub fn withdraw(
    db: &mut Db,
    person: &Person,
    id: CaptureId,
    settings: &Settings,
    now: Timestamp,
) -> Result<IdeaId> {
    let capture = own(db, person.id, id)?;
    let places = captures::places(db, capture.idea_id)?;
    Ranked::lock_all(db, &places)?;
    for place in &places {
        filed::take_vote(db, *place, person.id)?;
    }
    captures::settle(db, &places, person.id, CaptureState::Withdrawn, now)?;
    if capture.is_idea {
        hide_unless_shared(db, &capture, person.id, settings, now)?;
    }
    let home = crate::merges::home(db, capture.idea_id)?;
    outbox::record(db, &Event::VoteCast { idea: home, by: person.id }, now)?;
    Ok(home)
}

fn hide_unless_shared(
    db: &mut Db,
    capture: &Capture,
    person: PersonId,
    settings: &Settings,
    now: Timestamp,
) -> Result<()> {
    let idea = queries::find(db, capture.idea_id)?;
    let is_of_staff = idea.state == PostState::Visible && idea.author_id == capture.captured_by;
    if !is_of_staff || is_shared(db, &idea, person, settings)? {
        return Ok(());
    }
    let reason = Words::new(settings.site.language, settings.site.zone()).get("capture-hidden-reason");
    let is_merged = idea.shown == crate::merges::SHOWN;
    diesel::update(ideas::table.find(idea.id))
        .set((ideas::state.eq(PostState::Hidden), ideas::state_reason.eq(Some(reason))))
        .execute(db)?;
    if !is_merged {
        diesel::update(ideas::table.find(idea.id)).set(ideas::shown.eq(0)).execute(db)?;
    }
    NewAct::new(ActKind::Hidden, ActAudience::Staff, None).idea(idea.id).record(db, now)?;
    outbox::record(db, &Event::IdeaVisibilityChanged { idea: idea.id }, now).map(drop)
}

/// Whether anybody but the customer has made something of an idea: votes, comments, followers, the company's answer or
/// work, other ideas that belong to it.
fn is_shared(db: &mut Db, idea: &Idea, person: PersonId, settings: &Settings) -> Result<bool> {
    let ranks = &idea.ranks;
    let own_follow = i64::from(follows::find(db, idea.id, person)? == Some(true));
    let parts = ranks.promotions + ranks.demotions + ranks.held_count + idea.comment_count;
    if parts + idea.follower_count - own_follow > 0
        || idea.answered_at.is_some()
        || idea.status_id != settings.catalog.first_status(idea.board_id)?.id
        || !crate::merges::into(db, idea.id)?.is_empty()
    {
        return Ok(true);
    }
    let sent: i64 = routes::table.filter(routes::idea_id.eq(idea.id)).count().get_result(db)?;
    let either_end = links::from_idea.eq(idea.id).or(links::to_idea.eq(idea.id));
    let linked: i64 = links::table.filter(either_end).count().get_result(db)?;
    Ok(sent + linked > 0)
}
