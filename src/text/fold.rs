//! Folding of text for search: what differs in case, accents, width or ending comes out the same.
//! Both databases index what this makes, and queries are folded alike, so no database folds on its own.

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// The language whose endings are taken off. One for the whole site, as index and query must agree; English endings
/// suit other languages well enough, as they leave unknown ones alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Votes, voting, voted → vote.
    #[default]
    English,
    /// Votación, votaciones → vot.
    Spanish,
}

/// A folded word and where it stands in the text it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte in the text.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// The word: letters, digits and the marks that some scripts need, nothing else.
    pub word: String,
    /// Whether the word is two characters (or the last one) of a script that puts no spaces between words.
    pub dense: bool,
}

/// The terms to index: folded words without their English endings, in the order of the text. Scripts without spaces
/// (Chinese, Japanese, Korean, Thai, …) give overlapping pairs of characters and the last character alone.
pub fn terms(text: &str) -> Vec<String> {
    terms_in(text, Language::default())
}

/// The terms to index, without the endings of `language`.
pub fn terms_in(text: &str, language: Language) -> Vec<String> {
    tokens(text).iter().map(|token| stem(&token.word, language)).collect()
}

/// The words to index for phrases and prefixes: as [`terms`], with their endings.
pub fn words(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.word).collect()
}

/// The folded words of a text and where they stand.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    // No word reaches over a space, and most stretches between spaces are plain letters: those need no tables.
    for stretch in text.split_inclusive(|c: char| c.is_ascii_whitespace()) {
        if stretch.is_ascii() {
            plain_tokens(stretch, at, &mut tokens);
        } else {
            any_tokens(stretch, at, &mut tokens);
        }
        at += stretch.len();
    }
    tokens
}

/// The words of a stretch of ASCII that begins at byte `from` of its text.
fn plain_tokens(stretch: &str, from: usize, tokens: &mut Vec<Token>) {
    let mut at = from;
    for part in stretch.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let word = part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        // What stands before it ends in a byte that belongs to no word.
        let before = (at - from).checked_sub(1).and_then(|before| stretch.as_bytes().get(before));
        let follows = tokens.last().is_some_and(|last| last.end + 1 == at);
        let is_genitive = word.eq_ignore_ascii_case("s") && before == Some(&b'\'') && follows;
        if !word.is_empty() && !is_genitive {
            tokens.push(Token {
                start: at,
                end: at + word.len(),
                word: word.to_ascii_lowercase(),
                dense: false,
            });
        }
        at += part.len();
    }
}

/// The words of any stretch that begins at byte `from` of its text.
fn any_tokens(stretch: &str, from: usize, tokens: &mut Vec<Token>) {
    let mut run: Vec<Letter> = Vec::new();
    let mut after_apostrophe = false;
    for (at, c) in stretch.char_indices().map(|(at, c)| (from + at, c)) {
        let folded = fold_char(c);
        let class = class(c, &folded);
        if class == Class::Apostrophe || class == Class::Space {
            close(&mut run, tokens, after_apostrophe);
            after_apostrophe =
                class == Class::Apostrophe && tokens.last().is_some_and(|token| token.end == at);
            continue;
        }
        let dense = class == Class::Dense;
        if class != Class::Joiner && run.first().is_some_and(|first| first.dense != dense) {
            close(&mut run, tokens, after_apostrophe);
            after_apostrophe = false;
        }
        match run.last_mut() {
            Some(last) if class == Class::Joiner => last.extend(at + c.len_utf8(), &folded),
            None if class == Class::Joiner => {}
            _ => run.push(Letter { start: at, end: at + c.len_utf8(), folded, dense }),
        }
    }
    close(&mut run, tokens, after_apostrophe);
}

/// The trigrams of a word, of which two spellings share most: `dark` gives `  d`, ` da`, `dar`, `ark`, `rk `. The same
/// that PostgreSQL's pg_trgm makes.
pub fn trigrams(word: &str) -> Vec<String> {
    let folded: String = word.chars().flat_map(|c| fold_char(c).chars().collect::<Vec<_>>()).nfc().collect();
    if folded.is_empty() {
        return Vec::new();
    }
    let padded: Vec<char> = "  ".chars().chain(folded.chars()).chain([' ']).collect();
    let mut trigrams: Vec<String> = padded.windows(3).map(|three| three.iter().collect()).collect();
    trigrams.sort_unstable();
    trigrams.dedup();
    trigrams
}

/// A folded word without its ending. Words of under four letters, of other scripts or with digits stay.
pub fn stem(word: &str, language: Language) -> String {
    if word.len() < 4 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word.to_owned();
    }
    match language {
        Language::English => Stemmer::create(Algorithm::English).stem(word).into_owned(),
        Language::Spanish => {
            // The stemmer knows -ción with its accent, which folding took away; no Spanish word ends in it without.
            let accented = word.strip_suffix("cion").map(|root| format!("{root}ción"));
            let stem =
                Stemmer::create(Algorithm::Spanish).stem(accented.as_deref().unwrap_or(word)).into_owned();
            stem.replace('ó', "o")
        }
    }
}

/// One character of a run, folded, with the marks that follow it.
struct Letter {
    start: usize,
    end: usize,
    folded: String,
    dense: bool,
}

impl Letter {
    fn extend(&mut self, end: usize, folded: &str) {
        self.end = end;
        self.folded.push_str(folded);
    }
}

/// What a character is to the cutting into words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Dense,
    /// Belongs to the letter before it: marks, soft hyphens, joiners.
    Joiner,
    Apostrophe,
    Space,
}

fn class(c: char, folded: &str) -> Class {
    if matches!(c, '\u{AD}' | '\u{200C}' | '\u{200D}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}') {
        return Class::Joiner;
    }
    match c.general_category_group() {
        GeneralCategoryGroup::Mark => Class::Joiner,
        _ if is_dropped_mark(c) || matches!(c, '\u{FF9E}' | '\u{FF9F}') => Class::Joiner,
        _ if folded.chars().any(is_dense) => Class::Dense,
        _ if !folded.is_empty() => Class::Word,
        _ if matches!(c, '\'' | '\u{2019}') => Class::Apostrophe,
        _ => Class::Space,
    }
}

/// Ends a run: one word, or pairs of characters. The `s` of a genitive is no word.
fn close(run: &mut Vec<Letter>, tokens: &mut Vec<Token>, after_apostrophe: bool) {
    let letters = std::mem::take(run);
    let (Some(first), Some(last)) = (letters.first(), letters.last()) else { return };
    if first.dense {
        for (at, letter) in letters.iter().enumerate() {
            let pair = letters.get(at..at + 2).unwrap_or(std::slice::from_ref(letter));
            tokens.extend(token(pair));
        }
    } else if !(after_apostrophe && letters.len() == 1 && last.folded == "s") {
        tokens.extend(token(&letters));
    }
}

fn token(letters: &[Letter]) -> Option<Token> {
    let (first, last) = (letters.first()?, letters.last()?);
    let word = letters.iter().flat_map(|letter| letter.folded.chars()).nfc().collect();
    Some(Token { start: first.start, end: last.end, word, dense: first.dense })
}

/// A character in lower case, without accents, in its plain form: nothing for what is neither letter, digit nor mark.
/// Marks that make another letter (of Hangul, kana, Indic and Thai script) stay, decomposed.
fn fold_char(c: char) -> String {
    if c.is_ascii() {
        return if c.is_ascii_alphanumeric() { c.to_ascii_lowercase().to_string() } else { String::new() };
    }
    let plain = std::iter::once(c).nfkd().flat_map(char::to_lowercase).nfd();
    let mut folded = String::new();
    for c in plain.filter(|c| is_word(*c) && !is_dropped_mark(*c)) {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ħ' => folded.push('h'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            other => folded.push(other),
        }
    }
    folded
}

fn is_word(c: char) -> bool {
    use GeneralCategoryGroup::{Letter, Mark, Number};
    matches!(c.general_category_group(), Letter | Mark | Number)
}

/// Accents of Latin, Greek and Cyrillic, and the vowel points that Hebrew and Arabic are mostly written without.
fn is_dropped_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}'
        | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C4}' | '\u{5C5}' | '\u{5C7}'
        | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}')
}

/// Letters of scripts that put no spaces between words, or (Hangul) hang endings on them.
fn is_dense(c: char) -> bool {
    matches!(c,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1100}'..='\u{11FF}' | '\u{1780}'..='\u{17FF}'
        | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30FF}' | '\u{3105}'..='\u{318F}'
        | '\u{31A0}'..='\u{31FF}' | '\u{3400}'..='\u{9FFF}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_accents_width_and_endings_fold() {
        for (one, other) in [
            ("Votación", "VOTACION"),
            ("cafe\u{301}s", "café"),
            ("ﬁle", "FILES"),
            ("ＤＡＲＫ", "dark"),
            ("Straße", "strasse"),
            ("Łódź", "lodz"),
            ("İstanbul", "istanbul"),
            ("ΟΔΟΣ", "οδός"),
            ("مُحَمَّد", "محمد"),
            ("voting", "votes"),
            ("modos oscuros", "modo oscuro"),
            ("user’s", "users"),
            ("in\u{AD}dex", "index"),
        ] {
            assert_eq!(terms(one), terms(other), "{one} and {other}");
        }
        assert_eq!(terms("Votaciones").len(), 1);
        assert_eq!(terms_in("votaciones", Language::Spanish), terms_in("Votación", Language::Spanish));
        assert_ne!(terms("data"), terms("date"));
    }

    #[test]
    fn words_are_cut_where_readers_see_them_end() {
        assert_eq!(
            words("Don't e-mail C++ 3.14, snake_case 👍"),
            ["don", "t", "e", "mail", "c", "3", "14", "snake", "case"]
        );
        assert_eq!(words("हिन्दी भाषा"), ["हिन्दी", "भाषा"]);
        assert_eq!(words(""), [""; 0]);
        assert_eq!(words("\u{301}\u{200D}"), [""; 0]);
    }

    #[test]
    fn scripts_without_spaces_give_pairs() {
        assert_eq!(words("黑暗模式"), ["黑暗", "暗模", "模式", "式"]);
        assert_eq!(words("暗 dark模式"), ["暗", "dark", "模式", "式"]);
        assert_eq!(words("한국어"), ["한국", "국어", "어"]);
        assert_eq!(words("ガラ"), words("ｶﾞﾗ"));
        assert_ne!(words("が"), words("か"));
    }

    #[test]
    fn trigrams_are_those_of_pg_trgm() {
        assert_eq!(trigrams("Cát"), ["  c", " ca", "at ", "cat"]);
        assert_eq!(trigrams("!"), [""; 0]);
    }

    #[test]
    fn hostile_strings_fold() {
        for text in crate::text::hostile::strings() {
            assert!(terms(&text).iter().all(|term| !term.is_empty()), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn tokens_stand_where_they_say(text in "(?s)(\\PC|[a-zß'’\u{300}\u{AD}漢字かｶﾞ한ไทย ]|.){0,40}") {
            let mut last = 0;
            for token in tokens(&text) {
                prop_assert!(text.get(token.start..token.end).is_some_and(|part| !part.is_empty()));
                prop_assert!(token.start >= last);
                prop_assert!(token.word.chars().all(is_word), "{:?}", token.word);
                last = token.start;
            }
        }

        #[test]
        fn plain_stretches_are_cut_like_any(text in "[ -~\\n\\t]{0,40}|[aAsS'’é \\n.]{0,20}") {
            let mut slowly = Vec::new();
            any_tokens(&text, 0, &mut slowly);
            prop_assert_eq!(tokens(&text), slowly);
        }

        #[test]
        fn folding_again_changes_nothing(text in "(?s)(\\PC|[A-ZÀ-ÿ]){0,20}") {
            let once = words(&text);
            for token in tokens(&text).iter().filter(|token| !token.dense) {
                prop_assert_eq!(words(&token.word), vec![token.word.clone()]);
            }
            prop_assert_eq!(words(&text), once);
        }
    }
}
