//! What changed between two versions of a text, for the visible history of edits.
//! Lines are compared first and the words of changed lines after, so that the work stays bounded whatever the texts.

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// Comparisons of parts beyond this many pairs are not made: the old part is shown as deleted, the new as inserted.
const MAX_PAIRS: usize = 4_000_000;

/// What became of a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// In both versions.
    Equal,
    /// Only in the old version.
    Delete,
    /// Only in the new version.
    Insert,
}

/// A stretch of text and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// What became of it.
    pub kind: Kind,
    /// The text.
    pub text: String,
}

/// The difference in words. Equal and deleted segments joined are `old`, equal and inserted ones are `new`.
pub fn words(old: &str, new: &str) -> Vec<Segment> {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let mut segments = Vec::new();
    for op in compare(&old, &new) {
        let (old, new) = parts(&op, &old, &new);
        if op.tag() == DiffTag::Replace {
            words_of(&old, &new, &mut segments);
        } else {
            write(op.tag(), old, new, &mut segments);
        }
    }
    segments
}

fn words_of(old: &str, new: &str, segments: &mut Vec<Segment>) {
    let old: Vec<&str> = old.split_word_bounds().collect();
    let new: Vec<&str> = new.split_word_bounds().collect();
    for op in compare(&old, &new) {
        let (old, new) = parts(&op, &old, &new);
        write(op.tag(), old, new, segments);
    }
}

/// The steps from `old` to `new`. If the search for them could take long, what stands between the common beginning and
/// the common end is one step.
fn compare(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    if old.len().saturating_mul(new.len()) <= MAX_PAIRS {
        return capture_diff_slices(Algorithm::Myers, old, new);
    }
    let shorter = old.len().min(new.len());
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let ends = old.iter().rev().zip(new.iter().rev()).take(shorter - start);
    let end = ends.take_while(|(old, new)| old == new).count();
    let (old_end, new_end) = (old.len() - end, new.len() - end);
    vec![
        DiffOp::Equal { old_index: 0, new_index: 0, len: start },
        DiffOp::Replace {
            old_index: start,
            old_len: old_end - start,
            new_index: start,
            new_len: new_end - start,
        },
        DiffOp::Equal { old_index: old_end, new_index: new_end, len: end },
    ]
}

fn parts(op: &DiffOp, old: &[&str], new: &[&str]) -> (String, String) {
    let text = |all: &[&str], range: std::ops::Range<usize>| all.get(range).unwrap_or_default().concat();
    (text(old, op.old_range()), text(new, op.new_range()))
}

fn write(tag: DiffTag, old: String, new: String, segments: &mut Vec<Segment>) {
    match tag {
        DiffTag::Equal => push(Kind::Equal, old, segments),
        DiffTag::Delete => push(Kind::Delete, old, segments),
        DiffTag::Insert => push(Kind::Insert, new, segments),
        DiffTag::Replace => {
            push(Kind::Delete, old, segments);
            push(Kind::Insert, new, segments);
        }
    }
}

fn push(kind: Kind, text: String, segments: &mut Vec<Segment>) {
    match segments.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.kind == kind => last.text.push_str(&text),
        _ => segments.push(Segment { kind, text }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(old: &str, new: &str) -> String {
        let show = |segment: &Segment| match segment.kind {
            Kind::Equal => segment.text.clone(),
            Kind::Delete => format!("[-{}-]", segment.text),
            Kind::Insert => format!("{{+{}+}}", segment.text),
        };
        words(old, new).iter().map(show).collect()
    }

    fn joined(segments: &[Segment], left_out: Kind) -> String {
        segments
            .iter()
            .filter(|segment| segment.kind != left_out)
            .map(|segment| segment.text.as_str())
            .collect()
    }

    #[test]
    fn words_that_changed_are_marked() {
        assert_eq!(shown("a dark mode\nkept", "a darker mode\nkept"), "a [-dark-]{+darker+} mode\nkept");
        assert_eq!(shown("one\n", "one\ntwo\n"), "one\n{+two\n+}");
        assert_eq!(shown("same", "same"), "same");
        assert_eq!(shown("", "new"), "{+new+}");
        assert_eq!(shown("", ""), "");
    }

    #[test]
    fn the_middle_of_very_long_texts_is_replaced_whole() {
        let words_of = |letter| (0..9_000).map(|n| format!("{letter}{n} ")).collect::<String>();
        let kinds = |segments: &[Segment]| segments.iter().map(|segment| segment.kind).collect::<Vec<_>>();
        let (old, new) = (words_of('a'), words_of('b'));
        let segments = words(&old, &new);
        assert_eq!(kinds(&segments), [Kind::Delete, Kind::Insert, Kind::Equal]);
        assert_eq!((joined(&segments, Kind::Insert), joined(&segments, Kind::Delete)), (old.clone(), new));
        let segments = words(&old, &old.replace("a4500 ", "changed "));
        assert_eq!(kinds(&segments), [Kind::Equal, Kind::Delete, Kind::Insert, Kind::Equal]);
        assert_eq!(segments[1].text, "a4500");
    }

    proptest! {
        #[test]
        fn both_versions_can_be_read_from_the_difference(old in "(?s)([ab \n]|.){0,60}", new in "(?s)([ab \n]|.){0,60}") {
            let segments = words(&old, &new);
            prop_assert_eq!(joined(&segments, Kind::Insert), old);
            prop_assert_eq!(joined(&segments, Kind::Delete), new);
        }
    }
}
