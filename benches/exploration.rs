//! What the share of places for ideas hardly seen does to a good idea that comes late, on a board of early mediocre ones: the
//! chance that it enters the first ten of Trending within a week, with the share and without.
//!
//! `cargo bench --bench exploration` prints the figures and draws docs/pictures/exploration.svg. The same seed gives the same.
//! Readers look at a place of a page as often as `ranking::exposure::weight` says, and vote as often as an idea is good; heat
//! and spread are the product's own functions.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench fails by panicking")]
#![allow(clippy::as_conversions, clippy::cast_precision_loss, reason = "figures for people")]

use std::fmt::Write as _;

use groundswell::ranking::exposure::{CHOICE, Knowledge, USUAL_RATE, weight};
use groundswell::ranking::heat::term;
use groundswell::ranking::landmark::{HalfLife, Landmark};
use groundswell::time::{DAY, MINUTE, Timestamp};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

const SEED: u64 = 20_261_122;
/// Runs for every figure.
const RUNS: usize = 200;
/// How many ideas are there first, and how often a reader who looks at one votes for it.
const EARLY: [usize; 3] = [30, 60, 120];
const MEDIOCRE: f64 = 0.05;
/// The early ideas gather votes for so long before the late one comes.
const HEAD_START: i64 = 30;
const WITHIN: i64 = 7;
/// Places of a page, and which of them explore when one in ten does.
const PAGE: usize = 20;
const LOOKS: [usize; 2] = [6, 16];
/// How good the late idea is, and how many people read the list in a day.
const GOOD: f64 = 0.20;
const READERS: [usize; 4] = [25, 50, 100, 200];

#[derive(Clone, Copy)]
struct Idea {
    heat: f64,
    shown: f64,
    votes: f64,
    rate: f64,
    known: Knowledge,
}

struct Board {
    ideas: Vec<Idea>,
    /// Hottest first.
    order: Vec<usize>,
    explores: bool,
    chance: StdRng,
}

impl Board {
    /// Its author votes for it.
    fn arrive(&mut self, rate: f64, at: Timestamp) {
        let heat = term(1, at, landmark(), HalfLife::DEFAULT);
        self.order.push(self.ideas.len());
        self.ideas.push(Idea {
            heat,
            shown: 0.0,
            votes: 1.0,
            rate,
            known: Knowledge::new(USUAL_RATE, 1.0, 1.0),
        });
        self.rise(self.ideas.len() - 1);
    }

    /// Moves an idea up to where its heat puts it.
    fn rise(&mut self, idea: usize) {
        let mut at = self.order.iter().position(|own| *own == idea).unwrap();
        while at > 0 && self.ideas[self.order[at - 1]].heat < self.ideas[idea].heat {
            self.order.swap(at - 1, at);
            at -= 1;
        }
    }

    /// The first page as a reader gets it.
    fn page(&mut self) -> Vec<usize> {
        let (first, rest) = self.order.split_at(PAGE);
        let mut page = first.to_vec();
        if self.explores {
            let open = rest.iter().filter(|idea| {
                let own = self.ideas[**idea];
                own.votes < 20.0 && own.known.is_worth_a_look()
            });
            let mut hopes: Vec<(f64, usize)> =
                open.map(|idea| (self.ideas[*idea].known.hope(), *idea)).collect();
            hopes.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
            hopes.truncate(CHOICE);
            let mut drawn: Vec<(f64, usize)> = hopes
                .into_iter()
                .map(|(_, idea)| (self.ideas[idea].known.draw(&mut self.chance), idea))
                .collect();
            drawn.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
            for (place, (_, idea)) in LOOKS.into_iter().zip(drawn) {
                page.insert(place - 1, idea);
            }
            page.truncate(PAGE);
        }
        page
    }

    fn read(&mut self, at: Timestamp) {
        for (place, idea) in (1_u32..).zip(self.page()) {
            let looked = weight(place);
            let is_for_it = self.chance.random_bool(looked * self.ideas[idea].rate);
            let own = &mut self.ideas[idea];
            own.shown += looked;
            if is_for_it {
                own.votes += 1.0;
                own.heat += term(1, at, landmark(), HalfLife::DEFAULT);
            }
            own.known = Knowledge::new(USUAL_RATE, own.shown, own.votes);
            if is_for_it {
                self.rise(idea);
            }
        }
    }
}

fn landmark() -> Landmark {
    Landmark::at(Timestamp::from_micros(0))
}

/// Whether the late idea was among the first ten at the end of any day of its first week.
fn run(seed: u64, early: usize, readers: usize, explores: bool) -> bool {
    let chance = StdRng::seed_from_u64(seed);
    let mut board = Board { ideas: Vec::new(), order: Vec::new(), explores, chance };
    let step = DAY / i64::try_from(readers).unwrap();
    let mut now = 0;
    for number in 0..early {
        board.arrive(MEDIOCRE, Timestamp::from_micros(i64::try_from(number).unwrap() * MINUTE));
    }
    while now < HEAD_START * DAY {
        board.read(Timestamp::from_micros(now));
        now += step;
    }
    board.arrive(GOOD, Timestamp::from_micros(now));
    for _ in 0..WITHIN {
        for _ in 0..readers {
            board.read(Timestamp::from_micros(now));
            now += step;
        }
        if board.order.iter().take(10).any(|idea| *idea == early) {
            return true;
        }
    }
    false
}

fn share_of(early: usize, readers: usize, explores: bool) -> f64 {
    let runs = (0..RUNS).filter(|number| run(SEED + *number as u64, early, readers, explores)).count();
    runs as f64 / RUNS as f64
}

fn main() {
    println!("chance to enter the first ten of Trending within {WITHIN} days, {RUNS} runs each");
    println!("early ideas: {MEDIOCRE} of those who look vote, {HEAD_START} days ahead; the late one: {GOOD}");
    println!("{:>8} {:>12} {:>10} {:>10}", "early", "readers/day", "without", "with");
    let mut all = Vec::new();
    for early in EARLY {
        for readers in READERS {
            let (without, with) = (share_of(early, readers, false), share_of(early, readers, true));
            println!("{early:>8} {readers:>12} {:>9.1}% {:>9.1}%", without * 100.0, with * 100.0);
            all.push((early, readers, without, with));
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/pictures/exploration.svg");
    std::fs::write(path, figure(&all)).unwrap();
    println!("drawn: {path}");
}

/// What stands below the charts.
const LEGEND: &str = "<text x=\"390\" y=\"268\" text-anchor=\"middle\" fill=\"#4a4f4c\">readers of the list a day</text>\n\
         <path d=\"M235 286h30\" stroke=\"#1f6f5c\" stroke-width=\"2\"/><text x=\"271\" y=\"290\" fill=\"#1b1f1d\">one place in \
         ten for ideas hardly seen</text>\n<path d=\"M515 286h30\" stroke=\"#8a8f8c\" stroke-width=\"2\" \
         stroke-dasharray=\"5 4\"/><text x=\"551\" y=\"290\" fill=\"#1b1f1d\">without</text>\n</svg>\n";

/// Three small charts side by side, one for each number of early ideas.
fn figure(all: &[(usize, usize, f64, f64)]) -> String {
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 780 300\" width=\"780\" height=\"300\" role=\"img\" \
         aria-labelledby=\"t d\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n\
         <title id=\"t\">Chance of a late good idea to enter the first ten within a week</title>\n\
         <desc id=\"d\">With one place in ten for ideas hardly seen, and without, by readers a day. Figures as text in \
         docs/ranking.md.</desc>\n<rect width=\"780\" height=\"300\" fill=\"#fbfaf7\"/>\n",
    );
    for (panel, early) in EARLY.into_iter().enumerate() {
        let left = 50.0 + panel as f64 * 245.0;
        let x = |at: usize| left + at as f64 * 60.0;
        let y = |share: f64| 230.0 - share * 170.0;
        for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let (at, end) = (y(tick), left + 185.0);
            writeln!(svg, "<path d=\"M{left} {at}H{end}\" stroke=\"#d8d4ca\"/>").unwrap();
            if panel == 0 {
                let label = tick * 100.0;
                writeln!(
                    svg,
                    "<text x=\"42\" y=\"{}\" text-anchor=\"end\" fill=\"#4a4f4c\">{label} %</text>",
                    at + 4.0
                )
                .unwrap();
            }
        }
        let title = format!("{early} early ideas");
        writeln!(svg, "<text x=\"{left}\" y=\"44\" font-weight=\"600\" fill=\"#1b1f1d\">{title}</text>")
            .unwrap();
        let own: Vec<&(usize, usize, f64, f64)> = all.iter().filter(|row| row.0 == early).collect();
        for (colour, dash, with) in [("#8a8f8c", " stroke-dasharray=\"5 4\"", false), ("#1f6f5c", "", true)] {
            let mut line = String::new();
            for (at, row) in own.iter().enumerate() {
                let share = if with { row.3 } else { row.2 };
                write!(line, "{}{:.1} {:.1}", if at == 0 { "M" } else { "L" }, x(at), y(share)).unwrap();
                writeln!(
                    svg,
                    "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3\" fill=\"{colour}\"/>",
                    x(at),
                    y(share)
                )
                .unwrap();
            }
            writeln!(svg, "<path d=\"{line}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"{dash}/>")
                .unwrap();
        }
        for (at, row) in own.iter().enumerate() {
            writeln!(
                svg,
                "<text x=\"{}\" y=\"248\" text-anchor=\"middle\" fill=\"#4a4f4c\">{}</text>",
                x(at),
                row.1
            )
            .unwrap();
        }
    }
    svg.push_str(LEGEND);
    svg
}
