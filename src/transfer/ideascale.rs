//! IdeaScale's CSV: the export of ideas and the export of comments, told apart by their headings.

use std::collections::HashMap;
use std::path::PathBuf;

use chrono::NaiveDateTime;
use csv::StringRecord;
use sha2::{Digest as _, Sha256};

use super::fields::{self, Dates, Key, Wrong, missing};
use super::markup::{BodyFormat, to_markdown};
use super::record::{BODY_MAX, Board, Category, Comment, Idea, Kind, Person, Record, TITLE_MAX, Unread};
use super::report::Place;
use super::source::{Line, open};
use crate::boards::{Audience, Premoderation, Voting};
use crate::error::Result;
use crate::ideas::PostState;
use crate::people::Role;
use crate::text::clean;
use crate::time::Timestamp;

/// Where such ideas go.
#[derive(Debug, Clone)]
pub struct Options {
    /// The board, by its name in addresses; made if there is none.
    pub board: String,
    /// The name of the other system, as origins are kept under.
    pub source: String,
}

/// What is known about an idea beyond the columns that have a place here.
const PLACED: [&str; 11] = [
    "Date/Time",
    "Idea ID",
    "Idea Number",
    "Author",
    "Campaign",
    "Vote Up",
    "Vote Down",
    "Title",
    "Details",
    "Tags",
    "Stage",
];
/// Columns that say nothing once the idea is here, or that say nothing in nearly every row.
const DROPPED: [&str; 15] = [
    "Total Votes",
    "Comments",
    "Owner",
    "Contributors",
    "Latitude",
    "Longitude",
    "Team",
    "Reviewscale",
    "Estimate ROI",
    "Pairwise Win %",
    "Fund Collected %",
    "Last Stage Change",
    "Private",
    "Campaign Group",
    "Attachments Count",
];

type Found = (Vec<Line>, Vec<(Place, Unread)>);

/// Reads all files.
pub fn read(files: &[PathBuf], dates: Dates, options: &Options) -> Result<Found> {
    let mut reading = Reading {
        dates,
        options,
        lines: Vec::new(),
        unread: Vec::new(),
        people: HashMap::new(),
        campaigns: Vec::new(),
    };
    let mut comments = Vec::new();
    for (file, path) in files.iter().enumerate() {
        let mut input = csv::ReaderBuilder::new().flexible(true).from_reader(open(path)?);
        let first = Place { file, line: 1 };
        let headings = match input.headers() {
            Ok(headings) => {
                headings.iter().map(|name| name.trim_start_matches('\u{FEFF}').trim().to_owned()).collect()
            }
            Err(cause) => {
                reading.refuse(first, None, Wrong::new("", format!("is no CSV: {cause}")));
                continue;
            }
        };
        reading.file(file, &headings, input.records(), &mut comments);
    }
    comments.sort_by_key(|(at, ..): &(Timestamp, Line)| *at);
    reading.lines.extend(comments.into_iter().map(|(_, line)| line));
    Ok(reading.finish())
}

struct Reading<'o> {
    dates: Dates,
    options: &'o Options,
    lines: Vec<Line>,
    unread: Vec<(Place, Unread)>,
    /// When each author was first heard of.
    people: HashMap<String, (Timestamp, Place)>,
    campaigns: Vec<String>,
}

/// A row by the names of its columns.
struct Row<'r> {
    headings: &'r [String],
    record: &'r StringRecord,
}

impl Row<'_> {
    fn get(&self, name: &str) -> &str {
        let place = self.headings.iter().position(|heading| heading == name);
        place.and_then(|place| self.record.get(place)).unwrap_or_default().trim()
    }

    fn wanted(&self, name: &str) -> Result<&str, Wrong> {
        Some(self.get(name)).filter(|text| !text.is_empty()).ok_or_else(|| missing(name))
    }

    fn count(&self, name: &str) -> Result<i64, Wrong> {
        let text = self.get(name).replace([',', ' '], "");
        if text.is_empty() {
            return Ok(0);
        }
        let number = text.parse().ok().filter(|number| (0..=1_000_000_000).contains(number));
        number.ok_or_else(|| Wrong::new(name, format!("`{text}` is no number of votes")))
    }

    fn moment(&self, name: &str, dates: Dates) -> Result<Timestamp, Wrong> {
        let text = self.wanted(name)?;
        // Month names and the marks of noon are read in any case.
        let local = NaiveDateTime::parse_from_str(text, "%d/%b/%y %I:%M %p").ok();
        let at = local.and_then(|local| fields::in_zone(local, dates.zone));
        let at = at.or_else(|| fields::parse_moment(text, dates.zone));
        let at = at.ok_or_else(|| Wrong::new(name, format!("`{text}` is no date like 18/Aug/20 9:48 PM")))?;
        fields::refuse_future(name, at, dates.now)
    }
}

impl Reading<'_> {
    fn file(
        &mut self,
        file: usize,
        headings: &Vec<String>,
        records: csv::StringRecordsIter<'_, std::fs::File>,
        comments: &mut Vec<(Timestamp, Line)>,
    ) {
        let has = |name: &str| headings.iter().any(|heading| heading == name);
        let is_ideas = has("Idea ID") && has("Title");
        let is_comments = has("Idea ID") && has("Comment");
        if !is_ideas && !is_comments {
            let reason =
                "has neither the columns of ideas (Idea ID, Title) nor those of comments (Idea ID, Comment)";
            self.refuse(Place { file, line: 1 }, None, Wrong::new("", reason));
            return;
        }
        let kind = if is_ideas { Kind::Idea } else { Kind::Comment };
        let mut seen: HashMap<String, u32> = HashMap::new();
        for record in records {
            let record = match record {
                Ok(record) => record,
                Err(cause) => {
                    let line = cause.position().map_or(0, csv::Position::line);
                    self.refuse(
                        Place { file, line },
                        Some(kind),
                        Wrong::new("", format!("is no CSV: {cause}")),
                    );
                    continue;
                }
            };
            let place = Place { file, line: record.position().map_or(0, csv::Position::line) };
            let row = Row { headings, record: &record };
            let read = if is_ideas {
                self.idea(&row, place).map(|idea| self.lines.push(Line { place, record: idea }))
            } else {
                self.comment(&row, place, &mut seen)
                    .map(|(at, record)| comments.push((at, Line { place, record })))
            };
            if let Err(wrong) = read {
                self.refuse(place, Some(kind), wrong);
            }
        }
    }

    fn refuse(&mut self, place: Place, kind: Option<Kind>, wrong: Wrong) {
        self.unread.push((place, Unread { kind, wrong }));
    }

    fn key(&self, id: &str) -> Key {
        Key { source: self.options.source.clone(), id: id.to_owned() }
    }

    /// Somebody known by name only; an empty name is somebody who has left.
    fn author(&mut self, name: &str, at: Timestamp, place: Place) -> Option<Key> {
        let name = fields::tidy_line(name);
        if name.is_empty() {
            return None;
        }
        let first = self.people.entry(name.clone()).or_insert((at, place));
        first.0 = first.0.min(at);
        Some(self.key(&name))
    }

    fn idea(&mut self, row: &Row<'_>, place: Place) -> Result<Record, Wrong> {
        let title = fields::tidy_line(row.wanted("Title")?);
        if clean::char_count(&title) > TITLE_MAX {
            return Err(Wrong::new("Title", format!("has more than {TITLE_MAX} characters")));
        }
        let id = row.wanted("Idea ID")?;
        let created_at = row.moment("Date/Time", self.dates)?;
        let (up, down) = (row.count("Vote Up")?, row.count("Vote Down")?);
        let body = body(row)?;
        let author = self.author(row.get("Author"), created_at, place);
        let campaign = fields::tidy_line(row.get("Campaign"));
        if !campaign.is_empty() && !self.campaigns.contains(&campaign) {
            self.campaigns.push(campaign.clone());
        }
        let tags = row.get("Tags").split(',').map(fields::tidy_line);
        let mut names: Vec<String> = Vec::new();
        for tag in tags.filter(|tag| !tag.is_empty() && clean::char_count(tag) <= 60) {
            if !names.contains(&tag) {
                names.push(tag);
            }
        }
        Ok(Record::Idea(Box::new(Idea {
            key: self.key(id),
            board: self.key("board"),
            category: (!campaign.is_empty()).then(|| short(&campaign)),
            author,
            title,
            body,
            tags: names,
            status: status(row.get("Stage")).map(str::to_owned),
            status_at: None,
            effort: None,
            state: PostState::Visible,
            state_reason: None,
            is_locked: false,
            created_at,
            edited_at: None,
            brought_promotions: up,
            brought_demotions: down,
            brought_from: (up + down > 0).then(|| "IdeaScale".to_owned()),
        })))
    }

    /// Comments have no ids there: what they say, and which of several alike they are, makes one.
    fn comment(
        &mut self,
        row: &Row<'_>,
        place: Place,
        seen: &mut HashMap<String, u32>,
    ) -> Result<(Timestamp, Record), Wrong> {
        let (idea, text) = (row.wanted("Idea ID")?, row.wanted("Comment")?);
        if clean::char_count(text) > BODY_MAX {
            return Err(Wrong::new("Comment", format!("has more than {BODY_MAX} characters")));
        }
        let created_at = row.moment("Date", self.dates)?;
        let said = format!("{idea}\n{}\n{created_at:?}\n{text}", row.get("Author"));
        let digest: String = hex::encode(Sha256::digest(said.as_bytes())).chars().take(24).collect();
        let nth = seen.entry(digest.clone()).or_insert(0);
        *nth += 1;
        let id = format!("{idea} {digest} {nth}");
        let author = self.author(row.get("Author"), created_at, place);
        let record = Record::Comment(Comment {
            key: self.key(&id),
            idea: self.key(idea),
            parent: None,
            author,
            body: to_markdown(&fields::tidy_body(text), BodyFormat::Text),
            state: PostState::Visible,
            state_reason: None,
            created_at,
            edited_at: None,
            deleted_at: None,
            taken_up: None,
        });
        Ok((created_at, record))
    }

    fn finish(mut self) -> Found {
        let first = Place { file: 0, line: 1 };
        let earliest = self.people.values().map(|(at, _)| *at).min();
        let mut lines = vec![Line { place: first, record: self.board(earliest) }];
        let mut people: Vec<(String, (Timestamp, Place))> = self.people.drain().collect();
        people.sort();
        for (name, (created_at, place)) in people {
            let person = Person {
                key: Key { source: self.options.source.clone(), id: name.clone() },
                name: name.chars().take(80).collect(),
                handle: None,
                email: None,
                role: Role::Customer,
                about: String::new(),
                language: None,
                time_zone: None,
                created_at: Some(created_at),
                former_at: None,
            };
            lines.push(Line { place, record: Record::Person(person) });
        }
        lines.append(&mut self.lines);
        (lines, self.unread)
    }

    fn board(&self, created_at: Option<Timestamp>) -> Record {
        let category = |name: &String| Category { name: short(name), slug: None };
        Record::Board(Board {
            key: self.key("board"),
            name: self.options.board.clone(),
            slug: Some(self.options.board.clone()),
            description: String::new(),
            audience: Audience::Public,
            voting: Voting::PromoteDemote,
            premoderation: Premoderation::Off,
            half_life_days: None,
            counts: None,
            counts_days: None,
            explore_every: None,
            created_at,
            archived_at: None,
            categories: self.campaigns.iter().map(category).collect(),
            statuses: None,
        })
    }
}

/// A category's name has at most 60 characters.
fn short(name: &str) -> String {
    name.chars().take(60).collect()
}

/// The text, and below it every filled column that has no place of its own, under its heading.
fn body(row: &Row<'_>) -> Result<String, Wrong> {
    let mut body = to_markdown(&fields::tidy_body(row.get("Details")), BodyFormat::Text);
    let own: Vec<(usize, &String)> = row
        .headings
        .iter()
        .enumerate()
        .filter(|(_, name)| !PLACED.contains(&name.as_str()) && !DROPPED.contains(&name.as_str()))
        .collect();
    for (place, name) in own {
        let value = row.record.get(place).unwrap_or_default().trim();
        if value.is_empty() {
            continue;
        }
        let heading = to_markdown(&fields::tidy_line(name), BodyFormat::Text);
        let value = to_markdown(&fields::tidy_body(value), BodyFormat::Text);
        body.push_str(&format!("\n\n### {heading}\n\n{value}"));
    }
    let body = body.trim_start().to_owned();
    match clean::char_count(&body) {
        count if count > BODY_MAX => {
            Err(Wrong::new("Details", format!("has {count} characters with all columns")))
        }
        _ => Ok(body),
    }
}

/// The status that a stage of theirs comes nearest to; stages are named by each customer, so the rest is open.
fn status(stage: &str) -> Option<&'static str> {
    let stage = stage.to_lowercase();
    let found = [
        ("not planned", "not_planned"),
        ("not selected", "not_planned"),
        ("declined", "not_planned"),
        ("archive", "not_planned"),
        ("implemented", "delivered"),
        ("completed", "delivered"),
        ("done", "delivered"),
        ("in progress", "in_progress"),
        ("implement", "in_progress"),
        ("funded", "planned"),
        ("approved", "planned"),
        ("review", "under_review"),
        ("assess", "under_review"),
        ("refine", "under_review"),
    ];
    found.iter().find(|(name, _)| stage.contains(name)).map(|(_, status)| *status)
}
