//! The desk's list as a table of choice and as a file: columns, orders, CSV and XLSX of exactly what is on the screen.

use std::io::Read as _;

use groundswell::db::{Db, execute};
use groundswell::ids::IdeaId;
use groundswell::people::Role;
use groundswell::time::DAY;
use groundswell::triage::desk::PAGE;

use crate::support::{Browser, Page, Site};

fn titles(page: &Page) -> Vec<String> {
    page.texts("[data-row] [data-open]")
}

/// A file as it comes.
async fn bytes(browser: &Browser, path: &str) -> (u16, Vec<u8>) {
    let response = browser.client().get(browser.url(path)).send().await.unwrap();
    (response.status().as_u16(), response.bytes().await.unwrap().to_vec())
}

/// The records of a CSV file.
fn records(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = std::str::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// A part of a workbook, which is an archive of XML.
fn part(book: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[actix_web::test]
async fn columns_are_chosen_remembered_for_oneself_and_sort_the_list() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let (maja, nils) =
        (site.person("Maja", Role::ProductManager).await, site.person("Nils", Role::ProductManager).await);
    site.idea(&ann, &board, "Few talk").await;
    let loud = site.idea(&ann, &board, "Many talk").await;
    site.comment(&ann, &loud, None, "Yes.").await;
    site.idea(&ann, &board, "Nobody talks").await;
    let (manager, other) = (site.browser_of(&maja).await, site.browser_of(&nils).await);
    let heads = |page: &Page| page.texts("thead th");
    let usual = manager.get("/desk").await.expect(200);
    assert_eq!(heads(&usual).len(), 9, "{:?}", heads(&usual));
    let chosen = [("columns", "why"), ("columns", "comments"), ("back", "board=gear")];
    let page = manager.submit("/desk/columns", &chosen).await.expect(200);
    assert!(page.path.starts_with("/desk"), "{}", page.path);
    assert_eq!(heads(&page)[1..], ["Comments (sort by this)", "Why here"]);
    let sentence = page.text_of("[data-row] [data-label='Why here']");
    assert!(sentence.contains("= 1 person × value 1.0 × confidence"), "{sentence}");
    let sort = page.attributes("thead a", "href").remove(0);
    let sorted = manager.get(&sort).await.expect(200);
    assert_eq!(titles(&sorted)[0], "Many talk");
    assert_eq!(sorted.attributes("[aria-sort]", "aria-sort"), ["descending"]);
    assert_eq!(heads(&other.get("/desk").await.expect(200)).len(), 9, "it is one's own choice");
    manager.post("/desk/columns", &[("back", "")]).await.expect(303);
    assert_eq!(heads(&manager.get("/desk").await.expect(200)).len(), 3, "no column is no choice");
    manager.post("/desk/columns", &[("usual", "1")]).await.expect(303);
    assert_eq!(heads(&manager.get("/desk").await.expect(200)).len(), 9);
}

#[actix_web::test]
async fn a_file_holds_what_is_on_the_screen_and_no_formulas_and_who_took_it_is_recorded() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    for title in ["=HYPERLINK(\"x\")", "+1 for tents", "-20 degrees", "@home, \"quoted\"", "Plain"] {
        site.idea(&ann, &board, title).await;
        site.clock.advance(DAY);
    }
    let other = site.board("Other").await;
    site.idea(&ann, &other, "Not on this board").await;
    let manager = site.browser_of(&maja).await;
    let chosen = [("columns", "promotions"), ("columns", "waiting"), ("columns", "why")];
    manager.post("/desk/columns", &chosen).await.expect(303);
    let screen = manager.get("/desk?board=gear&order=new").await.expect(200);
    let (status, csv) = bytes(&manager, "/desk/export.csv?board=gear&order=new").await;
    assert_eq!(status, 200);
    let lines = records(&csv);
    assert_eq!(lines[0][6..9], ["Accounts asking", "They pay a month", "Some of them"]);
    assert_eq!(lines[0][9..], ["Promotions", "Waiting", "Why here", "Late", "Tied"]);
    let held: Vec<&str> = lines[1..].iter().map(|line| line[1].as_str()).collect();
    assert_eq!(held, ["Plain", "'@home, \"quoted\"", "'-20 degrees", "'+1 for tents", "'=HYPERLINK(\"x\")"]);
    let shown: Vec<String> = held.iter().map(|title| title.trim_start_matches('\'').to_owned()).collect();
    assert_eq!(titles(&screen), shown, "the same ideas in the same order");
    assert_eq!(lines[5][9..11], ["1", "5"]);
    assert!(lines[1][5].ends_with("/desk/ideas/5"), "{}", lines[1][5]);

    let (status, book) = bytes(&manager, "/desk/export.xlsx?board=gear&order=new").await;
    assert_eq!(status, 200);
    let sheet = part(&book, "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>"), "no cell is a formula");
    for title in ["Plain", "-20 degrees", "+1 for tents", "=HYPERLINK"] {
        assert!(sheet.contains(title), "{title}");
    }
    assert!(!sheet.contains("Not on this board"));
    assert!(part(&book, "xl/styles.xml").contains("quotePrefix=\"1\""));

    let log = manager.get("/desk/exports").await.expect(200);
    let rows = log.texts("tbody tr");
    assert_eq!(rows.len(), 2);
    assert!(rows[0].contains("Maja") && rows[0].contains("XLSX") && rows[0].contains('5'), "{rows:?}");
    assert!(rows[1].contains("CSV") && rows[1].contains("board=gear"), "{rows:?}");
    let (status, _) = bytes(&site.browser_of(&ann).await, "/desk/export.csv").await;
    assert_eq!(status, 403);
}

#[actix_web::test]
async fn a_file_has_every_page_of_the_list() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let first = site.idea(&ann, &board, "The first").await;
    let same = "board_id, author_id, title, body, body_html, render_version, status_id, status_kind, status_at, \
                state, shown, is_locked, is_first_by_author, created_at, active_at, promotions, demotions, \
                comment_count, follower_count, held_count, brought_promotions, brought_demotions, net, wilson, heat, \
                site_heat, impact";
    let copies = format!(
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1200) \
         INSERT INTO ideas ({same}) SELECT {same} FROM ideas CROSS JOIN numbers WHERE ideas.id = {}",
        first.id
    );
    site.write(move |db| groundswell::db::execute(db, &copies)).await;
    let manager = site.browser_of(&maja).await;
    assert_eq!(titles(&manager.get("/desk").await.expect(200)).len(), PAGE);
    for order in ["impact", "new", "promotions", "value", "discussed"] {
        let (_, csv) = bytes(&manager, &format!("/desk/export.csv?order={order}")).await;
        let mut ids: Vec<String> = records(&csv)[1..].iter().map(|line| line[0].clone()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 1_201, "{order}");
    }
}

#[actix_web::test]
async fn a_file_tells_what_stands_small_on_the_screen() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let idea = site.idea(&ann, &board, "The first").await;
    site.idea(&ann, &board, "The second").await;
    site.idea(&ann, &board, "The third").await;
    site.clock.advance(90 * DAY);
    let manager = site.browser_of(&maja).await;
    let set = [("to", "40"), ("note", "Nine resellers ask for it.")];
    manager.post(&format!("/desk/ideas/{}/factors/reach", idea.id), &set).await.expect(303);
    let chosen = [("columns", "impact"), ("columns", "reach"), ("columns", "effort"), ("columns", "waiting")];
    manager.post("/desk/columns", &chosen).await.expect(303);
    let screen = manager.get("/desk").await.expect(200);
    let rows = screen.texts("[data-row]");
    assert!(rows[0].contains("by hand") && rows[0].contains("Late") && !rows[0].contains("tied"), "{rows:?}");
    assert!(rows[2].contains("tied with the one above"), "{rows:?}");
    let (_, csv) = bytes(&manager, "/desk/export.csv").await;
    let lines = records(&csv);
    let beside = ["Impact ±", "Reach: set by hand", "Votes", "People", "Effort: set by hand", "Late", "Tied"];
    assert_eq!(lines[0][13..], beside);
    for (row, line) in rows.iter().zip(&lines[1..]) {
        let doubt: f64 = line[13].parse().unwrap();
        assert!(row.contains(&format!("± {doubt:.1}")), "{row}: {line:?}");
    }
    assert_eq!(lines[1][14..], ["by hand", "1", "1", "", "Late", ""]);
    assert_eq!(lines[3][14..], ["", "1", "1", "", "Late", "tied with the one above"]);
    let (_, book) = bytes(&manager, "/desk/export.xlsx").await;
    assert!(part(&book, "xl/worksheets/sheet1.xml").contains("Effort: set by hand"));
}

/// Puts so many closed copies of an idea beside it, newer than it, which a search for zebras finds as well.
async fn more_zebras(site: &Site, idea: IdeaId, count: u32) {
    let same = "board_id, author_id, title, body, body_html, render_version, status_id, status_at, state, shown, \
                is_locked, is_first_by_author, created_at, active_at, promotions, demotions, comment_count, \
                follower_count, held_count, brought_promotions, brought_demotions, net, wilson, heat, site_heat, \
                impact";
    let copies = format!(
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count}) \
         INSERT INTO ideas (status_kind, {same}) SELECT 'closed', {same} FROM ideas CROSS JOIN numbers \
         WHERE ideas.id = {idea}"
    );
    site.write(move |db| {
        execute(db, &copies)?;
        let index = match db {
            Db::Postgres(_) => {
                "INSERT INTO search_text (idea_id, document) SELECT id, 'zebra:1A'::tsvector FROM ideas \
                 ON CONFLICT DO NOTHING"
            }
            Db::Sqlite(_) => {
                "INSERT INTO search_text (rowid, title, title_words) SELECT id, 'zebra', 'zebra' FROM ideas \
                 WHERE id NOT IN (SELECT rowid FROM search_text)"
            }
        };
        execute(db, index)
    })
    .await;
}

#[actix_web::test]
async fn a_search_finds_what_passes_the_filters_however_much_does_not_and_says_where_it_ends() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let old = site.idea(&ann, &board, "Zebra old and loved").await;
    site.work().await;
    more_zebras(&site, old.id, 700).await;
    let manager = site.browser_of(&maja).await;
    let page = manager.get("/desk?q=zebra").await.expect(200);
    assert_eq!(titles(&page), ["Zebra old and loved"]);
    assert_eq!(titles(&manager.get("/desk?q=zebar").await.expect(200)), ["Zebra old and loved"], "misspelt");
    assert!(titles(&manager.get("/desk?q=giraffe").await.expect(200)).is_empty());
    assert!(titles(&manager.get("/desk?q=...").await.expect(200)).is_empty());
    let all = "/desk/export.csv?q=zebra&status=any";
    assert_eq!(records(&bytes(&manager, all).await.1).len(), 702, "the head, and every one of them");
    assert!(!page.text.contains("were looked at"));

    more_zebras(&site, old.id, 19_400).await;
    let page = manager.get("/desk?q=zebra&status=any").await.expect(200);
    assert_eq!(titles(&page).len(), PAGE);
    assert!(page.text_of("main").contains("only the newest 20,000"), "{}", page.text_of("main"));
    let lines = records(&bytes(&manager, "/desk/export.csv?q=zebra").await.1);
    assert_eq!(lines.len(), 2, "the head, and why the old one is not there: {lines:?}");
    assert!(lines[1][0].contains("only the newest 20,000"), "{lines:?}");
}
