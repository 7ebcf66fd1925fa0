//! Who may open and do what: every route of the site map and everybody who may come, in one table.
//!
//! `table.txt` holds the answers, a line for each method and path, a column for each who. A route without a line fails, a
//! line without a route too. After a change, `UPDATE_PERMISSIONS=1` writes the table anew, to be read before it is kept:
//! [`laws`] hold whatever it says.

mod cast;
mod laws;

use std::fmt::Write as _;

use cast::{Cast, WHO};

use groundswell::people::Role;

use crate::support::{Page, Site, site_map};

/// Where the table is, from the root of the project.
const FILE: &str = "tests/site/web/permissions/table.txt";

/// One line: a method, a path of the site map, and the answer to each of [`WHO`].
pub struct Line {
    pub method: &'static str,
    pub path: String,
    pub answers: Vec<String>,
}

/// What a table says of an answer: the status, or that it leads to the sign-in page.
fn answer(page: &Page) -> String {
    match page.location() {
        Some(to) if to.contains("/signin?") || to.ends_with("/signin") => "sign-in".to_owned(),
        _ => page.status.as_str().to_owned(),
    }
}

/// Acts that change who somebody is come last, so that whoever acts afterwards is still who their column says: first those
/// that see the site as somebody, and end that, then those that end sessions and accounts.
fn changes_who(path: &str) -> u8 {
    let ends = [
        "/demo/signin/",
        "/signin",
        "/sign-in/",
        "/signout",
        "/settings/delete",
        "/settings/sessions/",
        "/setup",
    ];
    if ends.into_iter().any(|beginning| path.starts_with(beginning)) {
        return 2;
    }
    u8::from(path.contains("/see-as"))
}

async fn measured() -> Vec<Line> {
    let site = Site::start_demo().await;
    let cast = Cast::of(&site).await;
    let mut wanted: Vec<(&'static str, String)> = Vec::new();
    for route in site_map() {
        wanted.extend(route.methods().map(|method| (method, route.path.clone())));
    }
    // Pages before acts: what is looked at is the demo as it was made.
    wanted.sort_by_key(|(method, path)| (*method == "POST", changes_who(path)));
    let mut lines = Vec::new();
    for (method, path) in wanted {
        let address = cast.fill(&path);
        let mut answers = Vec::new();
        for browser in &cast.browsers {
            let page = match method {
                "GET" => browser.get(&address).await,
                _ => browser.post(&address, &[]).await,
            };
            answers.push(answer(&page));
        }
        lines.push(Line { method, path, answers });
    }
    lines.sort_by(|a, b| (a.path.as_str(), a.method).cmp(&(b.path.as_str(), b.method)));
    lines
}

fn printed(lines: &[Line]) -> String {
    let width = lines.iter().map(|line| line.path.len()).max().unwrap_or_default();
    let mut text = String::new();
    let mut row = |method: &str, path: &str, cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| format!("{cell:>8}")).collect();
        writeln!(text, "{method:4} {path:width$} {}", cells.join(" ")).unwrap();
    };
    row("", "", &WHO.map(str::to_owned));
    for line in lines {
        row(line.method, &line.path, &line.answers);
    }
    text
}

#[actix_web::test]
async fn every_route_answers_everybody_as_the_table_says() {
    let lines = measured().await;
    let text = printed(&lines);
    if std::env::var_os("UPDATE_PERMISSIONS").is_some() {
        std::fs::write(FILE, &text).unwrap();
    }
    laws::hold(&lines);
    let table = std::fs::read_to_string(FILE).unwrap();
    // Line by line, so that a failure names the route and not two tables.
    let differs = |from: &str, to: &str| -> Vec<String> {
        from.lines().filter(|line| !to.lines().any(|other| other == *line)).map(str::to_owned).collect()
    };
    let (missing, outdated) = (differs(&text, &table), differs(&table, &text));
    assert!(
        missing.is_empty() && outdated.is_empty(),
        "answered:\n{}\n\nthe table says:\n{}",
        missing.join("\n"),
        outdated.join("\n")
    );
}

#[actix_web::test]
async fn an_act_from_another_site_is_refused() {
    let site = Site::start().await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let browser = site.browser_of(&maja).await;
    let request =
        browser.client().post(browser.url("/desk/teams/new")).header("origin", "https://evil.example");
    assert_eq!(request.form(&[("name", "Evil")]).send().await.unwrap().status(), 403);
}
