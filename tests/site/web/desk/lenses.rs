//! Lenses: kept filters and columns, shared or one's own; an order of their own, as of when it was computed.

use groundswell::accounts::{self, AccountDraft, AccountInput, JoinedBy, membership};
use groundswell::people::{Person, Role};
use groundswell::time::{HOUR, MINUTE};

use crate::support::{Page, Site};

impl Site {
    async fn customer_on(&self, name: &'static str, plan: &str, health: &str, value: &str) -> Person {
        let person = self.customer(name).await;
        let input = AccountInput {
            name: format!("Account of {name}"),
            plan: plan.into(),
            health: health.into(),
            value: value.into(),
            currency: "EUR".into(),
            ..AccountInput::default()
        };
        let (draft, now, id) = (AccountDraft::parse(&input).unwrap(), self.now(), person.id);
        self.write(move |db| {
            let account = accounts::create(db, &draft, now)?;
            membership::set(db, id, Some((account.id, JoinedBy::Desk)))
        })
        .await;
        person
    }
}

fn titles(page: &Page) -> Vec<String> {
    page.texts("[data-row] [data-open]")
}

#[actix_web::test]
async fn a_lens_keeps_filters_and_columns_and_is_ones_own_until_it_is_shared() {
    let site = Site::start().await;
    let (gear, app) = (site.board("Gear").await, site.board("App").await);
    let ann = site.customer("Ann").await;
    let (maja, nils) =
        (site.person("Maja", Role::ProductManager).await, site.person("Nils", Role::ProductManager).await);
    site.idea(&ann, &gear, "A lighter tent").await;
    site.idea(&ann, &app, "Dark mode").await;
    let (manager, other) = (site.browser_of(&maja).await, site.browser_of(&nils).await);
    let list = manager.get("/desk?board=gear&order=new").await.expect(200);
    let new = list.attributes(".lens-picker a", "href").remove(0);
    let form = manager.get(&new).await.expect(200);
    assert_eq!(form.attributes("[name=query]", "value"), ["board=gear&order=new"]);
    let bad = [("name", ""), ("query", "board=gear"), ("at_risk", "101"), ("others", "x")];
    let refused = manager.post("/desk/lenses/new", &bad).await.expect(422);
    assert_eq!(refused.texts(".error-summary li").len(), 4, "{:?}", refused.texts(".error-summary li"));
    assert_eq!(refused.attributes("#at_risk", "value"), ["101"]);
    let good = [
        ("name", "Tents"),
        ("query", "board=gear&order=new&evil=1"),
        ("columns", "comments"),
        ("columns", "impact"),
    ];
    let page = manager.submit("/desk/lenses/new", &good).await.expect(200);
    assert_eq!(titles(&page), ["A lighter tent"]);
    assert_eq!(page.texts("thead th").len(), 3);
    let lens = page.path.rsplit('=').next().unwrap().to_owned();
    assert!(page.texts("#lens option[selected]") == ["Tents"]);
    let taken = manager.post("/desk/lenses/new", &good).await.expect(422);
    assert!(taken.text_of("#name-error").contains("You have a lens of this name"));

    // Filters changed while one looks through it are the address's own until they are kept.
    let page = manager.get(&format!("/desk?lens={lens}&own=1&board=app")).await.expect(200);
    assert_eq!(titles(&page), ["Dark mode"]);
    let edit = manager.get(&format!("/desk/lenses/{lens}?own=1&board=app")).await.expect(200);
    assert!(edit.attributes("[name=query]", "value")[0].contains("board=app"));

    for path in [format!("/desk?lens={lens}"), format!("/desk/lenses/{lens}")] {
        other.get(&path).await.expect(404);
    }
    let shared = [&good[..], &[("is_shared", "on")]].concat();
    manager.post(&format!("/desk/lenses/{lens}"), &shared).await.expect(303);
    assert_eq!(titles(&other.get(&format!("/desk?lens={lens}")).await.expect(200)), ["A lighter tent"]);
    other.post(&format!("/desk/lenses/{lens}"), &good).await.expect(403);
    other.post(&format!("/desk/lenses/{lens}/delete"), &[]).await.expect(403);
    other.get(&format!("/desk/lenses/{lens}")).await.expect(403);
    let copy = other.submit(&format!("/desk/lenses/{lens}/copy"), &[]).await.expect(200);
    assert_eq!(copy.attributes("#name", "value"), ["Tents"]);
    assert!(copy.attributes("#is_shared[checked]", "value").is_empty(), "a copy is one's own");
    let asked = manager.get(&format!("/desk/lenses/{lens}/delete")).await.expect(200);
    assert!(asked.text_of("main").contains("it goes for everybody"));
    manager.post(&format!("/desk/lenses/{lens}/delete"), &[]).await.expect(303);
    manager.get(&format!("/desk?lens={lens}")).await.expect(404);
    assert_eq!(other.get("/desk/lenses").await.texts("tbody tr").len(), 1, "the copy stays");
}

#[actix_web::test]
async fn a_lens_that_weighs_accounts_has_an_order_of_its_own_as_of_its_computation() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let rich = site.customer_on("Ben", "Enterprise", "good", "9000").await;
    let risky = site.customer_on("Cem", "Pro", "critical", "2000").await;
    site.work().await;
    let (one, two) = (
        site.idea(&ann, &board, "The rich want it").await,
        site.idea(&ann, &board, "The leaving want it").await,
    );
    site.promote(&rich, &one).await;
    site.promote(&risky, &two).await;
    let manager = site.browser_of(&maja).await;
    assert_eq!(titles(&manager.get("/desk").await), ["The rich want it", "The leaving want it"]);
    let lens = [
        ("name", "Leaving"),
        ("columns", "impact"),
        ("at_risk", "10"),
        ("others", "0.5"),
        ("reach_by", "accounts"),
    ];
    let page = manager.submit("/desk/lenses/new", &lens).await.expect(200);
    let path = page.path.clone();
    site.work().await;
    let page = manager.get(&path).await.expect(200);
    assert_eq!(titles(&page), ["The leaving want it", "The rich want it"]);
    assert!(page.text_of("main").contains("Order as of"), "{}", page.text_of("main"));
    let cell = page.text_of("[data-row] .impact");
    let impact = site.stored_idea(two.id).await.impact();
    // One account instead of two people, and 1 + 10 × 2 instead of 1 + 2.
    let expected = impact.score / 2.0 / 3.0 * 21.0;
    assert!(cell.starts_with(&format!("{expected:.1}")), "{cell}, {expected}");
    assert_eq!(titles(&manager.get(&format!("{path}&order=impact")).await)[0], "The rich want it");

    // A vote moves the impact at once, and the lens's order with the next hour; a new idea is in it once its event is
    // handled.
    let new = site.idea(&risky, &board, "Just posted").await;
    site.work().await;
    assert!(titles(&manager.get(&path).await).contains(&"Just posted".to_owned()));
    site.clock.advance(HOUR + MINUTE);
    site.work().await;
    site.work().await;
    assert!(titles(&manager.get(&path).await).contains(&new.title));
    let manager = site.browser_of(&maja).await;
    let csv = manager.get(&path.replace("/desk?", "/desk/export.csv?")).await.expect(200);
    let first = csv.text.lines().nth(1).unwrap_or_default().to_owned();
    assert!(first.contains("The leaving want it") || first.contains("Just posted"), "{first}");
}

#[actix_web::test]
async fn an_order_that_was_never_finished_is_tried_again_after_an_hour() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    site.idea(&ann, &board, "A lighter tent").await;
    site.work().await;
    let manager = site.browser_of(&maja).await;
    let lens = [("name", "All"), ("columns", "impact"), ("others", "2")];
    let path = manager.submit("/desk/lenses/new", &lens).await.expect(200).path;
    // Its job is lost.
    site.write(|db| groundswell::db::execute(db, "DELETE FROM jobs")).await;
    site.work().await;
    assert!(titles(&manager.get(&path).await).is_empty());
    site.clock.advance(HOUR + MINUTE);
    site.work().await;
    assert_eq!(titles(&manager.get(&path).await), ["A lighter tent"]);
}

#[actix_web::test]
async fn the_pages_of_a_lens_follow_each_other_without_gap_or_repeat() {
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
        "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1100) \
         INSERT INTO ideas ({same}) SELECT {same} FROM ideas CROSS JOIN numbers WHERE ideas.id = {}",
        first.id
    );
    site.write(move |db| groundswell::db::execute(db, &copies)).await;
    let manager = site.browser_of(&maja).await;
    let lens = [("name", "All"), ("columns", "impact"), ("others", "2")];
    let mut path = manager.submit("/desk/lenses/new", &lens).await.expect(200).path;
    site.work().await;
    let mut seen = Vec::new();
    for _ in 0..60 {
        let page = manager.get(&path).await.expect(200);
        seen.extend(page.attributes("[data-row] [data-open]", "href"));
        match page.attributes(".pager a", "href").first() {
            Some(next) => path = next.clone(),
            None => break,
        }
    }
    let count = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((count, seen.len()), (1_101, 1_101));
}

#[actix_web::test]
async fn a_job_for_a_lens_as_it_was_before_leaves_no_order_that_claims_to_be_whole() {
    use groundswell::jobs::{Progress, Step};
    use groundswell::triage::lenses::{scores, store};
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    site.idea(&ann, &board, "A lighter tent").await;
    let manager = site.browser_of(&maja).await;
    let lens = [("name", "All"), ("columns", "impact"), ("others", "2")];
    manager.submit("/desk/lenses/new", &lens).await.expect(200);
    let found = site.read(move |db| store::list(db, maja.id)).await.remove(0);
    let (id, of) = (found.id, Some((found.updated_at, site.now())));
    let after = site.write(move |db| scores::step(db, id, of, Progress::default())).await;
    let Step::More(half) = after else { panic!("an idea was scored: {after:?}") };
    site.clock.advance(MINUTE);
    let changed = [("name", "All"), ("columns", "impact"), ("others", "3")];
    manager.post(&format!("/desk/lenses/{id}"), &changed).await.expect(303);
    let after = site.write(move |db| scores::step(db, id, of, half)).await;
    assert!(matches!(after, Step::Done(_)), "{after:?}");
    let own = site.person("Nils", Role::ProductManager).await.id;
    let scored_at = |found: Vec<store::Lens>| found.into_iter().next().and_then(|lens| lens.scored_at);
    let maja = found.owner_id;
    assert_eq!(scored_at(site.read(move |db| store::list(db, maja)).await), None);
    assert!(site.read(move |db| store::list(db, own)).await.is_empty());
    let asked = site.now();
    site.work().await;
    assert_eq!(scored_at(site.read(move |db| store::list(db, maja)).await), Some(asked));
}
