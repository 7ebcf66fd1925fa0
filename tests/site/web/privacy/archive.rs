//! Taking one's data along.

use std::io::Read as _;

use diesel::prelude::*;
use groundswell::db::schema::{data_export_parts, data_exports, mails};
use groundswell::people::Person;
use groundswell::time::{DAY, HOUR};
use groundswell::votes::{Ballot, VoteValue, cast};

use crate::support::{Browser, Page, Site, columns_with};

/// Ann with an idea, a comment and a vote; Ben with the same.
async fn two(site: &Site) -> (Person, Person) {
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "A lighter <b>tent</b>").await;
    site.comment(&ann, &idea, None, "With \"poles\", please").await;
    let other = site.idea(&ben, &board, "A quiet stove").await;
    let (voter, now) = (ann.clone(), site.now());
    site.write(move |db| cast(db, &voter, other.id, Ballot(Some(VoteValue::Promote)), now)).await;
    (ann, ben)
}

/// The link in the last mail.
async fn link(site: &Site) -> String {
    let text: String = site
        .read(|db| {
            let ready = mails::table.filter(mails::kind.eq("data_ready")).order(mails::id.desc());
            Ok(ready.select(mails::body_text).first(db)?)
        })
        .await;
    let url = text.lines().find(|line| line.starts_with("http")).unwrap();
    url.split_once("/settings").map(|(_, path)| format!("/settings{path}")).unwrap()
}

async fn bytes(browser: &Browser, path: &str) -> Vec<u8> {
    let answer = browser.client().get(browser.url(path)).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/zip");
    assert!(answer.headers()["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert_eq!(answer.headers()["cache-control"], "private, no-store");
    answer.bytes().await.unwrap().to_vec()
}

fn files(bytes: Vec<u8>) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

fn state(page: &Page) -> String {
    page.text_of(".archive-state")
}

#[actix_web::test]
async fn an_archive_is_made_mailed_fetched_by_its_owner_alone_and_expires() {
    let site = Site::start().await;
    let (ann, ben) = two(&site).await;
    let browser = site.browser_of(&ann).await;
    assert!(!browser.get("/settings/data").await.expect(200).has(".archive-state"));
    let page = browser.submit("/settings/data/archive", &[]).await.expect(200);
    assert!(state(&page).contains("being made") && !page.has("form[action='/settings/data/archive']"));
    let page = browser.submit("/settings/data/archive", &[]).await.expect(200);
    assert!(page.text_of(".flash").contains("being made already"));
    site.work().await;
    let page = browser.get("/settings/data").await.expect(200);
    assert!(state(&page).contains("is ready"), "{}", state(&page));
    let page = browser.submit("/settings/data/archive", &[]).await.expect(200);
    assert!(page.text_of(".flash").contains("one archive a day"));

    let path = link(&site).await;
    let token = path.rsplit('/').next().unwrap().to_owned();
    let stored = site.read(move |db| columns_with(db, &token)).await;
    assert_eq!(stored, ["mails.body_text", "mails.body_html"], "only its hash, but in the mail on its way");
    assert!(!bytes(&browser, &path).await.is_empty());
    site.browser_of(&ben).await.get(&path).await.expect(404);
    let page = site.visitor().get(&path).await.expect(303);
    assert!(page.location().unwrap().starts_with("/signin"));
    browser.get("/settings/data/archive/x").await.expect(404);

    site.clock.advance(7 * DAY + HOUR);
    browser.get(&path).await.expect(410);
    site.work().await;
    let parts: i64 = site.read(|db| Ok(data_export_parts::table.count().get_result(db)?)).await;
    assert_eq!(parts, 0);
    browser.get(&path).await.expect(404);
    let page = browser.get("/settings/data").await.expect(200);
    assert!(state(&page).contains("no longer there"));
    assert!(page.has("form[action='/settings/data/archive']"));
    // Asking wants a fresh proof.
    let browser = site.browser_of(&ann).await;
    browser.submit("/settings/data/archive", &[]).await.expect(200);
    site.work().await;
    let all: i64 = site.read(|db| Ok(data_exports::table.count().get_result(db)?)).await;
    assert_eq!(all, 2);
}

#[actix_web::test]
async fn an_archive_holds_ones_own_data_to_read_and_as_json_and_no_secret() {
    let site = Site::start().await;
    let (ann, _) = two(&site).await;
    site.visitor().post("/signin", &[("email", "ann@example.com")]).await.expect(303);
    let browser = site.browser_of(&ann).await;
    browser.post("/settings/data/archive", &[]).await.expect(303);
    site.work().await;
    let files = files(bytes(&browser, &link(&site).await).await);
    let text = |wanted: &str| {
        let found = files.iter().find(|(name, _)| name == wanted);
        found
            .unwrap_or_else(|| {
                panic!("no {wanted} in {:?}", files.iter().map(|(n, _)| n).collect::<Vec<_>>())
            })
            .1
            .clone()
    };
    let ideas: serde_json::Value = serde_json::from_str(&text("ideas.json")).unwrap();
    assert_eq!(ideas.as_array().unwrap().len(), 1);
    assert_eq!(ideas[0]["title"], "A lighter <b>tent</b>");
    assert_eq!(ideas[0]["created_at"], "2026-01-15T12:00:00Z");
    let votes: serde_json::Value = serde_json::from_str(&text("votes.json")).unwrap();
    assert_eq!(votes.as_array().unwrap().len(), 2);
    let people: serde_json::Value = serde_json::from_str(&text("people.json")).unwrap();
    assert_eq!(
        (people[0]["email"].as_str(), people[0]["follows_on_vote"].as_bool()),
        (Some("ann@example.com"), Some(true))
    );
    assert!(text("ideas.html").contains("A lighter &lt;b&gt;tent&lt;/b&gt;"));
    assert!(text("votes.html").contains("/ideas/"), "what was voted on is linked");
    let index = text("index.html");
    assert!(
        index.contains("votes.html") && index.contains("comments.json") && index.contains("Halden Ideas")
    );
    assert!(text("mails.json").contains("your code to sign in"), "what was sent, not what it said");
    for (name, text) in &files {
        assert!(!text.contains("<script") && !text.contains("src="), "{name} is self-contained");
        assert!(!text.contains("_hash") && !text.contains("body_text"), "{name} holds a secret");
        assert!(
            !text.contains("ben@example.com") && !text.contains("A quiet stove"),
            "{name} holds another's"
        );
    }
}

#[actix_web::test]
async fn an_archive_larger_than_a_piece_comes_whole() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    for n in 0..60_u32 {
        // What cannot be compressed, so that the file is larger than a piece.
        let body: String = (0..14_000)
            .map(|_| char::from(rand::random_range(b'0'..=b'z')))
            .filter(char::is_ascii_alphanumeric)
            .collect();
        site.idea_saying(&ann, &board, &format!("Wish number {n}"), &body).await;
    }
    let browser = site.browser_of(&ann).await;
    browser.post("/settings/data/archive", &[]).await.expect(303);
    site.work().await;
    let parts: i64 = site.read(|db| Ok(data_export_parts::table.count().get_result(db)?)).await;
    assert!(parts > 1, "{parts}");
    let files = files(bytes(&browser, &link(&site).await).await);
    let ideas = &files.iter().find(|(name, _)| name == "ideas.json").unwrap().1;
    assert_eq!(serde_json::from_str::<serde_json::Value>(ideas).unwrap().as_array().unwrap().len(), 60);
}

#[actix_web::test]
async fn of_many_wishes_at_once_one_is_granted() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let (id, now) = (ann.id, site.now());
    let asked =
        (0..8).map(|_| site.state.db.write(move |db| groundswell::privacy::archive::ask(db, id, now)));
    let granted = futures_util::future::join_all(asked).await.into_iter().filter(Result::is_ok).count();
    let rows: i64 = site.read(|db| Ok(data_exports::table.count().get_result(db)?)).await;
    assert_eq!((granted, rows), (1, 1));
}
