//! How long the desk's pages take on a site with 100,000 ideas, 5 million votes, 20,000 people and 500 accounts.
//! `cargo bench --bench desk`; `DATABASE_URL` names another database than `target/bench/desk.db`, and what was made there
//! is kept for the next run.
//!
//! A product manager walks the desk: one page of each kind that the desk links to, found by following its links, and
//! lists twenty pages deep, and every field of the forms that filter; and takes the whole list as files. Beside each
//! median stands how often the smallest answer of the same server fits into it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a measurement that cannot be made fails by panicking"
)]

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use groundswell::db::{Database, Db};
use reqwest::Client;
use reqwest::redirect::Policy;
use scraper::{Html, Selector};

#[path = "../tests/site/support/forms.rs"]
mod forms;

use forms::{asked, kind};

/// How often each page is asked for.
const ROUNDS: usize = 15;
/// How many pages a list is followed.
const DEEP: usize = 20;
/// Addresses of the same kind that are measured.
const ALIKE: usize = 2;
/// What is looked for.
const WORDS: &str = "dark mode";
/// What no page of the desk may take longer than, in its median.
const AIM: Duration = Duration::from_millis(100);

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// Starts the demo at its large scale, and waits until it answers.
async fn serve(database: &str, client: &Client) -> (Server, String) {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let mut command = Command::new(env!("CARGO_BIN_EXE_groundswell"));
    command.args(["demo", "--scale", "large", "--database", database, "--listen", &address]);
    let server = Server(command.stdout(Stdio::null()).spawn().unwrap());
    let base = format!("http://{address}");
    let started = Instant::now();
    while client.get(format!("{base}/healthz")).send().await.is_err() {
        assert!(started.elapsed() < Duration::from_secs(3_600), "the demo was not made within an hour");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    println!("serving {database} after {:.0} s", started.elapsed().as_secs_f64());
    (server, base)
}

/// What a page links to, but for the lists as files: those are made whole before their first byte, and taken apart.
fn links(page: &str) -> Vec<String> {
    let anchors = Selector::parse("a[href^='/desk']:not([href^='/desk/export.'])").unwrap();
    let found = Html::parse_document(page);
    found
        .select(&anchors)
        .filter_map(|anchor| anchor.attr("href"))
        .map(|href| href.split('#').next().unwrap().to_owned())
        .collect()
}

fn next(page: &str) -> Option<String> {
    let next = Selector::parse(".pager a[href^='/desk']").unwrap();
    Html::parse_document(page).select(&next).next_back().and_then(|link| link.attr("href")).map(str::to_owned)
}

/// One page of each kind, and what lists lead to when they are followed. Forms are filled in where nothing is asked for
/// yet, and what they lead to is not gone on from: one field at a time, not every set of them.
async fn walk(client: &Client, base: &str) -> Vec<String> {
    let (mut seen, mut kinds) = (BTreeSet::new(), BTreeMap::<String, usize>::new());
    let (mut queue, mut found) = (VecDeque::from([("/desk".to_owned(), false)]), Vec::new());
    while let Some((path, is_asked)) = queue.pop_front() {
        let alike = kinds.entry(kind(&path)).or_default();
        if *alike >= ALIKE || !seen.insert(path.clone()) {
            continue;
        }
        *alike += 1;
        let answer = client.get(format!("{base}{path}")).send().await.unwrap();
        assert!(
            answer.status().is_success() || answer.status().is_redirection(),
            "{path}: {}",
            answer.status()
        );
        let is_page = answer
            .headers()
            .get("content-type")
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
        if !answer.status().is_success() || !is_page {
            continue;
        }
        let page = answer.text().await.unwrap();
        found.push(path.clone());
        if !is_asked {
            queue.extend(links(&page).into_iter().map(|link| (link, false)));
        }
        if !path.contains('?') {
            queue.extend(asked(&path, &page, WORDS).into_iter().map(|asked| (asked, true)));
        }
        if let Some(deep) = follow(client, base, &page).await {
            found.push(deep);
        }
    }
    found
}

async fn follow(client: &Client, base: &str, page: &str) -> Option<String> {
    let mut deep = next(page)?;
    for _ in 1..DEEP {
        let page = client.get(format!("{base}{deep}")).send().await.unwrap().text().await.unwrap();
        match next(&page) {
            Some(further) => deep = further,
            None => break,
        }
    }
    Some(deep)
}

async fn median(client: &Client, address: &str) -> Duration {
    let mut taken = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let started = Instant::now();
        let answer = client.get(address).send().await.unwrap().error_for_status().unwrap();
        answer.bytes().await.unwrap();
        taken.push(started.elapsed());
    }
    taken.sort_unstable();
    taken[ROUNDS / 2]
}

/// The server's own memory, in kilobytes: pages of files, the database's among them, are not counted.
fn memory(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.0.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Takes the whole list as a file, and tells how large it is, how long that takes and how much memory the server takes
/// meanwhile.
async fn take(client: &Client, base: &str, server: &Server, file: &str) {
    let (before, started) = (memory(server), Instant::now());
    let download = async {
        let address = format!("{base}/desk/{file}?status=any");
        let mut answer = client.get(address).send().await.unwrap().error_for_status().unwrap();
        let mut bytes = 0;
        while let Some(chunk) = answer.chunk().await.unwrap() {
            bytes += chunk.len();
        }
        bytes
    };
    tokio::pin!(download);
    let mut most = before;
    let bytes = loop {
        tokio::select! {
            bytes = &mut download => break bytes,
            () = tokio::time::sleep(Duration::from_millis(20)) => most = most.max(memory(server)),
        }
    };
    let taken = started.elapsed().as_secs_f64();
    println!(
        "{file}: {bytes} bytes in {taken:.1} s; the server's memory {before} kB before, at most {most} kB"
    );
}

#[derive(QueryableByName)]
struct Scans {
    #[diesel(sql_type = BigInt)]
    scans: i64,
}

/// How often PostgreSQL has read all votes so far.
async fn scans_of_votes(database: &str) -> Option<i64> {
    let db = Database::open(database, 1).unwrap();
    db.read(|db| {
        Ok(match db {
            Db::Sqlite(_) => None,
            Db::Postgres(_) => {
                let asked = "SELECT seq_scan AS scans FROM pg_stat_user_tables WHERE relname = 'votes'";
                Some(diesel::sql_query(asked).get_result::<Scans>(db).unwrap().scans)
            }
        })
    })
    .await
    .unwrap()
}

/// Measures, and says whether every page is fast enough.
async fn measure(database: &str) -> bool {
    let client = Client::builder().cookie_store(true).redirect(Policy::none()).build().unwrap();
    let (server, base) = serve(database, &client).await;
    let signed_in =
        client.post(format!("{base}/demo/signin/product_manager")).form(&[("a", "1")]).send().await.unwrap();
    assert!(signed_in.status().is_redirection(), "signing in: {}", signed_in.status());
    let pages = walk(&client, &base).await;
    println!("{} pages to measure, {ROUNDS} times each", pages.len());
    for file in ["export.csv", "export.xlsx"] {
        take(&client, &base, &server, file).await;
    }
    let before = scans_of_votes(database).await;
    let least = median(&client, &format!("{base}/healthz")).await;
    let mut rows = Vec::new();
    for path in pages {
        rows.push((median(&client, &format!("{base}{path}")).await, path));
    }
    rows.sort_unstable_by(|a, b| b.cmp(a));
    println!("\n| page | median ms | × the smallest answer |\n|---|---|---|");
    for (taken, path) in &rows {
        let ratio = taken.as_secs_f64() / least.as_secs_f64();
        println!("| {path} | {:.1} | {ratio:.0} |", taken.as_secs_f64() * 1e3);
    }
    let slow = rows.iter().filter(|(taken, _)| *taken >= AIM).count();
    println!("\n{} pages, {slow} of them at or above {} ms", rows.len(), AIM.as_millis());
    // The statistics come a little later.
    tokio::time::sleep(Duration::from_secs(2)).await;
    if let (Some(before), Some(after)) = (before, scans_of_votes(database).await) {
        println!("{} scans of all votes", after - before);
    }
    slow == 0
}

fn main() {
    let database = std::env::var("DATABASE_URL").unwrap_or_else(|_| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/bench");
        std::fs::create_dir_all(folder).unwrap();
        format!("{folder}/desk.db")
    });
    // The client is built with no provider of cryptography; a second one is refused, which is as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    if !runtime.block_on(measure(&database)) {
        std::process::exit(1);
    }
}
