//! The neutral format: what a line can say, and reading it. `docs/import.md` tells it to whoever writes such files.

use serde_json::{Map, Value};

use super::fields::{Dates, Fields, Key, Wrong, missing};
use super::markup::{self, BodyFormat};
use crate::boards::{Audience, Counts, Premoderation, StatusKind, Voting};
use crate::ideas::PostState;
use crate::ideas::links::LinkKind;
use crate::people::Role;
use crate::ranking::impact::Effort;
use crate::ranking::store::VoteState;
use crate::text::words::Language;
use crate::text_enum;
use crate::time::Timestamp;

text_enum! {
    /// What a line is about; in the order in which they go in.
    pub enum Kind {
        /// A tag.
        Tag = "tag",
        /// A board with its categories and statuses.
        Board = "board",
        /// A person.
        Person = "person",
        /// An idea.
        Idea = "idea",
        /// A comment or a reply.
        Comment = "comment",
        /// A vote.
        Vote = "vote",
        /// The company's official answer.
        Response = "response",
        /// A typed link between two ideas.
        Link = "link",
        /// Somebody follows an idea, or chose not to.
        Follow = "follow",
        /// An idea that is part of another.
        Merge = "merge",
    }
}

/// Most characters in a title that comes from elsewhere.
pub const TITLE_MAX: usize = 500;
/// Most characters in a text that comes from elsewhere: more than a form takes, so that nothing is lost.
pub const BODY_MAX: usize = 200_000;
/// Most characters in a tag that comes from elsewhere.
const TAG_MAX: usize = 200;
/// Largest total of votes without voters.
const TOTAL_MAX: i64 = 1_000_000_000;

/// One line. What it leaves out is told apart from what it says, so that the same line is the same at any time.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the variants are the kinds")]
pub enum Record {
    Tag(Tag),
    Board(Board),
    Person(Person),
    Idea(Box<Idea>),
    Comment(Comment),
    Vote(Vote),
    Response(Response),
    Link(Link),
    Follow(Follow),
    Merge(Merge),
}

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the format")]
pub struct Tag {
    pub key: Key,
    pub name: String,
    pub slug: Option<String>,
    pub is_staff_only: bool,
}

/// A board.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the format")]
pub struct Board {
    pub key: Key,
    pub name: String,
    pub slug: Option<String>,
    pub description: String,
    pub audience: Audience,
    pub voting: Voting,
    pub premoderation: Premoderation,
    pub half_life_days: Option<i32>,
    pub counts: Option<Counts>,
    pub counts_days: Option<i32>,
    pub explore_every: Option<i32>,
    pub created_at: Option<Timestamp>,
    pub archived_at: Option<Timestamp>,
    pub categories: Vec<Category>,
    /// None takes the statuses that every board starts with.
    pub statuses: Option<Vec<Status>>,
}

/// A category of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the format")]
pub struct Category {
    pub name: String,
    pub slug: Option<String>,
}

/// A status of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the format")]
pub struct Status {
    pub slug: String,
    pub name: Option<String>,
    pub kind: StatusKind,
    pub wants_reason: bool,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the format")]
pub struct Person {
    pub key: Key,
    pub name: String,
    pub handle: Option<String>,
    pub email: Option<String>,
    pub role: Role,
    pub about: String,
    pub language: Option<Language>,
    pub time_zone: Option<String>,
    pub created_at: Option<Timestamp>,
    pub former_at: Option<Timestamp>,
}

/// An idea.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the format")]
pub struct Idea {
    pub key: Key,
    pub board: Key,
    pub category: Option<String>,
    pub author: Option<Key>,
    pub title: String,
    pub body: String,
    pub tags: Vec<String>,
    pub status: Option<String>,
    pub status_at: Option<Timestamp>,
    pub effort: Option<Effort>,
    pub state: PostState,
    pub state_reason: Option<String>,
    pub is_locked: bool,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub brought_promotions: i64,
    pub brought_demotions: i64,
    pub brought_from: Option<String>,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the format")]
pub struct Comment {
    pub key: Key,
    pub idea: Key,
    pub parent: Option<Key>,
    pub author: Option<Key>,
    pub body: String,
    pub state: PostState,
    pub state_reason: Option<String>,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
    /// Who took it up as an extension, and when.
    pub taken_up: Option<(Key, Timestamp)>,
}

/// A vote.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the format")]
pub struct Vote {
    pub idea: Key,
    pub person: Key,
    pub value: i16,
    pub state: VoteState,
    pub is_captured: bool,
    pub created_at: Timestamp,
}

/// A response.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the format")]
pub struct Response {
    pub key: Key,
    pub idea: Key,
    pub author: Option<Key>,
    pub status: Option<String>,
    pub effort: Option<Effort>,
    pub body: String,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the format")]
pub struct Link {
    pub key: Key,
    pub from: Key,
    pub to: Key,
    pub kind: LinkKind,
    pub created_by: Option<Key>,
    pub created_at: Option<Timestamp>,
}

/// Following.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the format")]
pub struct Follow {
    pub idea: Key,
    pub person: Key,
    pub is_on: bool,
    pub created_at: Option<Timestamp>,
}

/// An idea merged into another.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of the format")]
pub struct Merge {
    pub key: Key,
    pub idea: Key,
    pub into: Key,
    pub merged_by: Option<Key>,
    pub created_at: Option<Timestamp>,
}

/// A line that cannot be taken as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// What it is about, if that much can be read.
    pub kind: Option<Kind>,
    /// What is wrong.
    pub wrong: Wrong,
}

impl Record {
    /// What it is about.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Tag(_) => Kind::Tag,
            Self::Board(_) => Kind::Board,
            Self::Person(_) => Kind::Person,
            Self::Idea(_) => Kind::Idea,
            Self::Comment(_) => Kind::Comment,
            Self::Vote(_) => Kind::Vote,
            Self::Response(_) => Kind::Response,
            Self::Link(_) => Kind::Link,
            Self::Follow(_) => Kind::Follow,
            Self::Merge(_) => Kind::Merge,
        }
    }

    /// Which system it comes from; of a vote or a follow, the one its idea comes from.
    pub fn source(&self) -> &str {
        let key = match self {
            Self::Tag(tag) => &tag.key,
            Self::Board(board) => &board.key,
            Self::Person(person) => &person.key,
            Self::Idea(idea) => &idea.key,
            Self::Comment(comment) => &comment.key,
            Self::Vote(vote) => &vote.idea,
            Self::Response(response) => &response.key,
            Self::Link(link) => &link.key,
            Self::Follow(follow) => &follow.idea,
            Self::Merge(merge) => &merge.key,
        };
        &key.source
    }

    /// Reads a line of the neutral format.
    pub fn parse(line: &str, dates: Dates) -> Result<Self, Unread> {
        let (kind, map) = split(line).map_err(|wrong| Unread { kind: None, wrong })?;
        Self::read(kind, map, dates).map_err(|wrong| Unread { kind: Some(kind), wrong })
    }

    fn read(kind: Kind, map: Map<String, Value>, dates: Dates) -> Result<Self, Wrong> {
        let mut fields = Fields::new(map, dates)?;
        let record = match kind {
            Kind::Tag => Self::Tag(tag(&mut fields)?),
            Kind::Board => Self::Board(board(&mut fields)?),
            Kind::Person => Self::Person(person(&mut fields)?),
            Kind::Idea => Self::Idea(Box::new(idea(&mut fields)?)),
            Kind::Comment => Self::Comment(comment(&mut fields)?),
            Kind::Vote => Self::Vote(vote(&mut fields)?),
            Kind::Response => Self::Response(response(&mut fields)?),
            Kind::Link => Self::Link(link(&mut fields)?),
            Kind::Follow => Self::Follow(follow(&mut fields)?),
            Kind::Merge => Self::Merge(merge(&mut fields)?),
        };
        fields.finish()?;
        Ok(record)
    }
}

/// What a line is about, and its other fields.
fn split(line: &str) -> Result<(Kind, Map<String, Value>), Wrong> {
    let value: Value =
        serde_json::from_str(line).map_err(|cause| Wrong::new("", format!("is no JSON: {cause}")))?;
    let Value::Object(mut map) = value else { return Err(Wrong::new("", "is no JSON object")) };
    match map.remove("kind") {
        Some(Value::String(kind)) => Ok((kind.parse().map_err(|reason| Wrong::new("kind", reason))?, map)),
        _ => Err(missing("kind")),
    }
}

fn tag(fields: &mut Fields) -> Result<Tag, Wrong> {
    Ok(Tag {
        key: fields.key()?,
        name: fields.line("name", TAG_MAX)?.ok_or_else(|| missing("name"))?,
        slug: fields.line("slug", 60)?,
        is_staff_only: fields.flag("staff_only")?.unwrap_or(false),
    })
}

fn board(fields: &mut Fields) -> Result<Board, Wrong> {
    let category = |fields: &mut Fields| {
        Ok(Category {
            name: fields.line("name", 60)?.ok_or_else(|| missing("name"))?,
            slug: fields.line("slug", 60)?,
        })
    };
    let status = |fields: &mut Fields| {
        Ok(Status {
            slug: fields.line("slug", 60)?.ok_or_else(|| missing("slug"))?,
            name: fields.line("name", 60)?,
            kind: fields.choice("kind")?.ok_or_else(|| missing("kind"))?,
            wants_reason: fields.flag("wants_reason")?.unwrap_or(false),
        })
    };
    let half_life = fields.number("half_life_days", 1, 365)?;
    let small = |number: Option<i64>| number.and_then(|number| i32::try_from(number).ok());
    Ok(Board {
        key: fields.key()?,
        name: fields.line("name", 60)?.ok_or_else(|| missing("name"))?,
        slug: fields.line("slug", 60)?,
        description: fields.body("description", 500)?,
        audience: fields.choice("audience")?.unwrap_or(Audience::Public),
        voting: fields.choice("voting")?.unwrap_or(Voting::PromoteDemote),
        premoderation: fields.choice("premoderation")?.unwrap_or(Premoderation::Off),
        half_life_days: small(half_life),
        counts: fields.choice("counts")?,
        counts_days: small(fields.number("counts_days", 0, 365)?),
        explore_every: small(fields.number("explore_every", 0, 100)?),
        created_at: fields.moment("created_at")?,
        archived_at: fields.moment("archived_at")?,
        categories: fields.objects("categories", category)?.unwrap_or_default(),
        statuses: statuses(fields.objects("statuses", status)?)?,
    })
}

/// A board needs a status for new ideas, and no two that are called alike.
fn statuses(statuses: Option<Vec<Status>>) -> Result<Option<Vec<Status>>, Wrong> {
    let Some(statuses) = statuses else { return Ok(None) };
    if !statuses.iter().any(|status| status.kind == StatusKind::Open) {
        return Err(Wrong::new("statuses", "wants one of kind open, for new ideas"));
    }
    let mut slugs: Vec<&str> = statuses.iter().map(|status| status.slug.as_str()).collect();
    slugs.sort_unstable();
    if slugs.windows(2).any(|pair| matches!(pair, [a, b] if a == b)) {
        return Err(Wrong::new("statuses", "has two with the same slug"));
    }
    Ok(Some(statuses))
}

fn person(fields: &mut Fields) -> Result<Person, Wrong> {
    let email = fields.line("email", 254)?.map(|email| email.to_lowercase());
    if email.as_deref().is_some_and(|email| !validator::ValidateEmail::validate_email(&email)) {
        return Err(Wrong::new("email", "is no e-mail address"));
    }
    let time_zone = fields.line("time_zone", 60)?;
    if time_zone.as_deref().is_some_and(|zone| zone.parse::<chrono_tz::Tz>().is_err()) {
        return Err(Wrong::new("time_zone", "is no IANA time zone like Europe/Madrid"));
    }
    Ok(Person {
        key: fields.key()?,
        name: fields.line("name", 80)?.unwrap_or_default(),
        handle: fields.line("handle", 32)?,
        email,
        role: fields.choice("role")?.unwrap_or(Role::Customer),
        about: fields.body("about", 500)?,
        language: fields.choice("language")?,
        time_zone,
        created_at: fields.moment("created_at")?,
        former_at: fields.moment("former_at")?,
    })
}

fn idea(fields: &mut Fields) -> Result<Idea, Wrong> {
    let format = fields.choice::<BodyFormat>("body_format")?.unwrap_or(BodyFormat::Markdown);
    let title = fields.line("title", TITLE_MAX)?.ok_or_else(|| missing("title"))?;
    if crate::text::clean::is_invisible(&title) {
        return Err(Wrong::new("title", "has nothing to read in it"));
    }
    let brought_from = fields.line("brought_from", 80)?;
    let brought_promotions = fields.number("brought_promotions", 0, TOTAL_MAX)?.unwrap_or(0);
    let brought_demotions = fields.number("brought_demotions", 0, TOTAL_MAX)?.unwrap_or(0);
    let is_brought = brought_promotions > 0 || brought_demotions > 0;
    Ok(Idea {
        key: fields.key()?,
        board: fields.wanted("board")?,
        category: fields.line("category", 60)?,
        author: fields.reference("author")?,
        title,
        body: markup::to_markdown(&fields.body("body", BODY_MAX)?, format),
        tags: tag_names(fields)?,
        status: fields.line("status", 60)?,
        status_at: fields.moment("status_at")?,
        effort: fields.choice("effort")?,
        state: fields.choice("state")?.unwrap_or(PostState::Visible),
        state_reason: fields.line("state_reason", 1_000)?,
        is_locked: fields.flag("locked")?.unwrap_or(false),
        created_at: fields.moment("created_at")?.ok_or_else(|| missing("created_at"))?,
        edited_at: fields.moment("edited_at")?,
        brought_promotions,
        brought_demotions,
        brought_from: brought_from.or_else(|| is_brought.then(|| fields.source().to_owned())),
    })
}

fn tag_names(fields: &mut Fields) -> Result<Vec<String>, Wrong> {
    let mut names: Vec<String> = Vec::new();
    for value in fields.list("tags")?.unwrap_or_default() {
        let Value::String(name) = value else { return Err(Wrong::new("tags", "must be a list of texts")) };
        let name = super::fields::tidy_line(&name);
        if crate::text::clean::char_count(&name) > TAG_MAX {
            return Err(Wrong::new("tags", format!("`{name}` has more than {TAG_MAX} characters")));
        }
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

fn comment(fields: &mut Fields) -> Result<Comment, Wrong> {
    let format = fields.choice::<BodyFormat>("body_format")?.unwrap_or(BodyFormat::Markdown);
    let body = markup::to_markdown(&fields.body("body", BODY_MAX)?, format);
    let deleted_at = fields.moment("deleted_at")?;
    if crate::text::clean::is_invisible(&body) && deleted_at.is_none() {
        return Err(Wrong::new("body", "has nothing to read in it"));
    }
    let created_at = fields.moment("created_at")?.ok_or_else(|| missing("created_at"))?;
    let taken_up_at = fields.moment("taken_up_at")?.unwrap_or(created_at);
    Ok(Comment {
        key: fields.key()?,
        idea: fields.wanted("idea")?,
        parent: fields.reference("parent")?,
        author: fields.reference("author")?,
        body,
        state: fields.choice("state")?.unwrap_or(PostState::Visible),
        state_reason: fields.line("state_reason", 1_000)?,
        created_at,
        edited_at: fields.moment("edited_at")?,
        deleted_at,
        taken_up: fields.reference("taken_up_by")?.map(|by| (by, taken_up_at)),
    })
}

fn vote(fields: &mut Fields) -> Result<Vote, Wrong> {
    // A vote is known by its idea and person; a source id is taken and not needed.
    fields.own_key()?;
    let value = fields.number("value", -1, 1)?.ok_or_else(|| missing("value"))?;
    Ok(Vote {
        idea: fields.wanted("idea")?,
        person: fields.wanted("person")?,
        value: i16::try_from(value).unwrap_or(0),
        state: fields.choice("state")?.unwrap_or(VoteState::Counted),
        is_captured: fields.flag("captured")?.unwrap_or(false),
        created_at: fields.moment("created_at")?.ok_or_else(|| missing("created_at"))?,
    })
}

fn response(fields: &mut Fields) -> Result<Response, Wrong> {
    let format = fields.choice::<BodyFormat>("body_format")?.unwrap_or(BodyFormat::Markdown);
    let body = markup::to_markdown(&fields.body("body", BODY_MAX)?, format);
    if crate::text::clean::is_invisible(&body) {
        return Err(Wrong::new("body", "has nothing to read in it"));
    }
    Ok(Response {
        key: fields.key()?,
        idea: fields.wanted("idea")?,
        author: fields.reference("author")?,
        status: fields.line("status", 60)?,
        effort: fields.choice("effort")?,
        body,
        created_at: fields.moment("created_at")?.ok_or_else(|| missing("created_at"))?,
        edited_at: fields.moment("edited_at")?,
    })
}

fn link(fields: &mut Fields) -> Result<Link, Wrong> {
    let (from, to) = (fields.wanted("from")?, fields.wanted("to")?);
    let kind: LinkKind = fields.choice("link")?.ok_or_else(|| missing("link"))?;
    if from == to {
        return Err(Wrong::new("to", "is the same idea"));
    }
    let named = fields.own_key()?;
    // What is linked says which link it is; a source id of its own may say it too.
    let id = || format!("{} {kind} {} {}", from.id, to.source, to.id);
    let key = named.unwrap_or_else(|| Key { source: fields.source().to_owned(), id: id() });
    Ok(Link {
        key,
        from,
        to,
        kind,
        created_by: fields.reference("created_by")?,
        created_at: fields.moment("created_at")?,
    })
}

fn follow(fields: &mut Fields) -> Result<Follow, Wrong> {
    fields.own_key()?;
    Ok(Follow {
        idea: fields.wanted("idea")?,
        person: fields.wanted("person")?,
        is_on: fields.flag("on")?.unwrap_or(true),
        created_at: fields.moment("created_at")?,
    })
}

fn merge(fields: &mut Fields) -> Result<Merge, Wrong> {
    let (idea, into) = (fields.wanted("idea")?, fields.wanted("into")?);
    if idea == into {
        return Err(Wrong::new("into", "is the same idea"));
    }
    // An idea is merged once at a time, so it says which merge this is; a source id of its own may say it too.
    let key = fields.own_key()?.unwrap_or_else(|| Key { source: idea.source.clone(), id: idea.id.clone() });
    Ok(Merge {
        key,
        idea,
        into,
        merged_by: fields.reference("merged_by")?,
        created_at: fields.moment("created_at")?,
    })
}
