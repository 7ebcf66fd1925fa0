//! How near what stands for texts comes to what they share.

use super::*;
use crate::screening::{Rule, rules};
use proptest::prelude::*;

const OFFER: &str = "Our new store has the cheapest trail shoes of all brands, delivered to your door within two days, and \
    whoever orders today gets a second pair for half the price with the code HIKER20 at the end of the order";

fn of(body: &str) -> Option<Signature> {
    let setting = rules::usual(Rule::Alike);
    signature(&setting, &Text { title: "", body, html: "", home: "" })
}

fn alike(one: &str, other: &str) -> i64 {
    percent(shared(&of(one).unwrap(), &of(other).unwrap()))
}

#[test]
fn a_word_more_or_less_keeps_texts_alike_and_another_text_is_not() {
    assert_eq!(alike(OFFER, OFFER), 100);
    assert_eq!(alike(OFFER, &OFFER.to_uppercase()), 100);
    assert!(alike(OFFER, &format!("{OFFER} thanks everybody")) >= 80);
    let other = "The zip of the tent sticks when it is wet, and a second slider on the other side would let me out at night";
    assert!(alike(OFFER, other) <= 10);
    assert_eq!(of("I agree, this would help me as well"), None, "too short to tell");
}

#[test]
fn what_stands_for_a_text_is_the_same_in_every_version() {
    assert_eq!(hash("dark mode"), hash("dark mode"));
    assert_eq!(hash(""), 0xcbf2_9ce4_8422_2325);
    assert_eq!(mix(0), 0xe220_a839_7b1d_cdaf, "the first number of SplitMix64 with seed 0");
}

proptest! {
    #[test]
    fn what_is_shared_is_near_what_the_texts_share(common in 20_usize..60, own in 0_usize..60) {
        let word = |n: usize| format!("w{n}");
        let one: Vec<String> = (0..common).map(word).collect();
        let other: Vec<String> = one.iter().cloned().chain((1_000..1_000 + own).map(word)).collect();
        let (one, other) = (one.join(" "), other.join(" "));
        let exact = i64::try_from(100 * (common - 2) / (common - 2 + own)).unwrap();
        let told = alike(&one, &other);
        prop_assert!((told - exact).abs() <= 60, "{told} for {exact}");
    }
}

/// Real comments of a large public consultation.
fn comments() -> Option<Vec<String>> {
    use std::io::Read as _;
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/ideas/opengov-2009/comments.jsonl.gz");
    let Ok(file) = std::fs::File::open(&path) else {
        println!("left out: {} is not there", path.display());
        return None;
    };
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    let body = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        row["body"].as_str().unwrap().to_owned()
    };
    Some(text.lines().map(body).collect())
}

#[test]
fn of_real_comments_the_same_are_found_and_others_are_not() {
    let Some(all) = comments() else { return };
    let runs = |body: &str| -> BTreeSet<u64> {
        fold::words(body).windows(RUN).map(|run| hash(&run.join(" "))).collect()
    };
    let known: Vec<(Signature, BTreeSet<u64>)> =
        all.iter().filter_map(|body| Some((of(body)?, runs(body)))).take(700).collect();
    assert_eq!(known.len(), 700);
    let (mut same, mut wrong) = (0, 0);
    for (place, (one, own)) in known.iter().enumerate() {
        for (other, its) in known.iter().take(place) {
            let told = percent(shared(one, other));
            let common = own.intersection(its).count();
            let exact = 100 * common / (own.len() + its.len() - common);
            assert!(exact < 100 || told == 100, "the same text is always found");
            same += usize::from(exact == 100);
            wrong += usize::from(told >= 60 && exact < 30);
        }
    }
    println!("{same} pairs are the same");
    assert_eq!(wrong, 0, "no text is taken for another that is less than 30 % the same");
}
