//! The desk's list as a table of choice and as a file: columns, orders, CSV and XLSX of exactly what is on the screen.

use std::io::Read as _;

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
    assert!(sentence.contains("= 1 people × value 1.0 × confidence"), "{sentence}");
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
    assert_eq!(lines[0][6..], ["Promotions", "Waiting", "Why here"]);
    let held: Vec<&str> = lines[1..].iter().map(|line| line[1].as_str()).collect();
    assert_eq!(held, ["Plain", "'@home, \"quoted\"", "'-20 degrees", "'+1 for tents", "'=HYPERLINK(\"x\")"]);
    let shown: Vec<String> = held.iter().map(|title| title.trim_start_matches('\'').to_owned()).collect();
    assert_eq!(titles(&screen), shown, "the same ideas in the same order");
    assert_eq!(lines[5][6..8], ["1", "5"]);
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
