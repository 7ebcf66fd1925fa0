//! The history of an idea: its acts as sentences, the latest first. What an act tells of is named only to those who see it.

use serde_json::Value;

use crate::boards::Catalog;
use crate::db::Db;
use crate::error::Result;
use crate::history::{Act, ActKind};
use crate::http::guard::Visitor;
use crate::ideas::{LinkKind, Viewer, links, merge, policy as merging};
use crate::ids::{BoardId, CategoryId, IdeaId, RouteStepId, StatusId, TagId, TeamId};
use crate::time::Timestamp;
use crate::triage::answer::Response;
use crate::triage::routes::Step;
use crate::triage::teams::{self, Team};
use crate::triage::{policy, queries};
use crate::web::who::{People, Who};

/// One line of the history.
pub struct Entry {
    /// Who did it; none when the site itself did.
    pub who: Option<Who>,
    /// What was done.
    pub text: String,
    /// What it was done to or with: words, and where they lead if the reader may go there.
    pub link: Option<(String, Option<String>)>,
    /// A status: its name and kind.
    pub status: Option<(String, &'static str)>,
    /// The text of a response that another followed.
    pub html: Option<String>,
    /// What a team told everybody, in plain text.
    pub said: Option<String>,
    /// Where a form undoes it, for whoever may.
    pub undo: Option<String>,
    /// Whether only staff reads it.
    pub is_staff_only: bool,
    /// When.
    pub at: Timestamp,
}

/// Titles of the ideas that acts speak of, as far as the viewer may see them: one query.
pub fn linked(db: &mut Db, acts: &[Act], viewer: Viewer) -> Result<Vec<(IdeaId, String)>> {
    let mut ids: Vec<IdeaId> = acts.iter().filter_map(other_idea).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = links::titles(db, &ids, viewer)?;
    let mut titles: Vec<(IdeaId, String)> = found.into_iter().map(|(id, title, _)| (id, title)).collect();
    if acts.iter().any(|act| act.kind == ActKind::Merged) {
        titles.extend(merge::titles(db, &ids, viewer.is_staff)?);
    }
    Ok(titles)
}

fn other_idea(act: &Act) -> Option<IdeaId> {
    let kinds = [ActKind::Linked, ActKind::Unlinked, ActKind::Merged, ActKind::Unmerged];
    if kinds.contains(&act.kind) { number(&act.detail(), "to").map(IdeaId::new) } else { None }
}

fn number(detail: &Value, key: &str) -> Option<i64> {
    detail.get(key).and_then(Value::as_i64)
}

/// The teams that acts speak of, and which of them are the reader's own; only staff reads such acts.
#[derive(Default)]
pub struct Teams {
    all: Vec<Team>,
    own: Vec<TeamId>,
}

impl Teams {
    /// For these acts and this reader. At most two queries.
    pub fn load(db: &mut Db, acts: &[Act], viewer: Viewer) -> Result<Self> {
        let is_routed = acts.iter().any(|act| matches!(act.kind, ActKind::Routed | ActKind::RouteMoved));
        let Some(reader) = viewer.id.filter(|_| is_routed) else { return Ok(Self::default()) };
        Ok(Self { all: teams::list(db)?, own: teams::ids_of(db, reader)? })
    }
}

/// What acts tell of, loaded beforehand.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// Ideas that were linked, with their titles.
    pub linked: &'a [(IdeaId, String)],
    /// Teams that the idea was sent to.
    pub teams: &'a Teams,
    /// The company's responses, the latest first.
    pub responses: &'a [Response],
    /// Everybody who acted.
    pub people: &'a People,
    /// Ideas that are merged into this one now.
    pub merged: &'a [IdeaId],
    /// What teams told everybody.
    pub progress: &'a [Step],
}

/// What teams tell everybody in these acts, as far as they have not taken it back; at most one query.
pub fn progress(db: &mut Db, acts: &[Act]) -> Result<Vec<Step>> {
    let told = acts.iter().filter(|act| act.kind == ActKind::Progress);
    let ids: Vec<RouteStepId> =
        told.filter_map(|act| number(&act.detail(), "said")).map(RouteStepId::new).collect();
    if ids.is_empty() { Ok(Vec::new()) } else { queries::published(db, &ids) }
}

/// The lines of the history.
pub fn timeline(visitor: &Visitor, acts: &[Act], told: &Told<'_>) -> Vec<Entry> {
    let teller = Teller { visitor, told: *told };
    acts.iter().filter_map(|act| teller.entry(act)).collect()
}

struct Teller<'a> {
    visitor: &'a Visitor,
    told: Told<'a>,
}

impl Teller<'_> {
    fn catalog(&self) -> &Catalog {
        &self.visitor.settings.catalog
    }

    fn entry(&self, act: &Act) -> Option<Entry> {
        let detail = act.detail();
        let mut entry = Entry {
            who: act.actor_id.map(|id| self.told.people.who(id, self.visitor)),
            text: self.visitor.words.get(word(act)?),
            link: None,
            status: None,
            html: None,
            said: None,
            undo: None,
            is_staff_only: act.audience == crate::history::ActAudience::Staff,
            at: act.created_at,
        };
        match act.kind {
            ActKind::IdeaEdited => entry.link = self.changes(act),
            ActKind::StatusChanged => self.status(&mut entry, &detail),
            ActKind::Answered => entry.html = self.earlier_response(&detail),
            ActKind::IdeaMoved => entry.text = self.moved(&detail)?,
            ActKind::TagsChanged => entry.text = self.tags(&detail)?,
            ActKind::Routed | ActKind::RouteMoved => entry.link = self.team(&detail),
            ActKind::Linked | ActKind::Unlinked => self.link(&mut entry, act, &detail)?,
            ActKind::Merged | ActKind::Unmerged => self.merge(&mut entry, act, &detail),
            ActKind::Progress => entry.said = Some(self.progress(&detail)?),
            ActKind::ExtensionTakenUp | ActKind::ExtensionReleased => self.credit(&mut entry, act),
            _ => {}
        }
        Some(entry)
    }

    fn changes(&self, act: &Act) -> Option<(String, Option<String>)> {
        let words = self.visitor.words.get("history-what-changed");
        Some((words, Some(self.visitor.state.links.idea_act(act.idea_id?, "history"))))
    }

    fn status(&self, entry: &mut Entry, detail: &Value) {
        let label = |key| {
            let status = self.catalog().status(StatusId::new(number(detail, key)?)).ok()?;
            Some((status.label(&self.visitor.words), status.kind.as_str()))
        };
        if let Some((from, _)) = label("from") {
            entry.text = self.visitor.words.one("history-status-from", "from", from);
        }
        entry.status = label("to");
    }

    /// The latest response stands on top of the page already.
    fn earlier_response(&self, detail: &Value) -> Option<String> {
        let id = number(detail, "response")?;
        let earlier = self.told.responses.iter().skip(1).find(|response| response.id.raw() == id)?;
        Some(earlier.body_html.clone())
    }

    fn progress(&self, detail: &Value) -> Option<String> {
        let id = number(detail, "said").map(RouteStepId::new)?;
        self.told.progress.iter().find(|step| step.id == id).map(|step| step.body.clone())
    }

    fn moved(&self, detail: &Value) -> Option<String> {
        let board = |key| self.catalog().board(BoardId::new(number(detail, key)?)).ok();
        let (from, to) = (board("from_board")?, board("to_board")?);
        let words = &self.visitor.words;
        if from.id != to.id {
            return Some(words.two("history-moved-board", "from", &from.name, "to", &to.name));
        }
        let category =
            number(detail, "to_category").and_then(|id| self.catalog().category(CategoryId::new(id)));
        Some(match category {
            Some(category) => words.one("history-moved-category", "to", &category.name),
            None => words.get("history-moved-no-category"),
        })
    }

    fn tags(&self, detail: &Value) -> Option<String> {
        let (added, removed) = (self.tag_names(detail, "added"), self.tag_names(detail, "removed"));
        let words = &self.visitor.words;
        match (added.is_empty(), removed.is_empty()) {
            (true, true) => None,
            (false, true) => Some(words.one("history-tags-added", "tags", added)),
            (true, false) => Some(words.one("history-tags-removed", "tags", removed)),
            (false, false) => Some(words.two("history-tags-both", "added", added, "removed", removed)),
        }
    }

    fn tag_names(&self, detail: &Value, key: &str) -> String {
        let ids = detail.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let ids: Vec<TagId> = ids.iter().filter_map(Value::as_i64).map(TagId::new).collect();
        let open = self.catalog().tags_open_to(self.visitor.is_staff());
        open.filter(|tag| ids.contains(&tag.id)).map(|tag| tag.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// A link with an idea that the reader must not see is not told at all.
    fn link(&self, entry: &mut Entry, act: &Act, detail: &Value) -> Option<()> {
        let to = other_idea(act)?;
        let (_, title) = self.told.linked.iter().find(|(id, _)| *id == to)?;
        let kind = LinkKind::parse(detail.get("kind")?.as_str()?)?;
        let is_outgoing = detail.get("outgoing").and_then(Value::as_bool).unwrap_or(true);
        let words = &self.visitor.words;
        let label = words.get(kind.word(is_outgoing));
        let key = if act.kind == ActKind::Linked { "history-linked" } else { "history-unlinked" };
        entry.text = words.one(key, "kind", label);
        entry.link = Some((title.clone(), Some(self.visitor.state.links.idea(to, title))));
        Some(())
    }

    /// The other idea is named to those who may see it; that votes moved is told to all. Only the last merge of an idea
    /// that stands can be undone.
    fn merge(&self, entry: &mut Entry, act: &Act, detail: &Value) {
        let Some(other) = other_idea(act) else { return };
        let is_outgoing = detail.get("outgoing").and_then(Value::as_bool).unwrap_or(true);
        let words = &self.visitor.words;
        entry.text = words.get(match (act.kind, is_outgoing) {
            (ActKind::Merged, true) => "history-merged",
            (ActKind::Merged, false) => "history-merged-here",
            (_, true) => "history-unmerged",
            (_, false) => "history-unmerged-here",
        });
        let title = self.told.linked.iter().find(|(id, _)| *id == other).map(|(_, title)| title);
        let links = &self.visitor.state.links;
        entry.link = title.map(|title| (title.clone(), Some(links.idea(other, title))));
        let may = self.visitor.person.as_ref().is_some_and(|person| merging::may_merge(person).is_ok());
        let stands = act.kind == ActKind::Merged && !is_outgoing && self.told.merged.contains(&other);
        entry.undo = (may && stands).then(|| format!("{}/unmerge", links.desk_idea(other)));
    }

    fn team(&self, detail: &Value) -> Option<(String, Option<String>)> {
        let id = TeamId::new(number(detail, "team")?);
        let team = self.told.teams.all.iter().find(|team| team.id == id)?;
        let reader = self.visitor.person.as_ref()?;
        let may_see = policy::may_see_inbox(reader, &self.told.teams.own, id);
        Some((team.name.clone(), may_see.then(|| self.visitor.state.links.team(&team.slug))))
    }

    fn credit(&self, entry: &mut Entry, act: &Act) {
        let Some(author) = act.person_id.map(|id| self.told.people.who(id, self.visitor)) else { return };
        let key = if act.kind == ActKind::ExtensionTakenUp {
            "history-taken-up-from"
        } else {
            "history-released-from"
        };
        entry.text = self.visitor.words.one(key, "name", author.name);
    }
}

/// The key of what was done; none for acts that have no place in an idea's history.
fn word(act: &Act) -> Option<&'static str> {
    let is_comment = act.comment_id.is_some();
    Some(match act.kind {
        ActKind::IdeaSubmitted => "history-submitted",
        ActKind::IdeaEdited => "history-edited",
        ActKind::IdeaMoved => "history-moved",
        ActKind::TagsChanged => "history-tags",
        ActKind::StatusChanged => "history-status",
        ActKind::Answered => "history-answered",
        ActKind::ResponseEdited => "history-response-edited",
        ActKind::EffortChanged => "history-effort",
        ActKind::ExtensionTakenUp => "history-taken-up",
        ActKind::ExtensionReleased => "history-released",
        ActKind::Linked => "history-linked",
        ActKind::Unlinked => "history-unlinked",
        ActKind::Merged => "history-merged",
        ActKind::Unmerged => "history-unmerged",
        ActKind::Captured => "history-captured",
        ActKind::Shortlisted => "history-shortlisted",
        ActKind::Unshortlisted => "history-unshortlisted",
        ActKind::Routed => "history-routed",
        ActKind::RouteMoved => "history-route-moved",
        ActKind::Progress => "history-progress",
        ActKind::Held if is_comment => "history-comment-held",
        ActKind::Held => "history-held",
        ActKind::EditHeld if is_comment => "history-comment-edit-held",
        ActKind::EditHeld => "history-edit-held",
        ActKind::Approved if is_comment => "history-comment-approved",
        ActKind::Approved => "history-approved",
        ActKind::Rejected if is_comment => "history-comment-rejected",
        ActKind::Rejected => "history-rejected",
        ActKind::Hidden if is_comment => "history-comment-hidden",
        ActKind::Hidden => "history-hidden",
        ActKind::Restored if is_comment => "history-comment-restored",
        ActKind::Restored => "history-restored",
        ActKind::Locked => "history-locked",
        ActKind::Unlocked => "history-unlocked",
        ActKind::VotesHeld => "history-votes-held",
        ActKind::VotesReleased => "history-votes-released",
        ActKind::VotesVoided => "history-votes-voided",
        ActKind::StormAdded => "history-storm-added",
        ActKind::StormRemoved => "history-storm-removed",
        ActKind::PanelAdded => "history-panel-added",
        ActKind::PanelRemoved => "history-panel-removed",
        ActKind::Imported => "history-imported",
        _ => return None,
    })
}
