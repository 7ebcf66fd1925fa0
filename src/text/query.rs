//! What a person typed into the search box, as a search: words, "phrases", prefix*, -excluded.
//! Anything at all is a query; what says nothing is left out.

use super::fold::{self, Language};

/// Characters of a query that are read; the rest is left out.
const MAX_CHARS: usize = 500;
/// Clauses of a query that are kept.
const MAX_CLAUSES: usize = 16;
/// Words of a clause that are kept.
const MAX_WORDS: usize = 16;

/// A search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// What must occur: every clause.
    pub wanted: Vec<Clause>,
    /// What must not occur: any clause.
    pub excluded: Vec<Clause>,
    /// The language of the terms.
    pub language: Language,
}

/// Words that occur next to each other, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// How the words are to be matched.
    pub kind: Kind,
    /// Folded words, never empty: for phrases and prefixes, to be found among [`fold::words`].
    pub words: Vec<String>,
    /// The same without endings, to be found among [`fold::terms_in`].
    pub terms: Vec<String>,
}

/// How a clause matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// In any form: `terms` match.
    Word,
    /// As quoted: `words` match.
    Phrase,
    /// `words` match, and the last is the beginning of a word.
    Prefix,
}

impl Query {
    /// Reads what was typed, in English. Never fails.
    pub fn parse(typed: &str) -> Self {
        Self::parse_in(typed, Language::default())
    }

    /// Reads what was typed. Never fails.
    pub fn parse_in(typed: &str, language: Language) -> Self {
        let typed: String = typed.chars().take(MAX_CHARS).map(straight).collect();
        let mut query = Self { language, ..Self::default() };
        let mut rest = typed.trim_start();
        while !rest.is_empty() && query.wanted.len() + query.excluded.len() < MAX_CLAUSES {
            let (excluded, positive) = match rest.strip_prefix('-') {
                Some(positive) if !positive.starts_with(|c: char| c == '-' || c.is_whitespace()) => {
                    (true, positive)
                }
                _ => (false, rest),
            };
            let (clause, tail) = next_clause(positive, language);
            let clauses = if excluded { &mut query.excluded } else { &mut query.wanted };
            clauses.extend(clause.filter(|clause| !clauses.contains(clause)));
            rest = tail.trim_start();
        }
        query
    }

    /// Whether nothing is looked for; a query that only excludes looks for nothing.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty()
    }
}

/// Quotation marks of all languages mean the same.
fn straight(c: char) -> char {
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '「' | '」' => '"',
        '＊' => '*',
        '－' | '−' | '–' => '-',
        other => other,
    }
}

/// The clause that `text` starts with, if it says anything, and what follows it.
fn next_clause(text: &str, language: Language) -> (Option<Clause>, &str) {
    if let Some(quoted) = text.strip_prefix('"') {
        let (phrase, tail) = quoted.split_once('"').unwrap_or((quoted, ""));
        return (clause(phrase, Kind::Phrase, language), tail);
    }
    let end = text.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(text.len());
    let (word, tail) = text.split_at(end);
    let kind = if word.ends_with('*') { Kind::Prefix } else { Kind::Word };
    (clause(word, kind, language), tail)
}

fn clause(text: &str, kind: Kind, language: Language) -> Option<Clause> {
    let mut tokens = fold::tokens(text);
    tokens.truncate(MAX_WORDS);
    let mut kind = kind;
    // The last character of a run is indexed alone so that it can be found alone; in a longer run it adds nothing,
    // and alone it is the beginning of a pair.
    if let Some(last) = tokens.last().filter(|last| last.dense && last.word.chars().count() == 1) {
        let follows_pair = tokens.iter().rev().nth(1).is_some_and(|pair| pair.dense && pair.end == last.end);
        if follows_pair {
            tokens.pop();
        } else {
            kind = Kind::Prefix;
        }
    }
    let words: Vec<String> = tokens.into_iter().map(|token| token.word).collect();
    let terms = words.iter().map(|word| fold::stem(word, language)).collect();
    (!words.is_empty()).then_some(Clause { kind, words, terms })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(query: &Query) -> String {
        let show = |sign: &str, clause: &Clause| match clause.kind {
            Kind::Word => format!("{sign}{}", clause.terms.join("~")),
            Kind::Phrase => format!("{sign}\"{}\"", clause.words.join(" ")),
            Kind::Prefix => format!("{sign}{}*", clause.words.join("~")),
        };
        let wanted = query.wanted.iter().map(|clause| show("", clause));
        let all: Vec<_> = wanted.chain(query.excluded.iter().map(|clause| show("-", clause))).collect();
        all.join(" ")
    }

    #[test]
    fn words_phrases_prefixes_and_exclusions_are_read() {
        for (typed, expected) in [
            ("Voting  modes", "vote mode"),
            ("\"Dark Modes\" -light", "\"dark modes\" -light"),
            ("notificat* -\"e-mail digest\"", "notificat* -\"e mail digest\""),
            ("dark-mode", "dark~mode"),
            ("“quoted” «así»", "\"quoted\" \"asi\""),
            ("\"open to the end", "\"open to the end\""),
            ("- -- * \"\" \" -", ""),
            ("--flag", "flag"),
            ("a\"b c\"d", "a \"b c\" d"),
            ("黑暗模式 暗", "黑暗~暗模~模式 暗*"),
            ("dark dark", "dark"),
            ("NEAR(a OR b) AND *:*", "near~a or b and"),
        ] {
            assert_eq!(shown(&Query::parse(typed)), expected, "{typed}");
        }
        assert!(Query::parse("-only").is_empty());
    }

    #[test]
    fn hostile_queries_are_read() {
        for typed in crate::text::hostile::strings() {
            let query = Query::parse(&typed);
            assert!(query.wanted.iter().chain(&query.excluded).all(|clause| !clause.words.is_empty()));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_query_is_read_and_bounded(typed in "(?s)([\"*'() -]|漢|\\PC|.){0,700}") {
            let query = Query::parse_in(&typed, Language::Spanish);
            prop_assert!(query.wanted.len() + query.excluded.len() <= MAX_CLAUSES);
            for clause in query.wanted.iter().chain(&query.excluded) {
                prop_assert!((1..=MAX_WORDS).contains(&clause.words.len()));
                prop_assert_eq!(clause.words.len(), clause.terms.len());
            }
        }
    }
}
