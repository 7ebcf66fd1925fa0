//! One idea with everything about it. A fixed number of queries, however much there is.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use super::asked::{Filed, OutcomeBox};
use super::author_only;
use super::kano::KanoBox;
use super::merged::MergedCard;
use super::place::Place;
use super::standing::Standing;
use super::timeline::{Entry, Teams, Told, timeline};
use super::veil;
use super::vote_box::VoteBox;
use crate::boards::{Catalog, Veil};
use crate::comments::extensions::{self, Extension};
use crate::comments::queries::Cursor;
use crate::comments::{self, queries::Thread};
use crate::db::Db;
use crate::db::page::Page;
use crate::error::Error;
use crate::follows;
use crate::history::{self, Act};
use crate::http::guard::Visitor;
use crate::ideas::links::Related;
use crate::ideas::merge::{self, MergedIdea};
use crate::ideas::{Idea, LinkKind, PostState, Viewer, links, policy, queries, revisions};
use crate::ids::{CommentId, IdeaId, PersonId, StatusId};
use crate::merges::Merge;
use crate::people::Power;
use crate::people::drafts::{self, DraftKind};
use crate::storms::{self, Storm};
use crate::text::markdown;
use crate::text::slug;
use crate::time::Timestamp;
use crate::triage::{self, promises::Promise, queries::Question};
use crate::votes::{self, VoteValue};
use crate::web::comments::card::{Cards, CommentThread, Shown};
use crate::web::comments::form::{CommentForm, Typed};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::open_graph::OpenGraph;
use crate::web::page::{Html, Layout};
use crate::web::who::{People, Who};

/// Voters whose faces are shown.
const FACES: i64 = 12;
/// Acts of the history that are shown.
const ACTS: i64 = 200;
/// Characters of the description that search engines and previews of links show.
const DESCRIPTION: usize = 200;

/// What an idea's address may ask for.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ShowQuery {
    /// Comments behind this cursor.
    pub after: Option<String>,
    /// The page of comments that has this one.
    pub comment: Option<String>,
    /// Key of a comment written before signing in.
    pub draft: Option<String>,
    /// The merged idea whose address led here.
    pub from: Option<IdeaId>,
    /// How the reader would feel if it were there, until they say how if it were not.
    pub kano: Option<String>,
}

/// Everything about an idea, as it lies in the tables.
pub(super) struct Loaded {
    pub(super) idea: Idea,
    own: Option<VoteValue>,
    follows: Option<bool>,
    place: Place,
    voters: Vec<PersonId>,
    responses: Vec<triage::answer::Response>,
    extensions: Vec<Extension>,
    related: Vec<Related>,
    acts: Vec<Act>,
    pub(super) linked: Vec<(IdeaId, String)>,
    comments: Page<Thread>,
    is_first_page: bool,
    standing: Standing,
    is_edited: bool,
    draft: Option<Typed>,
    teams: Teams,
    questions: Vec<Question>,
    merged: Vec<(Merge, MergedIdea)>,
    promise: Option<Promise>,
    progress: Vec<triage::routes::Step>,
    line: Option<triage::private::PrivateLine>,
    from: Option<IdeaId>,
    filed: Filed,
    outcome: Option<OutcomeBox>,
    kano: Option<KanoBox>,
    storms: Vec<Storm>,
    pub(super) people: People,
}

/// The page.
#[derive(Template)]
#[template(path = "ideas/show.html")]
struct IdeaPage {
    layout: Layout,
    idea: Idea,
    /// The page's own path, for acts that come back to it.
    here: String,
    /// The feed of an idea that everybody sees.
    feed: Option<String>,
    description: String,
    open_graph: OpenGraph,
    vote_box: VoteBox,
    author: Who,
    place: Place,
    status: (String, &'static str),
    follows: bool,
    may: May,
    response: Option<Response>,
    /// What was promised, and whether it is broken while nobody has answered.
    promise: Option<(String, bool)>,
    /// Questions of teams to the author: what they ask, and where to answer.
    questions: Vec<(Question, String)>,
    extensions: Vec<ExtensionCard>,
    related: Vec<RelatedCard>,
    /// Ideas that are part of this one.
    merged: Vec<MergedCard>,
    /// The one of them whose address led here.
    came_from: Option<String>,
    /// What was filed for customers.
    filed: Filed,
    /// Whether it helped; none before it is delivered.
    outcome: Option<OutcomeBox>,
    /// How the reader would feel; none when they are not asked.
    kano: Option<KanoBox>,
    /// Storm sessions that it is in: question and address.
    storms: Vec<(String, String)>,
    /// Comments of this idea and of those that are part of it.
    comment_count: i64,
    history: Vec<Entry>,
    faces: Vec<Who>,
    more_voters: i64,
    /// Why the counts are hidden, where they are.
    hidden: Option<String>,
    where_it_stands: String,
    is_edited: bool,
    threads: Vec<CommentThread>,
    more_comments: Option<String>,
    is_first_page: bool,
    comment_refusal: Option<String>,
    comment: CommentForm,
    form: FormErrors,
    link_form: LinkForm,
}

/// The form that links the idea with another, as typed.
#[derive(Debug, Default)]
pub(super) struct LinkForm {
    pub(super) kind: String,
    pub(super) to: String,
    pub(super) form: FormErrors,
}

/// What the reader may do with the idea; the acts ask the same predicates.
struct May {
    edit: bool,
    link: bool,
    report: bool,
    moderate: bool,
    decide: bool,
}

/// The company's latest answer.
struct Response {
    author: Who,
    status: (String, &'static str),
    html: String,
    at: Timestamp,
    is_edited: bool,
    /// What it says to the author alone, and whether the reader is who it is for.
    private: Option<(String, bool)>,
}

/// A comment that became part of the idea.
struct ExtensionCard {
    author: Who,
    taken_up_by: Who,
    html: String,
    at: Timestamp,
    link: String,
}

/// An idea linked with this one.
struct RelatedCard {
    label: &'static str,
    title: String,
    link: String,
    remove: String,
}

/// The idea, or the way to its right address: the number decides, the words are for people.
pub async fn page(visitor: Visitor, part: Path<String>, query: Query<ShowQuery>) -> Result {
    let id = slug::number(&part).map(IdeaId::new).ok_or(Error::NotFound)?;
    let (viewer, now, asked) = (visitor.viewer(), visitor.now, query.into_inner());
    let settings = std::sync::Arc::clone(&visitor.settings);
    let person = visitor.person.clone();
    let load = move |db: &mut Db| {
        let idea = queries::find_home(db, id, viewer)?;
        if idea.id != id {
            return Ok(Err(idea));
        }
        let mut loaded = Loaded::load(db, idea, viewer, &settings.catalog, &asked, now)?;
        loaded.kano = KanoBox::load(db, person.as_ref(), id, asked.kano.as_deref(), now)?;
        loaded.storms = storms::ideas::storms_of(db, id, person.as_ref(), &settings.catalog)?;
        Ok(Ok(loaded))
    };
    let loaded = match visitor.state.db.read(load).await? {
        Ok(loaded) => loaded,
        Err(home) => return Ok(merged_away(&visitor, id, &home)),
    };
    let right = visitor.state.links.idea(id, &loaded.idea.title);
    if !right.ends_with(&format!("/{part}")) {
        return Ok(moved(&right, &visitor.path));
    }
    let page = IdeaPage::new(&visitor, loaded);
    Ok(Html(page).with_status(actix_web::http::StatusCode::OK))
}

/// The page again, after a line that was refused.
pub(super) async fn outcome_refused(
    visitor: &Visitor,
    id: IdeaId,
    (value, line): (String, String),
    error: Error,
) -> Result {
    let form = FormErrors::from_error(error, &visitor.words)?;
    let mut loaded = load_again(visitor, id).await?;
    if let Some(outcome) = &mut loaded.outcome {
        *outcome = OutcomeBox { value, line, form, counts: outcome.counts, ..*outcome };
    }
    let page = IdeaPage::new(visitor, loaded);
    Ok(Html(page).with_status(actix_web::http::StatusCode::UNPROCESSABLE_ENTITY))
}

/// The page again, after a link that was refused.
pub(super) async fn link_refused(visitor: &Visitor, id: IdeaId, link_form: LinkForm) -> Result {
    let loaded = load_again(visitor, id).await?;
    let page = IdeaPage { link_form, ..IdeaPage::new(visitor, loaded) };
    Ok(Html(page).with_status(actix_web::http::StatusCode::UNPROCESSABLE_ENTITY))
}

async fn load_again(visitor: &Visitor, id: IdeaId) -> crate::error::Result<Loaded> {
    let (viewer, now) = (visitor.viewer(), visitor.now);
    let settings = std::sync::Arc::clone(&visitor.settings);
    let load = move |db: &mut Db| {
        let idea = queries::find_visible(db, id, viewer)?;
        Loaded::load(db, idea, viewer, &settings.catalog, &ShowQuery::default(), now)
    };
    visitor.state.db.read(load).await
}

/// The way from a merged idea to the one that it is part of.
fn merged_away(visitor: &Visitor, from: IdeaId, home: &Idea) -> HttpResponse {
    let right = visitor.state.links.idea(home.id, &home.title);
    let rest = visitor.path.split_once('?').map(|(_, query)| format!("&{query}")).unwrap_or_default();
    moved(&format!("{right}?from={from}{rest}"), "")
}

/// Titles change, so browsers must ask again: `no-cache` keeps two old addresses from leading to each other for ever.
fn moved(to: &str, asked: &str) -> HttpResponse {
    let to = match asked.split_once('?') {
        Some((_, query)) => format!("{to}?{query}"),
        None => to.to_owned(),
    };
    HttpResponse::MovedPermanently()
        .insert_header((header::LOCATION, to))
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .finish()
}

impl Loaded {
    fn load(
        db: &mut Db,
        idea: Idea,
        viewer: Viewer,
        catalog: &Catalog,
        query: &ShowQuery,
        now: Timestamp,
    ) -> crate::error::Result<Self> {
        let id = idea.id;
        let merged = merge::merged_ideas(db, id, viewer.is_staff)?;
        let merged_ids: Vec<IdeaId> = merged.iter().map(|(_, idea)| idea.id).collect();
        let (own, follows) = match viewer.id {
            Some(person) => {
                (votes::queries::own(db, person, &[id])?.remove(&id), follows::find(db, id, person)?)
            }
            None => (None, None),
        };
        let after = start(db, &idea, &merged, viewer, query)?;
        let acts = history::of_idea(db, id, viewer.is_staff, ACTS)?;
        let draft = drafts::find_for(db, query.draft.as_deref(), DraftKind::Comment, Some(id), now)?;
        let mut loaded = Self {
            own,
            follows,
            place: Place::load(db, &idea, catalog)?,
            voters: votes::queries::latest_voters(db, id, FACES)?,
            responses: triage::queries::responses_of(db, id)?,
            extensions: extensions::of_idea(db, id)?,
            related: links::of_idea(db, id, viewer)?,
            linked: super::timeline::linked(db, &acts, viewer)?,
            comments: comments::queries::list(db, id, &merged_ids, viewer, after)?,
            is_first_page: after.is_none(),
            standing: Standing::load(db, &idea)?,
            is_edited: revisions::exist(db, id)?,
            draft: draft.map(|draft| Typed::from_draft(&draft, query.draft.as_deref())),
            teams: Teams::load(db, &acts, viewer)?,
            progress: super::timeline::progress(db, &acts)?,
            line: author_only::private_line(db, &idea, viewer)?,
            acts,
            questions: author_only::questions(db, &idea, &merged, viewer)?,
            filed: Filed::load(db, &idea, viewer, own)?,
            outcome: OutcomeBox::load(db, &idea, viewer)?,
            merged,
            promise: triage::promises::of_idea(db, id)?,
            from: query.from,
            storms: Vec::new(),
            kano: None,
            people: People::default(),
            idea,
        };
        loaded.people = People::load(db, loaded.everybody())?;
        Ok(loaded)
    }

    fn told<'a>(&'a self, merged: &'a [IdeaId]) -> Told<'a> {
        Told {
            linked: &self.linked,
            teams: &self.teams,
            responses: &self.responses,
            people: &self.people,
            merged,
            progress: &self.progress,
        }
    }

    /// What keeps the counts from the reader.
    fn veil(&self, visitor: &Visitor) -> Option<Veil> {
        self.place.board.veil(self.idea.created_at, self.own.is_some(), visitor.now)
    }

    /// The title of the merged idea whose address led here.
    fn came_from(&self) -> Option<String> {
        let (_, idea) = self.merged.iter().find(|(_, idea)| Some(idea.id) == self.from)?;
        Some(idea.title.clone())
    }

    /// The ideas that were merged into this very one.
    fn merged_here(&self) -> Vec<IdeaId> {
        let here = self.merged.iter().filter(|(merge, _)| merge.into_idea == self.idea.id);
        here.map(|(merge, _)| merge.idea_id).collect()
    }

    fn everybody(&self) -> Vec<PersonId> {
        let mut ids = vec![self.idea.author_id];
        ids.extend(self.merged.iter().map(|(_, idea)| idea.author_id));
        ids.extend(&self.voters);
        ids.extend(self.responses.iter().map(|response| response.author_id));
        ids.extend(self.extensions.iter().flat_map(|found| [found.comment.author_id, found.taken_up_by]));
        ids.extend(self.acts.iter().flat_map(|act| [act.actor_id, act.person_id]).flatten());
        for thread in &self.comments.items {
            ids.push(thread.first.author_id);
            ids.extend(thread.replies.iter().map(|reply| reply.author_id));
        }
        ids
    }
}

fn vote_box(visitor: &Visitor, loaded: &Loaded) -> VoteBox {
    let idea = &loaded.idea;
    VoteBox::new(
        visitor,
        (idea.id, idea.title.as_str()),
        (&loaded.place.board, idea.status_kind, idea.created_at),
        &idea.ranks,
        loaded.own,
    )
    .big()
}

/// The response that stands, with its status under the name that its board gives it.
fn latest_response(
    visitor: &Visitor,
    loaded: &Loaded,
    label: impl Fn(StatusId) -> (String, &'static str),
) -> Option<Response> {
    loaded.responses.first().map(|response| Response {
        author: loaded.people.who(response.author_id, visitor),
        status: label(response.status_id),
        html: response.body_html.clone(),
        at: response.created_at,
        is_edited: response.edited_at.is_some(),
        private: loaded.line.as_ref().map(|line| {
            let reader = visitor.person.as_ref().map(|person| person.id);
            (line.body.clone(), reader == Some(line.person_id))
        }),
    })
}

/// Where the page of comments begins. A comment that is asked for is on the page whose first thread is its own,
/// unless one page holds all.
fn start(
    db: &mut Db,
    idea: &Idea,
    merged: &[(Merge, MergedIdea)],
    viewer: Viewer,
    query: &ShowQuery,
) -> crate::error::Result<Option<Cursor>> {
    if let Some(after) = &query.after {
        return Ok(Cursor::parse(after));
    }
    let wanted = query.comment.as_ref().and_then(|number| number.parse::<CommentId>().ok());
    let fits = usize::try_from(all_comments(idea, merged)).is_ok_and(|count| count < comments::queries::PAGE);
    let Some(wanted) = wanted.filter(|_| !fits) else { return Ok(None) };
    let found = comments::queries::by_ids(db, &[wanted], viewer)?;
    let is_here = |place: IdeaId| place == idea.id || merged.iter().any(|(_, idea)| idea.id == place);
    let here = found.iter().find(|comment| is_here(comment.idea_id));
    Ok(here.map(Cursor::before_thread_of))
}

fn all_comments(idea: &Idea, merged: &[(Merge, MergedIdea)]) -> i64 {
    idea.comment_count + merged.iter().map(|(_, idea)| idea.comment_count).sum::<i64>()
}

impl IdeaPage {
    fn new(visitor: &Visitor, loaded: Loaded) -> Self {
        let (words, catalog, links) = (&visitor.words, &visitor.settings.catalog, &visitor.state.links);
        let label = |id| {
            catalog.status(id).map(|status| (status.label(words), status.kind.as_str())).unwrap_or_default()
        };
        let history = timeline(visitor, &loaded.acts, &loaded.told(&loaded.merged_here()));
        let idea = &loaded.idea;
        let cards = Cards::new(visitor, idea, &loaded.people, &loaded.extensions).merged(&loaded.merged);
        let veil = loaded.veil(visitor);
        let layout = Layout::new(visitor).about(idea.board_id);
        let (path, description) =
            (links.idea(idea.id, &idea.title), markdown::plain(&idea.body, DESCRIPTION));
        let typed = loaded.draft.clone().unwrap_or_else(Typed::fresh);
        Self {
            vote_box: vote_box(visitor, &loaded).returning_to(&path),
            open_graph: OpenGraph::new(&layout, "article", &path, &idea.title, &description),
            description,
            feed: (idea.shown == 2).then(|| links.to(&format!("/feeds/ideas/{}.atom", idea.id))),
            author: loaded.people.who(idea.author_id, visitor),
            status: label(idea.status_id),
            follows: loaded.follows == Some(true),
            may: May::new(visitor, idea),
            response: latest_response(visitor, &loaded, label),
            promise: loaded.promise.as_ref().map(|promise| promised(visitor, promise)),
            questions: open_questions(visitor, &loaded),
            extensions: extension_cards(visitor, &loaded),
            related: related_cards(visitor, &loaded),
            merged: merged_cards(visitor, &loaded),
            came_from: loaded.came_from(),
            storms: loaded
                .storms
                .iter()
                .map(|storm| (storm.question.clone(), links.storm(storm.id, &storm.question)))
                .collect(),
            comment_count: all_comments(idea, &loaded.merged),
            filed: loaded.filed,
            outcome: loaded.outcome,
            kano: loaded.kano,
            history,
            hidden: veil.map(|veil| veil::sentence(words, veil)),
            faces: loaded.voters.iter().map(|id| loaded.people.who(*id, visitor)).collect(),
            more_voters: idea.ranks.promotions - i64::try_from(loaded.voters.len()).unwrap_or(0),
            is_edited: loaded.is_edited,
            threads: cards.threads(&loaded.comments.items),
            more_comments: loaded
                .comments
                .next
                .as_ref()
                .map(|next| format!("{}?after={next}#comments", links.idea(idea.id, &idea.title))),
            is_first_page: loaded.is_first_page,
            comment_refusal: cards.refusal(),
            comment: CommentForm::new(visitor, idea, typed),
            form: FormErrors::default(),
            link_form: LinkForm::default(),
            where_it_stands: loaded.standing.sentence(words, idea, veil, visitor.now),
            here: path,
            place: loaded.place,
            idea: loaded.idea,
            layout,
        }
    }

    /// Whether a moderator has yet to see it, or has hidden it: only its author and moderators read this.
    fn notice(&self) -> Option<String> {
        let words = &self.layout.words;
        match self.idea.state {
            PostState::Visible => None,
            PostState::Pending => Some(words.get("idea-pending")),
            PostState::Hidden => Some(match &self.idea.state_reason {
                Some(reason) => words.one("idea-hidden-reason", "reason", reason),
                None => words.get("idea-hidden"),
            }),
        }
    }

    /// Whether the reader wrote it and a moderator hid it or turned it down.
    fn is_decided_own(&self) -> bool {
        let is_own = self.layout.me.as_ref().is_some_and(|me| me.id == self.idea.author_id);
        is_own && self.idea.state == PostState::Hidden
    }

    fn link_kinds(&self) -> Vec<(&'static str, String)> {
        let words = &self.layout.words;
        LinkKind::ALL.iter().map(|kind| (kind.as_str(), words.get(kind.word(true)))).collect()
    }
}

/// What was promised about the idea, and what became of it; and whether that is still to be made good.
fn promised(visitor: &Visitor, promise: &Promise) -> (String, bool) {
    let words = &visitor.words;
    let is_broken = promise.is_broken(visitor.now);
    let sentence = match (promise.answered_at, promise.waited_days.unwrap_or(0)) {
        (None, _) if is_broken => words.one("promise-broken", "date", words.date(promise.due_at)),
        (None, _) => words.one("promise-due", "date", words.date(promise.due_at)),
        (Some(_), days) if is_broken => words.count("promise-late", days),
        (Some(_), 0) => words.get("promise-kept-same"),
        (Some(_), days) => words.count("promise-kept", days),
    };
    (sentence, is_broken && promise.answered_at.is_none())
}

impl May {
    fn new(visitor: &Visitor, idea: &Idea) -> Self {
        let person = visitor.person.as_ref();
        Self {
            edit: person.is_some_and(|person| policy::may_edit_now(person, idea).is_ok()),
            link: person.is_some_and(|person| policy::may_link(person).is_ok()),
            report: person.is_some_and(|person| person.id != idea.author_id) && idea.shown > 0,
            moderate: person.is_some_and(|person| person.role.is_moderator()),
            decide: person.is_some_and(|person| person.may(Power::Desk)),
        }
    }
}

/// The questions, and where each is answered.
fn open_questions(visitor: &Visitor, loaded: &Loaded) -> Vec<(Question, String)> {
    let links = &visitor.state.links;
    let answer = |route| links.idea_act(loaded.idea.id, &format!("questions/{route}"));
    loaded.questions.iter().map(|question| (question.clone(), answer(question.route))).collect()
}

fn extension_cards(visitor: &Visitor, loaded: &Loaded) -> Vec<ExtensionCard> {
    let idea = &loaded.idea;
    let card = |extension: &Extension| ExtensionCard {
        author: loaded.people.who(extension.comment.author_id, visitor),
        taken_up_by: loaded.people.who(extension.taken_up_by, visitor),
        html: extension.comment.body_html.clone(),
        at: extension.taken_up_at,
        link: visitor.state.links.comment(idea.id, &idea.title, extension.comment.id),
    };
    loaded.extensions.iter().map(card).collect()
}

fn merged_cards(visitor: &Visitor, loaded: &Loaded) -> Vec<MergedCard> {
    let is_open = loaded.veil(visitor).is_none();
    let card = |part| MergedCard::new(visitor, part, &loaded.people, (is_open, loaded.own.is_some()));
    loaded.merged.iter().map(card).collect()
}

fn related_cards(visitor: &Visitor, loaded: &Loaded) -> Vec<RelatedCard> {
    let links = &visitor.state.links;
    let card = |related: &Related| RelatedCard {
        label: related.kind.word(related.is_outgoing),
        title: related.title.clone(),
        link: links.idea(related.idea, &related.title),
        remove: links.idea_act(loaded.idea.id, &format!("links/{}/remove", related.link)),
    };
    loaded.related.iter().map(card).collect()
}
