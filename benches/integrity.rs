//! Which votes would be held, of an attack and of honest people: a seeded site of 5,000 honest voters with offices, honest
//! crowds and friends among them, and attacks of 20 to 500 accounts.
//!
//! `cargo bench --bench integrity` prints precision and recall for each kind and size. The same seed gives the same.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench fails by panicking")]
#![allow(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    missing_docs,
    reason = "figures for people"
)]

mod crowds;

use crowds::{Attack, World, score};

const SEED: u64 = 20_261_123;
const VOTERS: usize = 5_000;
const SIZES: [usize; 5] = [20, 50, 100, 200, 500];

fn main() {
    let calm = World::honest(SEED, VOTERS);
    let votes = calm.casts.len();
    println!("{VOTERS} honest voters, {votes} votes; without any attack {:.2} % of them are held.", {
        score(&calm).honest * 100.0
    });
    println!(
        "\n| attack | accounts | of the attack held | of what is held, the attack's | of honest votes held |"
    );
    println!("|---|--:|--:|--:|--:|");
    for attack in Attack::ALL {
        for size in SIZES {
            let found = score(&World::attacked(SEED, VOTERS, attack, size));
            println!(
                "| {} | {size} | {:.1} % | {:.1} % | {:.2} % |",
                attack.name(),
                found.recall * 100.0,
                found.precision * 100.0,
                found.honest * 100.0
            );
        }
    }
}
