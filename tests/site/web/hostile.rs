//! Everything that broke other sites, as titles, names, tags, bodies and searches: shown as typed, and nothing acts.

use std::collections::BTreeSet;

use groundswell::boards::tags;
use groundswell::error::{Error, FieldErrors};
use groundswell::ideas::{IdeaDraft, IdeaInput, submit};
use groundswell::people::create::{NewPerson, create};
use groundswell::people::profile::parse_name;
use groundswell::people::{Person, Role};
use groundswell::text::clean;

use crate::support::{ACTING, Browser, Page, Site, everything};

/// In one line, without what no line may hold, and no longer than `most` characters.
fn cut(text: &str, most: usize) -> String {
    let one_line = |c: char| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c };
    let line: String = text.chars().map(one_line).take(most).collect();
    line.trim().to_owned()
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Walks a list by its link to the next page.
async fn pages(browser: &Browser, first: &str, mut look: impl FnMut(&Page)) {
    let mut path = Some(first.to_owned());
    while let Some(next) = path {
        let page = browser.get(&next).await.expect(200);
        assert!(!page.has(ACTING), "on {next}");
        look(&page);
        path = page.attributes(".pager a[rel=next]", "href").first().map(ToString::to_string);
    }
}

#[actix_web::test]
async fn everything_hostile_is_a_title_a_body_a_name_and_a_tag_and_shown_as_typed() {
    let site = Site::start().await;
    site.board("Gear").await;
    let now = site.now();
    let settings = site.state.settings().await.unwrap();
    let posted: Vec<(String, String)> = site
        .write(move |db| {
            let mut posted = Vec::new();
            for (n, text) in everything().into_iter().enumerate() {
                let mut errors = FieldErrors::default();
                let name = parse_name(&cut(&text, 60), "name", &mut errors);
                let name = if errors.is_empty() { name } else { format!("Nobody {n}") };
                let email = format!("p{n}@example.com");
                let new = NewPerson {
                    name: &name,
                    email: Some(&email),
                    role: Role::Customer,
                    handle: Some("someone"),
                    is_imported: false,
                };
                let author: Person = create(db, &new, now)?;
                let title = cut(&format!("{n} {text}"), 120);
                let input = IdeaInput { board: "gear", title: &title, body: &text, ..IdeaInput::default() };
                let Ok(draft) = IdeaDraft::parse(&input, &settings.catalog, false) else {
                    assert!(
                        clean::multi_line(&text).is_err()
                            || clean::is_invisible(&text)
                            || text.chars().count() > 20_000,
                        "{text:?}"
                    );
                    continue;
                };
                submit::submit(db, &author, &draft, &settings, now)?;
                posted.push((folded(&title), folded(&name)));
            }
            Ok(posted)
        })
        .await;
    assert!(posted.len() > 4_000, "{}", posted.len());
    let mut seen = BTreeSet::new();
    pages(&site.visitor(), "/?order=new", |page| seen.extend(page.texts("main bdi"))).await;
    for shown in posted {
        assert!(seen.contains(&shown.0), "the title {:?}", shown.0);
        assert!(seen.contains(&shown.1), "the name {:?}", shown.1);
    }
}

#[actix_web::test]
async fn everything_hostile_is_a_tag_and_shown_as_typed() {
    let site = Site::start().await;
    let now = site.now();
    let added: Vec<String> = site
        .write(move |db| {
            let mut added = Vec::new();
            for text in everything() {
                match tags::add(db, &cut(&text, 40), false, now) {
                    Ok(_) => added.push(folded(&cut(&text, 40))),
                    // Without a letter or figure there is no address; twice the same is one tag.
                    Err(Error::Invalid(_)) => {}
                    Err(other) => return Err(other),
                }
            }
            Ok(added)
        })
        .await;
    assert!(added.len() > 1_000, "{}", added.len());
    site.state.reload().await.unwrap();
    let page = site
        .browser_of(&site.person("Ada", Role::Administrator).await)
        .await
        .get("/admin/tags")
        .await
        .expect(200);
    assert!(!page.has(ACTING));
    let seen: BTreeSet<String> = page.texts("main bdi").into_iter().collect();
    for tag in added {
        assert!(seen.contains(&tag), "{tag:?}");
    }
}
