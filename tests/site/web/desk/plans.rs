//! No page of the desk reads all votes: every statement of a walk over all of them is explained.

use std::collections::{HashMap, VecDeque};

use crate::support::forms::{asked, kind};
use crate::support::{Browser, Site, collect_queries, reads_all_of};

/// The walk ends by itself long before.
const PAGES: usize = 500;

async fn walk(browser: &Browser) -> usize {
    let mut kinds: HashMap<String, usize> = HashMap::new();
    let (mut queue, mut pages) = (VecDeque::from(["/desk".to_owned()]), 0);
    while let Some(address) = queue.pop_front() {
        let alike = kinds.entry(kind(&address)).or_default();
        *alike += 1;
        if *alike > 1 || !address.starts_with("/desk") || pages >= PAGES {
            continue;
        }
        let page = browser.get(&address).await;
        assert!(!page.status.is_server_error() && page.status != 404, "{} of {address}", page.status);
        pages += 1;
        let links = page.attributes("a[href]", "href").into_iter().chain(asked(&address, &page.text, "tent"));
        queue.extend(links.map(|link| link.split('#').next().unwrap_or_default().to_owned()));
    }
    pages
}

#[actix_web::test]
async fn no_page_of_the_desk_reads_all_votes() {
    let collected = collect_queries();
    let site = Site::start_demo().await;
    let browser = site.visitor();
    browser.post("/demo/signin/administrator", &[("a", "1")]).await.expect(303);
    // What making the demo and signing in asked.
    drop(collected());
    let pages = walk(&browser).await;
    assert!((80..PAGES).contains(&pages), "{pages} pages were walked");
    let of_votes: Vec<String> = collected()
        .into_iter()
        .filter(|statement| statement.starts_with("SELECT") || statement.starts_with("WITH"))
        .filter(|statement| statement.contains("votes"))
        .collect();
    assert!(of_votes.len() > 3, "{of_votes:?}");
    let whole: Vec<String> = site
        .read(move |db| {
            let told = |own: &String| Some(format!("{own}\n{}", reads_all_of(db, "votes", own)?));
            Ok(of_votes.iter().filter_map(told).collect())
        })
        .await;
    assert!(whole.is_empty(), "{}", whole.join("\n\n"));
}
