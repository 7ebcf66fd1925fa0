//! Lists of words that hold a post, one for each language: its endings are taken off the words of list and post alike, so
//! that `casino` finds `casinos`. All lists are looked in, whatever language a post is in.

use std::collections::BTreeSet;

use diesel::prelude::*;
use serde_json::json;

use super::{Saw, Text, may_change, rules};
use crate::db::Db;
use crate::db::schema::screening_words;
use crate::error::{FieldErrors, Result};
use crate::people::Person;
use crate::text::clean;
use crate::text::fold::{self, Language as Endings, stem};
use crate::text::words::Language;
use crate::time::Timestamp;

/// Most entries in a list.
pub const LIST_MAX: usize = 500;
/// Most characters in an entry.
pub const WORD_MAX: usize = 60;
/// Most words that a finding names.
const NAMED: usize = 10;

fn endings(language: Language) -> Endings {
    match language {
        Language::En => Endings::English,
        Language::Es => Endings::Spanish,
    }
}

/// All lists.
#[derive(Debug, Clone)]
pub struct WordLists(Vec<(Language, String)>);

impl WordLists {
    /// Reads them.
    pub fn load(db: &mut Db) -> Result<Self> {
        let rows: Vec<(String, String)> =
            screening_words::table.select((screening_words::language, screening_words::words)).load(db)?;
        let list = |language: &Language| {
            let own = rows.iter().find(|(name, _)| name == language.as_str());
            (*language, own.map(|(_, words)| words.clone()).unwrap_or_default())
        };
        Ok(Self(Language::ALL.iter().map(list).collect()))
    }

    /// The entries of a language, one a line.
    pub fn of(&self, language: Language) -> &str {
        self.0.iter().find(|(own, _)| *own == language).map_or("", |(_, words)| words)
    }

    /// The entries that stand in a text, as the lists have them.
    fn found(&self, text: &Text<'_>) -> BTreeSet<String> {
        let tokens = fold::words(&format!("{}\n{}", text.title, text.body));
        let mut found = BTreeSet::new();
        for (language, list) in self.0.iter().filter(|(_, list)| !list.is_empty()) {
            let endings = endings(*language);
            let own: Vec<String> = tokens.iter().map(|word| stem(word, endings)).collect();
            let known: BTreeSet<&str> = own.iter().map(String::as_str).collect();
            for entry in list.lines() {
                let wanted = fold::terms_in(entry, endings);
                // Nearly all entries are not there at all, which the first word tells.
                let begins = wanted.first().is_some_and(|first| known.contains(first.as_str()));
                if begins && own.windows(wanted.len()).any(|run| run == wanted) {
                    found.insert(entry.to_owned());
                }
            }
        }
        found
    }
}

/// What the rule sees: entries of the lists, those aside that the text before an edit had, too.
pub(super) fn look(lists: &WordLists, text: &Text<'_>, before: Option<&Text<'_>>) -> Option<Saw> {
    let old = before.map(|before| lists.found(before)).unwrap_or_default();
    let words: Vec<String> =
        lists.found(text).into_iter().filter(|word| !old.contains(word)).take(NAMED).collect();
    (!words.is_empty()).then_some(Saw::Words { words })
}

/// A parsed list.
#[derive(Debug, Clone)]
pub struct WordsDraft {
    language: Language,
    words: String,
}

impl WordsDraft {
    /// Parses a list as typed, one entry a line; the same twice is once, and empty lines are none.
    ///
    /// # Errors
    /// `Invalid` at the language's field when there are too many, or one is too long or has nothing to find.
    pub fn parse(language: Language, typed: &str) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let field = Self::field(language);
        let Ok(typed) = clean::multi_line(typed) else {
            errors.add(field, "error-control-characters");
            return errors.or(Self { language, words: String::new() });
        };
        let mut words: Vec<&str> = Vec::new();
        for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if !words.contains(&line) {
                words.push(line);
            }
        }
        let as_number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        if words.len() > LIST_MAX {
            let limits = [("limit", as_number(LIST_MAX)), ("count", as_number(words.len()))];
            errors.add_with(field, "error-screening-words-many", &limits);
        } else if words.iter().any(|word| clean::char_count(word) > WORD_MAX) {
            errors.add_with(field, "error-screening-word-long", &[("limit", as_number(WORD_MAX))]);
        } else if words.iter().any(|word| fold::words(word).is_empty()) {
            errors.add(field, "error-screening-word-empty");
        }
        errors.or(Self { language, words: words.join("\n") })
    }

    /// What the list of a language is called in forms.
    pub fn field(language: Language) -> &'static str {
        match language {
            Language::En => "words_en",
            Language::Es => "words_es",
        }
    }
}

/// Stores a list. The act tells how many entries it has, not which.
pub fn save(db: &mut Db, actor: &Person, draft: &WordsDraft, now: Timestamp) -> Result<()> {
    may_change(actor)?;
    let before = WordLists::load(db)?;
    if before.of(draft.language) == draft.words {
        return Ok(());
    }
    let own = screening_words::table.find(draft.language.as_str());
    if diesel::update(own).set(screening_words::words.eq(&draft.words)).execute(db)? == 0 {
        let row =
            (screening_words::language.eq(draft.language.as_str()), screening_words::words.eq(&draft.words));
        diesel::insert_into(screening_words::table).values(row).execute(db)?;
    }
    let detail = json!({
        "words": draft.language,
        "from": before.of(draft.language).lines().count(),
        "to": draft.words.lines().count(),
    });
    rules::record(db, actor, detail, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(lists: [&str; 2], body: &str) -> Vec<String> {
        let [english, spanish] = lists.map(str::to_owned);
        let lists = WordLists(vec![(Language::En, english), (Language::Es, spanish)]);
        lists.found(&Text { title: "", body, html: "", home: "" }).into_iter().collect()
    }

    #[test]
    fn words_are_found_with_their_endings_case_and_accents_and_not_within_others() {
        let lists = ["casino\nget rich quick", "apuesta\nlotería"];
        assert_eq!(found(lists, "The best CASINOS in town"), ["casino"]);
        assert_eq!(found(lists, "Get rich, quick!"), ["get rich quick"]);
        assert_eq!(found(lists, "Hagan sus apuestas en la loteria"), ["apuesta", "lotería"]);
        assert!(found(lists, "Rich people get quickly tired; occasional").is_empty());
        assert!(found(["", ""], "anything").is_empty());
    }

    #[test]
    fn a_list_is_read_line_by_line_within_its_limits() {
        let draft = WordsDraft::parse(Language::En, " casino \r\n\r\ncasino\r\nget rich quick").unwrap();
        assert_eq!(draft.words, "casino\nget rich quick");
        let many: Vec<String> = (0..=LIST_MAX).map(|n| format!("word{n}")).collect();
        let long = "x".repeat(WORD_MAX + 1);
        for wrong in [many.join("\n"), long, "!!!".into(), "a\u{7}".into()] {
            assert!(WordsDraft::parse(Language::Es, &wrong).is_err());
        }
    }
}
