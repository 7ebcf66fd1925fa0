//! A proposal: why it was made, its votes on a line of time and one by one, and what can be done about it.

use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use super::crowd_line::Line;
use super::vote_report::{ActRow, act_rows};
use super::votes::{CrowdCard, titles};
use crate::db::Db;
use crate::error::{Error, Result as Outcome};
use crate::http::guard::Moderator;
use crate::ids::{CrowdActId, CrowdId, IdeaId, PersonId};
use crate::integrity::act::{self, CrowdAct, Decision, DecisionDraft, NOTE_MAX, VoteReason};
use crate::integrity::found::{self, Crowd, CrowdVote, Moments, VoteCursor};
use crate::moderation::queue;
use crate::ranking::store::VoteState;
use crate::text::words::Words;
use crate::time::Timestamp;
use crate::web::choice::Choice;
use crate::web::desk::fields::Fields;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};
use crate::web::who::{People, Who};

/// Votes on one page, on the line of time, and acts that are shown.
const SIZE: i64 = 50;
const ON_LINE: i64 = 5_000;
const ACTS: i64 = 20;

/// What the address may hold: the vote behind which the list begins.
#[derive(Debug, Default, Deserialize)]
pub struct CrowdQuery {
    after: Option<String>,
}

/// A vote in the list.
struct VoteRow {
    /// What its check box sends.
    key: String,
    who: Who,
    title: String,
    link: String,
    is_promotion: bool,
    is_withdrawn: bool,
    state: String,
    at: Timestamp,
    line: Option<String>,
    is_picked: bool,
}

/// A button that decides.
struct Button {
    value: &'static str,
    label: String,
}

#[derive(Template)]
#[template(path = "moderation/crowd.html")]
struct CrowdPage {
    layout: Layout,
    form: FormErrors,
    waiting: i64,
    card: CrowdCard,
    line: Line,
    votes: Vec<VoteRow>,
    next: Option<String>,
    reasons: Vec<Choice>,
    note: String,
    note_max: usize,
    /// What can be done about all of its votes, and about those that are picked.
    for_all: Vec<Button>,
    for_picked: Vec<Button>,
    acts: Vec<ActRow>,
    /// Where the last act is taken back.
    undo: Option<String>,
}

struct Loaded {
    crowd: Crowd,
    moments: Moments,
    votes: Vec<CrowdVote>,
    acts: Vec<CrowdAct>,
    last: Option<CrowdActId>,
    titles: Vec<(IdeaId, String)>,
    people: People,
    waiting: i64,
}

/// A cursor as addresses carry it.
fn parse_cursor(text: &str) -> Option<VoteCursor> {
    let mut parts = text.split('-').map(|part| part.parse::<i64>().ok());
    let (at, idea, person) = (parts.next()??, parts.next()??, parts.next()??);
    Some((Timestamp::from_micros(at), IdeaId::new(idea), PersonId::new(person)))
}

/// A picked vote as the form sends it.
fn parse_vote(text: &str) -> Option<(IdeaId, PersonId)> {
    let (idea, person) = text.split_once('-')?;
    Some((idea.parse().ok()?, person.parse().ok()?))
}

async fn load(who: &Moderator, id: CrowdId, after: Option<VoteCursor>) -> Outcome<Loaded> {
    let viewer = who.viewer();
    who.state
        .db
        .read(move |db: &mut Db| {
            let crowd = found::find(db, id)?;
            let votes = found::votes_of(db, id, after, SIZE + 1)?;
            let acts = act::of(db, id, ACTS)?;
            let actors = acts.iter().filter_map(|act| act.actor_id);
            let people = People::load(db, votes.iter().map(|vote| vote.person).chain(actors))?;
            let moved = acts.iter().flat_map(|act| act.effects().into_iter().map(|effect| effect.idea));
            let ids: Vec<IdeaId> = crowd.idea_id.into_iter().chain(moved).collect();
            Ok(Loaded {
                moments: found::moments(db, &crowd, ON_LINE)?,
                last: act::last(db, id)?,
                titles: titles(db, &ids, viewer)?,
                waiting: queue::count(db)?,
                crowd,
                votes,
                acts,
                people,
            })
        })
        .await
}

impl CrowdPage {
    fn new(who: &Moderator, mut loaded: Loaded, form: FormErrors, typed: &Fields) -> Self {
        let layout = Layout::new(&who.visitor);
        let words = layout.words;
        let size = usize::try_from(SIZE).unwrap_or(usize::MAX);
        let is_more = loaded.votes.len() > size;
        loaded.votes.truncate(size);
        let last = loaded.votes.last().filter(|_| is_more);
        let next = last.map(|vote| {
            let cursor = format!("{}-{}-{}", vote.cast_at.micros(), vote.idea, vote.person);
            layout.links.to(&format!("/moderation/votes/{}?after={cursor}#votes", loaded.crowd.id))
        });
        let picked = typed.all("vote");
        let votes =
            loaded.votes.iter().map(|vote| vote_row(who, &layout, vote, &loaded.people, &picked)).collect();
        let undo = loaded.last.map(|act| layout.links.to(&format!("/moderation/votes/acts/{act}/undo")));
        let state = loaded.crowd.state;
        Self {
            waiting: loaded.waiting,
            card: CrowdCard::new(&layout, &loaded.crowd, &loaded.titles),
            line: Line::new(&words, &loaded.moments),
            votes,
            next,
            reasons: reasons(&words, typed.get("reason")),
            note: typed.get("note").to_owned(),
            note_max: NOTE_MAX,
            for_all: buttons(&words, |decision| decision.is_open_from(state)),
            for_picked: buttons(&words, |decision| decision != Decision::Dismiss),
            acts: act_rows(who, &loaded.acts, &loaded.titles, &loaded.people),
            undo,
            form,
            layout,
        }
    }
}

fn vote_row(
    who: &Moderator,
    layout: &Layout,
    vote: &CrowdVote,
    people: &People,
    picked: &[String],
) -> VoteRow {
    let key = format!("{}-{}", vote.idea, vote.person);
    VoteRow {
        who: people.who(vote.person, &who.visitor),
        title: vote.title.clone(),
        link: layout.links.idea(vote.idea, &vote.title),
        is_promotion: vote.value > 0,
        is_withdrawn: vote.value == 0,
        state: layout.words.get(match vote.state {
            VoteState::Counted => "vote-state-counted",
            VoteState::Held => "vote-state-held",
            VoteState::Void => "vote-state-void",
        }),
        at: vote.cast_at,
        line: vote.line.clone(),
        is_picked: picked.contains(&key),
        key,
    }
}

fn reasons(words: &Words, chosen: &str) -> Vec<Choice> {
    let known = VoteReason::ALL.iter().map(|reason| (reason.as_str(), words.get(reason.word())));
    let prompt = ("", words.get("reason-choose"));
    Choice::list(std::iter::once(prompt).chain(known), chosen)
}

fn buttons(words: &Words, is_open: impl Fn(Decision) -> bool) -> Vec<Button> {
    let open = Decision::ALL.iter().copied().filter(|decision| is_open(*decision));
    open.map(|decision| Button { value: decision.as_str(), label: words.get(decision.word()) }).collect()
}

/// Shows it.
pub async fn page(who: Moderator, id: Path<CrowdId>, query: Query<CrowdQuery>) -> Result {
    let after = query.after.as_deref().and_then(parse_cursor);
    let loaded = load(&who, *id, after).await?;
    let page = CrowdPage::new(&who, loaded, FormErrors::default(), &Fields::default());
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Holds, releases, voids or leaves its votes: all of them, or those that are picked.
pub async fn decide(who: Moderator, id: Path<CrowdId>, fields: Fields) -> Result {
    let (id, now, moderator) = (id.into_inner(), who.now, who.person.clone());
    let is_picked = fields.has("picked");
    let decision = fields.get(if is_picked { "picked" } else { "all" });
    let only = is_picked.then(|| fields.all("vote").iter().filter_map(|key| parse_vote(key)).collect());
    let draft = DecisionDraft::parse(decision, fields.get("reason"), fields.get("note"), only);
    let decided = match draft {
        Ok(draft) => who.state.db.write(move |db| act::decide(db, &moderator, id, &draft, now)).await,
        Err(error) => Err(error),
    };
    match decided {
        Ok(act) => {
            who.state.work.notify_one();
            let undo = who.state.links.to(&format!("/moderation/votes/acts/{act}/undo"));
            who.session.flash_with_undo("flash-crowd-decided", undo);
        }
        Err(Error::Conflict(key)) => who.session.flash_error(key),
        Err(error) => {
            let errors = FormErrors::from_error(error, &who.words)?;
            let page = CrowdPage::new(&who, load(&who, id, None).await?, errors, &fields);
            return Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY));
        }
    }
    Ok(see_other(&who.state.links.to(&format!("/moderation/votes/{id}"))))
}

/// Takes the last act back.
pub async fn undo(who: Moderator, id: Path<CrowdActId>) -> Result {
    let (id, now, moderator) = (id.into_inner(), who.now, who.person.clone());
    let crowd = who.state.db.write(move |db| act::undo(db, &moderator, id, now)).await?;
    who.state.work.notify_one();
    who.session.flash("flash-undone");
    Ok(see_other(&who.state.links.to(&format!("/moderation/votes/{crowd}"))))
}
