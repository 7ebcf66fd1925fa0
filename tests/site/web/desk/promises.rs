//! The promise of a first answer: made, shown, kept, broken and measured.

use groundswell::people::Role;
use groundswell::time::{DAY, HOUR, Timestamp};

use crate::support::Site;

/// The clock stands at Thursday, 15 January 2026, noon.
#[actix_web::test]
async fn a_board_promises_an_answer_and_its_pages_show_how_it_is_kept() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::ProductManager).await;
    let admin = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    let before = site.idea(&ben, &board, "An older idea").await;
    site.work().await;

    let path = format!("/admin/boards/{}/promise", board.id);
    admin.get(&path).await.expect(200);
    let page = admin.post(&path, &[("days", "0")]).await.expect(422);
    assert_eq!(page.attributes("#days", "value"), ["0"]);
    let page = admin.submit(&path, &[("days", "2"), ("team", "")]).await.expect(200);
    assert!(page.text_of("main").contains("promises a first answer within 2 working days"));

    // Ben has posted before, Ann has not; hers comes later and stands first.
    let second = site.idea(&ben, &board, "A lighter tent").await;
    site.clock.advance(HOUR);
    let first = site.idea(&ann, &board, "A wider tent").await;
    site.work().await;
    let visitor = site.visitor();
    let idea_path = |idea: &groundswell::ideas::Idea| format!("/ideas/{}", idea.id);
    let page = visitor.visit(&idea_path(&first)).await.expect(200);
    assert!(page.text_of("main").contains("A first answer is promised by 19 January 2026."));
    let page = visitor.visit(&idea_path(&before)).await.expect(200);
    assert!(!page.text_of("main").contains("promised"), "nothing was promised then");
    let manager = site.browser_of(&maja).await;
    let page = manager.get("/desk/promises").await.expect(200);
    assert_eq!(page.texts("tbody th a"), ["A wider tent", "A lighter tent"]);
    assert_eq!(page.text_of("th[scope=rowgroup]"), "People who have posted before");

    // Monday, the last day, counts until midnight.
    site.clock.advance(4 * DAY);
    site.answer(&maja, &board, &first, "planned", "We will.").await;
    site.clock.advance(2 * DAY);
    site.work().await;
    let page = visitor.visit(&idea_path(&first)).await.expect(200);
    assert!(page.text_of("main").contains("First answered after 2 working days, as promised."));
    let page = visitor.visit(&idea_path(&second)).await.expect(200);
    assert!(page.text_of("main").contains("A first answer was promised by 19 January 2026. It is late."));
    let page = manager.get("/desk/promises?show=broken").await.expect(200);
    assert_eq!(page.texts("table caption ~ tbody th a"), ["A lighter tent"]);
    assert!(page.text_of(".lead").contains("One promise is broken."));

    let page = visitor.get("/boards/gear").await.expect(200);
    assert_eq!(page.text_of(".promise"), "Every new idea here gets a first answer within 2 working days.");
    let text = page.text_of(".aside");
    assert!(text.contains("In the last 90 days 50 % were answered in time."), "{text}");
    assert!(text.contains("Half waited at most 2 working days, nine of ten at most 4."), "{text}");
    assert!(text.contains("One idea waits although its promise is broken."), "{text}");

    // Answered late, it is no longer waiting, and stays late.
    site.answer(&maja, &board, &second, "not_planned", "We will not.").await;
    site.clock.advance(HOUR);
    site.work().await;
    let page = visitor.visit(&idea_path(&second)).await.expect(200);
    assert!(page.text_of("main").contains("First answered after 4 working days, later than promised."));
    let text = visitor.get("/boards/gear").await.expect(200).text_of(".aside");
    assert!(text.contains("50 % were answered in time.") && !text.contains("broken"), "{text}");
    assert!(manager.get("/desk/promises").await.expect(200).has(".empty"));
}

#[actix_web::test]
async fn a_status_alone_keeps_no_promise_unless_it_ends_the_matter() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (id, now) = (board.id, site.now());
    site.write(move |db| groundswell::boards::promises::set(db, id, Some(5), None, now)).await;
    let (one, other) =
        (site.idea(&ann, &board, "One tent").await, site.idea(&ann, &board, "Two tents").await);
    site.work().await;
    site.answer(&maja, &board, &one, "under_review", "").await;
    site.answer(&maja, &board, &other, "already_available", "").await;
    site.work().await;
    let answered = |idea: groundswell::ids::IdeaId| {
        site.read(move |db| Ok(groundswell::triage::promises::of_idea(db, idea)?.unwrap().answered_at))
    };
    assert_eq!(answered(one.id).await, None::<Timestamp>);
    assert_eq!(answered(other.id).await, Some(site.now()));
}

#[actix_web::test]
async fn silence_makes_no_figure_better_however_long_it_lasts() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let (id, now) = (board.id, site.now());
    site.write(move |db| groundswell::boards::promises::set(db, id, Some(5), None, now)).await;
    site.idea(&ann, &board, "One tent").await;
    site.work().await;
    site.clock.advance(120 * DAY);
    let now = site.now();
    site.write(move |db| groundswell::triage::promises::measure(db, &[id], now)).await;
    let found = site.read(move |db| groundswell::triage::promises::of_board(db, id)).await.unwrap();
    assert_eq!((found.settled, found.in_time, found.broken, found.percent()), (1, 0, 1, Some(0)));
    assert!(found.median_days.unwrap() > 80);
}
