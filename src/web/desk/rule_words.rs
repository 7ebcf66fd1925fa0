//! Rules as sentences: what they ask, and what they do.

use super::labels;
use crate::accounts::Money;
use crate::accounts::segments::{self, Segment};
use crate::boards::Catalog;
use crate::db::Db;
use crate::ids::{LensId, PersonId, TeamId};
use crate::text::words::Words;
use crate::triage::lenses::{self, Lens};
use crate::triage::rules::{self, Actions, Conditions, Rule};
use crate::triage::teams::{self, Team};

/// The names of what rules may speak of besides boards, categories and tags.
pub struct Names {
    /// All teams, also archived ones.
    pub teams: Vec<Team>,
    /// All segments.
    pub segments: Vec<Segment>,
    /// Lenses that are shared.
    pub lenses: Vec<Lens>,
    /// Members of staff.
    pub staff: Vec<(PersonId, String)>,
}

impl Names {
    /// Reads them: those that can be chosen, and whatever rules speak of besides.
    pub fn load(db: &mut Db) -> crate::error::Result<Self> {
        let (mut lenses, mut staff) = (lenses::store::shared(db)?, rules::staff(db)?);
        let (mut named, mut people): (Vec<LensId>, Vec<PersonId>) = (Vec::new(), Vec::new());
        for rule in rules::list(db)? {
            let actions = rule.actions()?;
            named.extend(rule.conditions()?.lenses);
            people.extend(actions.owner.into_iter().chain(actions.person));
        }
        named.retain(|id| lenses.iter().all(|own| own.id != *id));
        people.retain(|id| staff.iter().all(|(own, _)| own != id));
        lenses.extend(lenses::store::shared_among(db, &named)?);
        let more = crate::people::queries::by_ids(db, &people)?.into_iter();
        let here = more.filter(|person| person.role.is_staff() && person.former_at.is_none());
        staff.extend(here.map(|person| (person.id, person.name)));
        Ok(Self { teams: teams::list(db)?, segments: segments::list(db)?, lenses, staff })
    }

    /// The name of a team.
    pub fn team(&self, id: TeamId) -> String {
        self.teams.iter().find(|team| team.id == id).map(|team| team.name.clone()).unwrap_or_default()
    }

    /// The teams that take routes.
    pub fn active(&self) -> Vec<Team> {
        self.teams.iter().filter(|team| team.archived_at.is_none()).cloned().collect()
    }

    /// The name of a team, with a word on it when it takes no routes.
    fn team_label(&self, id: TeamId, words: &Words) -> String {
        let found = self.teams.iter().find(|team| team.id == id);
        match found {
            Some(team) if team.archived_at.is_some() => words.one("rule-team-archived", "team", &team.name),
            _ => self.team(id),
        }
    }

    /// The teams that a form offers: those that take routes, and those that are chosen already.
    pub fn offered(&self, chosen: &[String], words: &Words) -> Vec<(TeamId, String)> {
        let is_offered = |team: &&Team| team.archived_at.is_none() || chosen.contains(&team.id.to_string());
        let offered = self.teams.iter().filter(is_offered);
        offered.map(|team| (team.id, self.team_label(team.id, words))).collect()
    }

    fn person(&self, id: PersonId) -> Option<String> {
        self.staff.iter().find(|(own, _)| *own == id).map(|(_, name)| name.clone())
    }
}

/// What a rule asks, a phrase for each condition.
pub fn asked(conditions: &Conditions, catalog: &Catalog, names: &Names, words: &Words) -> Vec<String> {
    let or = |names: Vec<String>| names.join(&words.get("rule-or"));
    let mut found = Vec::new();
    let mut say = |key: &str, names: Vec<String>| {
        if !names.is_empty() {
            found.push(words.one(key, "list", or(names)));
        }
    };
    let gone = || words.get("rule-gone");
    let boards = conditions.boards.iter().map(|id| match catalog.board(*id) {
        Ok(board) if board.archived_at.is_some() => words.one("rule-board-archived", "board", &board.name),
        Ok(board) => board.name.clone(),
        Err(_) => gone(),
    });
    say("rule-when-board", boards.collect());
    let categories = conditions.categories.iter().map(|id| catalog.category(*id));
    say("rule-when-category", categories.map(|one| one.map_or_else(gone, |one| one.name.clone())).collect());
    let tags = conditions.tags.iter().map(|id| catalog.tag(*id));
    say("rule-when-tag", tags.map(|tag| tag.map_or_else(gone, |tag| tag.name.clone())).collect());
    let kinds = conditions.kinds.iter().map(|kind| words.get(&format!("kind-{kind}")));
    say("rule-when-kind", kinds.collect());
    say("rule-when-words", conditions.words.iter().map(|word| format!("“{word}”")).collect());
    let own = conditions.segments.iter().map(|id| names.segments.iter().find(|own| own.id == *id));
    say("rule-when-segment", own.map(|own| own.map_or_else(gone, |own| own.name.clone())).collect());
    let own = conditions.lenses.iter().map(|id| names.lenses.iter().find(|own| own.id == *id));
    say("rule-when-lens", own.map(|own| own.map_or_else(gone, |own| own.name.clone())).collect());
    found.extend(thresholds(conditions, words));
    found
}

fn thresholds(conditions: &Conditions, words: &Words) -> Vec<String> {
    let counted = [
        ("rule-when-votes", conditions.votes),
        ("rule-when-people", conditions.people),
        ("rule-when-trending", conditions.trending),
        ("rule-when-impact", conditions.impact),
        ("rule-when-waiting", conditions.waiting),
    ];
    let mut found: Vec<String> =
        counted.into_iter().filter_map(|(key, count)| Some(words.count(key, count?))).collect();
    if let Some(value) = Money::stored(conditions.value, conditions.currency.clone()) {
        found.push(words.one("rule-when-value", "value", labels::money(words, &value)));
    }
    found
}

/// All of a rule as one text.
pub fn told(rule: &Rule, catalog: &Catalog, names: &Names, words: &Words) -> crate::error::Result<String> {
    let (conditions, actions) = (rule.conditions()?, rule.actions()?);
    let mut text = words.get("rule-when");
    text.push(' ');
    text.push_str(&asked(&conditions, catalog, names, words).join(&words.get("rule-and")));
    let team = sends_to(&actions, rule.team_id, names, words);
    if team.is_empty() {
        text.push('.');
    } else {
        let due = words.count("rule-due", rule.due_days);
        text.push_str(&format!("{} {team}, {due}", words.get("rule-then")));
    }
    for act in done(&actions, catalog, names, words) {
        text.push(' ');
        text.push_str(&act);
    }
    Ok(text)
}

/// The teams that a rule sends to: one, or the least loaded of several; empty when it sends to none.
pub fn sends_to(actions: &Actions, first: TeamId, names: &Names, words: &Words) -> String {
    let teams: Vec<String> =
        actions.targets(first).into_iter().map(|team| names.team_label(team, words)).collect();
    match teams.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        _ => words.one("rule-least-loaded", "list", teams.join(", ")),
    }
}

/// What a rule does besides sending, a sentence for each.
pub fn done(actions: &Actions, catalog: &Catalog, names: &Names, words: &Words) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(name) = actions.owner.and_then(|id| names.person(id)) {
        found.push(words.one("rule-does-owner", "name", name));
    }
    if !actions.question.is_empty() {
        found.push(words.one("rule-does-ask", "question", &actions.question));
    }
    if let Some(tag) = actions.tag.and_then(|id| catalog.tag(id)) {
        found.push(words.one("rule-does-tag", "tag", &tag.name));
    }
    if let Some(name) = actions.person.and_then(|id| names.person(id)) {
        found.push(words.one("rule-does-tell", "name", name));
    }
    if let Some(team) = actions.team {
        found.push(words.one("rule-does-tell", "name", names.team(team)));
    }
    found
}
