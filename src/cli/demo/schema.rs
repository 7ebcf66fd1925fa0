//! The invented company that `groundswell demo` shows, as typed data.
//! Every `days_after` counts from the day its idea was posted; every `*_days_ago` from the day the demo is made.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::boards::{Audience, Voting};
use crate::error::{Error, Result};
use crate::ideas::LinkKind;
use crate::people::Role;
use crate::ranking::impact::Effort;
use crate::text::words::Language;
use crate::triage::factors::Factor;
use crate::triage::routes::{AskedOf, Confidence, RouteState};

/// Everything in the content files.
#[derive(Debug)]
pub struct Content {
    pub company: Company,
    pub people: Vec<Person>,
    /// Ideas of all boards, oldest first.
    pub ideas: Vec<Idea>,
    pub moderation: Moderation,
    pub calls: Calls,
}

impl Content {
    /// Parses the embedded files.
    ///
    /// # Errors
    /// When a file is not TOML of the shape below; the error names line and field.
    pub fn load() -> Result<Self> {
        let mut ideas = Vec::new();
        for text in [
            include_str!("ideas-gear.toml"),
            include_str!("ideas-app.toml"),
            include_str!("ideas-service.toml"),
            include_str!("ideas-workshop.toml"),
        ] {
            ideas.extend(parse::<IdeasFile>(text)?.ideas);
        }
        ideas.sort_by_key(|idea| std::cmp::Reverse(idea.created_days_ago));
        Ok(Self {
            company: parse(include_str!("company.toml"))?,
            people: parse::<PeopleFile>(include_str!("people.toml"))?.people,
            ideas,
            moderation: parse(include_str!("moderation.toml"))?,
            calls: parse(include_str!("calls.toml"))?,
        })
    }
}

/// Content of the demo, read from one of its files.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T> {
    toml::from_str(text).map_err(|cause| Error::internal(format!("demo content: {cause}")))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PeopleFile {
    people: Vec<Person>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct IdeasFile {
    ideas: Vec<Idea>,
}

/// The site with its boards, tags, teams and rules.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    pub site: Site,
    pub calendar: Calendar,
    pub boards: Vec<Board>,
    pub tags: Vec<Tag>,
    pub teams: Vec<Team>,
    /// Customer organisations.
    pub accounts: Vec<Account>,
    /// Saved conditions on them.
    pub segments: Vec<Segment>,
    /// Saved ways to look at the desk.
    pub lenses: Vec<Lens>,
    /// Factors of the impact that somebody set by hand.
    pub factors: Vec<SetFactor>,
    /// In the order in which they are tried.
    pub rules: Vec<Rule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    pub name: String,
    pub tagline: String,
    /// `#rrggbb`.
    pub colour: String,
    /// Markdown.
    pub welcome: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Board {
    pub slug: String,
    /// Handle of the product manager who looks after it.
    pub manager: String,
    pub name: String,
    pub description: String,
    pub visibility: Audience,
    pub voting: Voting,
    pub half_life_days: i32,
    /// For how many days after an idea was posted nobody sees how many voted; 0 for none.
    #[serde(default)]
    pub counts_hidden_days: i32,
    /// Working days within which it promises a first answer.
    pub promise_days: Option<i32>,
    pub categories: Vec<Category>,
}

/// The slug is unique within its board.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Category {
    pub slug: String,
    pub name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    pub slug: String,
    pub name: String,
    #[serde(default)]
    pub staff_only: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Team {
    pub slug: String,
    pub name: String,
    pub email: String,
    /// Handles of staff.
    pub members: Vec<String>,
    pub clock: Option<Clock>,
}

/// When a team is reminded and to whom its work is escalated; days and hours are working time.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    pub due_days: i32,
    pub remind_hours: i32,
    pub escalate_hours: i32,
    /// Handle of a product manager or a member.
    pub escalate_to: String,
}

/// The site's working time.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// IANA name.
    pub time_zone: String,
    /// The hours of each day, Monday first.
    pub days: [String; 7],
    /// One a line: the day, then its name.
    pub holidays: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    pub name: String,
    pub domains: String,
    pub plan: String,
    pub segment: String,
    /// A month.
    pub value: String,
    pub currency: String,
    pub health: String,
    /// Handle of a member of staff.
    pub owner: String,
    /// Handles of customers.
    pub people: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lens {
    pub name: String,
    /// Handle.
    pub owner: String,
    #[serde(default)]
    pub shared: bool,
    /// As in the address of the list.
    #[serde(default)]
    pub query: String,
    pub columns: Vec<String>,
    /// `people` or `accounts`.
    #[serde(default)]
    pub reach_by: String,
    #[serde(default)]
    pub at_risk: String,
    #[serde(default)]
    pub others: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetFactor {
    pub idea: String,
    pub factor: Factor,
    pub to: String,
    pub note: String,
    /// Handle.
    pub by: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    pub name: String,
    /// One a line.
    #[serde(default)]
    pub plans: String,
    #[serde(default)]
    pub labels: String,
    #[serde(default)]
    pub currency: String,
    #[serde(default)]
    pub least: String,
    #[serde(default)]
    pub healths: Vec<String>,
}

/// An idea that meets every condition given goes to the team. Empty lists and missing numbers set none;
/// within `categories`, `tags`, `words` and `status_kinds` one match is enough.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub name: String,
    pub board: Option<String>,
    #[serde(default)]
    pub categories: Vec<String>,
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default)]
    pub words: Vec<String>,
    /// Net counted votes.
    pub min_votes: Option<i64>,
    pub min_people: Option<i64>,
    #[serde(default)]
    pub status_kinds: Vec<crate::boards::StatusKind>,
    pub team: String,
    pub due_days: i32,
    #[serde(default)]
    pub more: super::ruling::More,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub handle: String,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub language: Language,
    /// IANA name.
    pub time_zone: String,
    pub joined_days_ago: u32,
    pub about: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Idea {
    /// Unique over all boards; links use it.
    pub key: String,
    pub board: String,
    pub category: String,
    pub author: String,
    pub title: String,
    /// Markdown.
    pub body: String,
    pub tags: Vec<String>,
    pub created_days_ago: u32,
    /// The slug of one of the statuses that every board starts with.
    pub status: String,
    pub votes: Votes,
    pub effort: Option<Effort>,
    #[serde(default)]
    pub links: Vec<Link>,
    #[serde(default)]
    pub comments: Vec<Comment>,
    #[serde(default)]
    pub routes: Vec<Route>,
    /// Responses before the present one, each with the status it set, in order.
    #[serde(default)]
    pub earlier: Vec<EarlierResponse>,
    /// The present response; it set `status`.
    pub response: Option<Response>,
}

/// How many distinct people vote, and when. The author's own vote is one of `promote`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Votes {
    pub promote: usize,
    pub demote: usize,
    pub shape: Shape,
}

/// How the votes lie between the day of the idea and today (or the day it was closed).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Most within the first days.
    Burst,
    /// Evenly, with noise.
    Steady,
    /// More and more.
    Rising,
    /// Fewer and fewer.
    Fading,
    /// Quiet for most of its life, then found.
    Late,
    /// Few, evenly, without noise.
    Flat,
}

/// Reads as a sentence: this idea is a `kind` the other `idea`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    pub kind: LinkKind,
    pub idea: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    pub author: String,
    pub days_after: u32,
    /// Markdown.
    pub body: String,
    /// Taken up into the idea, with credit.
    #[serde(default)]
    pub extension: bool,
    #[serde(default)]
    pub replies: Vec<Reply>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    pub author: String,
    pub days_after: u32,
    /// Markdown.
    pub body: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// Always staff.
    pub author: String,
    pub days_after: u32,
    /// Markdown.
    pub body: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlierResponse {
    pub status: String,
    /// Always staff.
    pub author: String,
    pub days_after: u32,
    /// Markdown.
    pub body: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    pub team: String,
    pub state: RouteState,
    pub days_after: u32,
    /// Counted from the day of the route.
    pub due_days: u32,
    /// The day the state was last changed; none while it is new.
    pub changed_days_after: Option<u32>,
    /// To whom the question goes; only when asked.
    pub asked_of: Option<AskedOf>,
    /// Only when asked.
    pub question: Option<String>,
    /// Only when declined.
    pub reason: Option<String>,
    /// In every other state.
    pub note: Option<String>,
    /// What the team expects it to cost, and how sure it is; once it has accepted.
    pub estimate: Option<(Effort, Confidence)>,
    /// Addresses in the team's tracker, with their titles.
    #[serde(default)]
    pub work: Vec<(String, String)>,
    /// What it told everybody; while it is in work.
    pub told: Option<String>,
}

/// What moderators did, what waits for them, and what staff wrote to each other.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moderation {
    pub hidden: Hidden,
    pub pending: Pending,
    pub ban: Ban,
    pub reports: Vec<Report>,
    pub notes: Vec<Note>,
}

/// What the company calls people to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calls {
    pub storms: Vec<Storm>,
    pub rounds: Vec<Round>,
}

/// A vote round.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// Who runs it.
    pub by: String,
    pub title: String,
    pub intro: String,
    pub budget: i32,
    pub cap: Option<i32>,
    pub starts_days_ago: i64,
    pub days: i64,
    /// Keys of its ideas.
    pub ideas: Vec<String>,
    /// How many of a hundred people give points.
    pub share: i64,
    #[serde(default)]
    pub report: String,
    pub reported_days_ago: Option<i64>,
}

/// A storm session.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Storm {
    pub board: String,
    /// Who runs it.
    pub by: String,
    pub question: String,
    pub rules: String,
    /// Negative for one that is yet to come.
    pub starts_days_ago: i64,
    pub days: i64,
    /// Keys of its ideas.
    pub ideas: Vec<String>,
    #[serde(default)]
    pub summary: String,
    #[serde(default)]
    pub answer: String,
    pub answered_days_ago: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hidden {
    pub board: String,
    pub category: String,
    pub author: String,
    pub title: String,
    pub body: String,
    pub created_days_ago: u32,
    /// The moderator.
    pub by: String,
    /// One of the reasons that the form offers.
    pub reason: String,
    pub note: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pending {
    pub board: String,
    pub category: String,
    pub author: String,
    pub title: String,
    pub body: String,
    pub created_days_ago: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ban {
    pub person: String,
    pub by: String,
    /// One of the reasons that the form offers.
    pub reason: String,
    pub note: String,
    pub days_ago: u32,
    /// One of the terms that the form offers.
    pub term: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    pub idea: String,
    /// Counts from 1 in the order of the idea's comments; none means the idea itself.
    pub comment: Option<usize>,
    pub reporter: String,
    /// One of the reasons that the form offers.
    pub reason: String,
    pub note: String,
    pub days_ago: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    pub idea: String,
    pub author: String,
    /// Plain text.
    pub body: String,
    pub days_ago: u32,
}
