//! The columns of the desk's list: what stands in each, and the form that chooses them.

use super::factors;
use super::fields::Fields;
use super::labels;
use super::listing::{self, Reader};
use crate::accounts::Demand;
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::Manager;
use crate::ideas::Idea;
use crate::ranking::impact::Impact;
use crate::text::words::Words;
use crate::time::{DAY, Timestamp};
use crate::triage::columns::{self, DeskColumn};
use crate::triage::desk::{DeskOrder, Momentum};
use crate::triage::promises::Due;
use crate::web::errors::Result;
use crate::web::page::see_other;

/// What a cell holds, for files.
#[derive(Debug, Clone, PartialEq)]
pub enum Held {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

/// One cell.
#[derive(Debug, Clone)]
pub struct Cell {
    /// The name of its column.
    pub label: String,
    /// What the reader sees.
    pub text: String,
    /// What stands small below it.
    pub notes: Vec<String>,
    /// A class of its text; empty for none.
    pub class: &'static str,
    /// Whether it is a number.
    pub is_number: bool,
    /// A warning beside it.
    pub badge: Option<String>,
    /// The moment that it names.
    pub at: Option<Timestamp>,
    /// What it is in a file.
    pub held: Held,
}

/// The key of a column's name.
pub fn word(column: DeskColumn) -> &'static str {
    match column {
        DeskColumn::Impact => "factor-impact",
        DeskColumn::Reach => "factor-reach",
        DeskColumn::Value => "factor-value",
        DeskColumn::Confidence => "factor-confidence",
        DeskColumn::Effort => "factor-effort",
        DeskColumn::Promotions => "desk-fact-up",
        DeskColumn::Demotions => "desk-fact-down",
        DeskColumn::Accounts => "desk-tab-accounts",
        DeskColumn::Worth => "column-worth",
        DeskColumn::Comments => "desk-fact-comments",
        DeskColumn::Followers => "desk-fact-followers",
        DeskColumn::Week => "factor-week",
        DeskColumn::Month => "factor-month",
        DeskColumn::Waiting => "desk-col-waiting",
        DeskColumn::Posted => "column-posted",
        DeskColumn::Answered => "column-answered",
        DeskColumn::Why => "column-why",
    }
}

/// The heads of what a file tells beside a column, in the reader's words: what stands small in its cells on the screen.
pub fn heads_beside(words: &Words, column: DeskColumn, by_lens: bool) -> Vec<String> {
    match column {
        DeskColumn::Impact if by_lens => {
            vec![words.get("column-uncertainty"), words.get("column-usual-impact")]
        }
        DeskColumn::Impact => vec![words.get("column-uncertainty")],
        DeskColumn::Reach => vec![
            words.one("column-by-hand", "column", words.get(word(column))),
            words.get("column-votes"),
            words.get("column-people"),
        ],
        DeskColumn::Value | DeskColumn::Confidence | DeskColumn::Effort => {
            vec![words.one("column-by-hand", "column", words.get(word(column)))]
        }
        DeskColumn::Waiting => vec![words.get("desk-late")],
        _ => Vec::new(),
    }
}

/// Whether a column is set to the end of its cells.
pub fn is_number(column: DeskColumn) -> bool {
    !matches!(
        column,
        DeskColumn::Effort | DeskColumn::Worth | DeskColumn::Posted | DeskColumn::Answered | DeskColumn::Why
    )
}

/// The order in which a column is sorted, where an index has it.
pub fn order(column: DeskColumn) -> Option<DeskOrder> {
    match column {
        DeskColumn::Impact => Some(DeskOrder::Impact),
        DeskColumn::Value => Some(DeskOrder::Value),
        DeskColumn::Promotions => Some(DeskOrder::Promotions),
        DeskColumn::Comments => Some(DeskOrder::Discussed),
        DeskColumn::Waiting => Some(DeskOrder::Oldest),
        DeskColumn::Posted => Some(DeskOrder::New),
        _ => None,
    }
}

/// An idea with what its cells tell of.
pub struct Told<'t> {
    /// Who reads.
    pub reader: &'t Reader,
    /// The idea.
    pub idea: &'t Idea,
    /// Its impact.
    pub impact: Impact,
    /// Its score in the order of a lens.
    pub lens: Option<f64>,
    /// Whether the list has the order of a lens.
    pub by_lens: bool,
    /// The accounts behind it.
    pub demand: &'t Demand,
    /// Its votes of the last days.
    pub momentum: Momentum,
    /// By when an answer is promised.
    pub due: Option<Due>,
}

impl Told<'_> {
    fn words(&self) -> &Words {
        &self.reader.words
    }

    /// What stands in a column.
    pub fn cell(&self, column: DeskColumn) -> Cell {
        let mut cell = self.plain(column);
        cell.label = self.words().get(word(column));
        cell.is_number = is_number(column);
        cell
    }

    /// What a file tells beside a column; as many as it has heads.
    pub fn beside(&self, column: DeskColumn) -> Vec<Held> {
        let (words, set) = (self.words(), &self.impact.set);
        let told = |is_so: bool, key| vec![Held::Text(if is_so { words.get(key) } else { String::new() })];
        match column {
            DeskColumn::Impact => {
                let doubt = Held::Number(listing::scored(&self.impact, self.lens).1);
                let usual = self.by_lens.then_some(Held::Number(self.impact.score));
                std::iter::once(doubt).chain(usual).collect()
            }
            DeskColumn::Reach => {
                let mut told = told(set.reach.is_some(), "factor-by-hand");
                told.extend([number(i64::from(self.impact.counted)), number(self.people())]);
                told
            }
            DeskColumn::Value => told(set.value.is_some(), "factor-by-hand"),
            DeskColumn::Confidence => told(set.confidence.is_some(), "factor-by-hand"),
            DeskColumn::Effort => told(set.effort.is_some(), "factor-by-hand"),
            DeskColumn::Waiting => told(self.is_late(), "desk-late"),
            _ => Vec::new(),
        }
    }

    fn plain(&self, column: DeskColumn) -> Cell {
        let (words, idea, ranks) = (self.words(), self.idea, &self.idea.ranks);
        let factors = &self.impact.factors;
        match column {
            DeskColumn::Impact => self.score(),
            DeskColumn::Reach => self.reach(),
            DeskColumn::Value => self.by_hand(self.impact.set.value, self.decimal(factors.value, 1)),
            DeskColumn::Confidence => {
                self.by_hand(self.impact.set.confidence, self.decimal(factors.confidence, 2))
            }
            DeskColumn::Effort => self.by_hand(self.impact.set.effort, self.effort()),
            DeskColumn::Promotions => self.count(ranks.promotions),
            DeskColumn::Demotions => self.count(ranks.demotions),
            DeskColumn::Accounts => self.count(ranks.accounts_asking),
            DeskColumn::Worth => Cell { class: "words", ..text(labels::moneys(words, &self.demand.values)) },
            DeskColumn::Comments => self.count(idea.comment_count),
            DeskColumn::Followers => self.count(idea.follower_count),
            DeskColumn::Week => self.net(self.momentum.week()),
            DeskColumn::Month => self.net(self.momentum.month()),
            DeskColumn::Waiting => self.waiting(),
            DeskColumn::Posted => self.day(Some(idea.created_at)),
            DeskColumn::Answered => self.day(idea.answered_at),
            DeskColumn::Why => {
                Cell { class: "words", ..text(factors::sentence(words, &self.impact, self.demand)) }
            }
        }
    }

    fn score(&self) -> Cell {
        let words = self.words();
        let (score, doubt) = listing::scored(&self.impact, self.lens);
        let mut notes = vec![format!("± {}", labels::score(words, doubt))];
        if self.lens.is_some() {
            notes.push(words.one("lens-usual-impact", "impact", labels::score(words, self.impact.score)));
        }
        Cell { class: "impact", notes, held: Held::Number(score), ..text(labels::score(words, score)) }
    }

    fn reach(&self) -> Cell {
        let words = self.words();
        let mut cell = self.by_hand(self.impact.set.reach, self.decimal(self.impact.factors.reach, 0));
        cell.class = "reach";
        cell.notes.push(words.count("desk-votes", i64::from(self.impact.counted)));
        cell.notes.push(words.count("desk-people", self.people()));
        cell
    }

    fn people(&self) -> i64 {
        self.idea.ranks.promotions + self.idea.ranks.demotions
    }

    fn decimal(&self, number: f64, places: usize) -> Cell {
        Cell { held: Held::Number(number), ..text(self.words().decimal(number, places)) }
    }

    fn count(&self, count: i64) -> Cell {
        Cell { held: number(count), ..text(self.words().number(count)) }
    }

    fn net(&self, votes: i64) -> Cell {
        let class = if votes > 0 { "up" } else { "" };
        Cell { held: number(votes), class, ..text(labels::signed(self.words(), votes)) }
    }

    /// A factor, marked when it was set by hand.
    fn by_hand(&self, set: Option<f64>, cell: Cell) -> Cell {
        let class = if cell.class.is_empty() { "reach" } else { cell.class };
        match set {
            Some(_) => Cell { notes: vec![self.words().get("factor-by-hand")], class, ..cell },
            None => cell,
        }
    }

    fn effort(&self) -> Cell {
        let (words, by) = (self.words(), self.impact.factors.effort);
        if self.impact.set.effort.is_some() {
            return text(
                crate::triage::factors::band(by).map(|band| labels::effort(Some(band))).unwrap_or("M"),
            );
        }
        match self.idea.effort {
            Some(band) => text(labels::effort(Some(band))),
            None => Cell { class: "muted", ..text(words.get("effort-unknown")) },
        }
    }

    fn days(&self) -> i64 {
        self.reader.now.since(self.idea.created_at) / DAY
    }

    fn is_late(&self) -> bool {
        self.due.is_some_and(|due| due.is_late)
    }

    fn waiting(&self) -> Cell {
        let (words, idea, days) = (self.words(), self.idea, self.days());
        Cell {
            badge: self.is_late().then(|| words.get("desk-late")),
            at: Some(idea.created_at),
            held: number(days),
            ..text(words.count("desk-days", days))
        }
    }

    fn day(&self, at: Option<Timestamp>) -> Cell {
        let day =
            at.map(|at| at.to_chrono().with_timezone(&self.words().zone).format("%Y-%m-%d").to_string());
        let shown = at.map(|at| self.words().date(at)).unwrap_or_default();
        Cell { held: Held::Text(day.unwrap_or_default()), at, ..text(shown) }
    }
}

fn text(text: impl Into<String>) -> Cell {
    let text = text.into();
    Cell {
        label: String::new(),
        held: Held::Text(text.clone()),
        text,
        notes: Vec::new(),
        class: "",
        is_number: false,
        badge: None,
        at: None,
    }
}

/// A count as a file holds it.
pub fn number(count: i64) -> Held {
    // Counts that a double cannot hold exactly are beyond any site.
    Held::Number(f64::from(i32::try_from(count).unwrap_or(if count < 0 { i32::MIN } else { i32::MAX })))
}

/// Remembers the columns that somebody chose, or the usual ones again.
pub async fn save(who: Manager, fields: Fields) -> Result {
    let (person, now) = (who.person.id, who.now);
    let chosen = DeskColumn::chosen(&fields.all("columns"));
    let is_reset = fields.has("usual");
    let write = move |db: &mut Db| match is_reset {
        true => columns::forget(db, person),
        false => columns::save(db, person, &chosen, now),
    };
    match who.state.db.write(write).await {
        Ok(()) => who.session.flash("flash-columns"),
        Err(Error::Invalid(_)) => who.session.flash_error("error-columns-none"),
        Err(other) => return Err(other.into()),
    }
    // A list of the desk, whatever the form says.
    let query = fields.get("back");
    let path = if query.is_empty() { "/desk".to_owned() } else { format!("/desk?{query}") };
    Ok(see_other(&who.state.links.to(&path)))
}
