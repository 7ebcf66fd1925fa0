//! The review list.

use diesel::prelude::*;
use groundswell::db::schema::ideas;
use groundswell::ids::IdeaId;
use groundswell::people::Role;
use groundswell::time::DAY;
use groundswell::triage::desk::PAGE;

use crate::support::{Page, Site};

fn titles(page: &Page) -> Vec<String> {
    page.texts("[data-row] [data-open]")
}

#[actix_web::test]
async fn ideas_come_in_order_of_impact_with_every_factor_and_ties_shown() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (small, large) =
        (site.idea(&ann, &board, "Few want it").await, site.idea(&ann, &board, "Many want it").await);
    for name in ["V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V10", "V11", "V12"] {
        let voter = site.customer(name).await;
        site.promote(&voter, &large).await;
    }
    let twin = site.idea(&ann, &board, "Few want it too").await;
    let closed = site.idea(&ann, &board, "Decided already").await;
    site.answer(&maja, &board, &closed, "not_planned", "Because.").await;
    let manager = site.browser_of(&maja).await;
    let page = manager.get("/desk").await.expect(200);
    assert_eq!(titles(&page), ["Many want it", "Few want it too", "Few want it"]);
    let first = page.text_of("[data-row]");
    for part in ["13 votes", "13 people", "unknown", "+13"] {
        assert!(first.contains(part), "{part} in {first}");
    }
    let rows = page.texts("[data-row]");
    assert!(!rows[1].contains("tied") && rows[2].contains("tied with the one above"), "{rows:?}");
    let _ = (small, twin);

    for (query, expected) in [
        ("?status=any&order=new", vec!["Decided already", "Few want it too", "Many want it", "Few want it"]),
        ("?status=not_planned", vec!["Decided already"]),
        ("?order=oldest", vec!["Few want it", "Many want it", "Few want it too"]),
        ("?least=5", vec!["Many want it"]),
        ("?effort=s", vec![]),
        ("?routed=yes", vec![]),
        ("?unanswered=1&status=any&least=5", vec!["Many want it"]),
        ("?board=nowhere&order=trending&least=5", vec!["Many want it"]),
    ] {
        let page = manager.get(&format!("/desk{query}")).await.expect(200);
        assert_eq!(titles(&page), expected, "{query}");
    }
    assert!(manager.get("/desk?effort=s").await.has(".empty"));
}

#[actix_web::test]
async fn words_find_ideas_and_routed_ones_can_be_left_out() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let tent = site.idea(&ann, &board, "A lighter tent").await;
    site.idea(&ann, &board, "A stove for snow").await;
    let team = site.team("Tents", &[]).await;
    site.send_to(&maja, &tent, &team).await;
    site.work().await;
    let manager = site.browser_of(&maja).await;
    assert_eq!(titles(&manager.get("/desk?q=TENTS").await.expect(200)), ["A lighter tent"]);
    assert_eq!(titles(&manager.get("/desk?routed=no").await.expect(200)), ["A stove for snow"]);
    let page = manager.get("/desk?routed=yes").await.expect(200);
    assert!(page.text_of("[data-row] th").contains("Tents: New"));
}

#[actix_web::test]
async fn pages_follow_each_other_without_gap_or_repeat_in_every_order() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let count = PAGE * 2 + 5;
    let mut all: Vec<IdeaId> = Vec::new();
    for number in 0..count {
        all.push(site.idea(&ann, &board, &format!("Idea number {number}")).await.id);
        site.clock.advance(DAY / 10);
    }
    // Two impacts only, so that pages end among ties.
    let half = all[..count / 2].to_vec();
    site.write(move |db| {
        diesel::update(ideas::table.filter(ideas::id.eq_any(&half)))
            .set(ideas::impact.eq(0.125))
            .execute(db)?;
        Ok(())
    })
    .await;
    let manager = site.browser_of(&maja).await;
    for order in ["impact", "value", "promotions", "discussed", "trending", "new", "oldest"] {
        for filter in ["", "&board=gear"] {
            let mut seen = Vec::new();
            let mut path = format!("/desk?order={order}{filter}");
            for _ in 0..5 {
                let page = manager.get(&path).await.expect(200);
                seen.extend(page.attributes("[data-row] [data-open]", "href"));
                match page.attributes(".pager a", "href").first() {
                    Some(next) => path = next.clone(),
                    None => break,
                }
            }
            let mut unique = seen.clone();
            unique.sort();
            unique.dedup();
            assert_eq!((seen.len(), unique.len()), (count, count), "{order}{filter}");
        }
    }
    manager.get("/desk?after=nonsense&order=impact").await.expect(200);
    manager.get("/desk?after=7ff8000000000000_1").await.expect(200);
}

#[actix_web::test]
async fn a_group_of_ties_goes_on_behind_the_end_of_a_page() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    for number in 0..PAGE + 2 {
        site.idea(&ann, &board, &format!("Idea number {number}")).await;
    }
    let manager = site.browser_of(&maja).await;
    let page = manager.get("/desk").await.expect(200);
    assert_eq!(page.texts("[data-row].tied").len(), PAGE - 1, "all but the first of the group");
    let next = page.attributes(".pager a", "href").pop().unwrap();
    let page = manager.get(&next).await.expect(200);
    assert_eq!((page.texts("[data-row]").len(), page.texts("[data-row].tied").len()), (2, 2));
    manager.get("/desk?after=3fe0000000000000_9.nonsense").await.expect(200);
}

#[actix_web::test]
async fn first_time_authors_wait_in_a_queue_of_their_own_with_the_promise() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::ProductManager).await;
    let first = site.idea(&ann, &board, "Ann's first").await;
    site.clock.advance(15 * DAY);
    site.idea(&ann, &board, "Ann's second").await;
    site.idea(&ben, &board, "Ben's first").await;
    let manager = site.browser_of(&maja).await;
    let page = manager.get("/desk/first-time").await.expect(200);
    assert_eq!(titles(&page), ["Ann's first", "Ben's first"]);
    assert!(page.text_of(".lead").contains("14 days"));
    // A status alone is no answer.
    site.answer(&maja, &board, &first, "planned", "").await;
    assert_eq!(titles(&manager.get("/desk/first-time").await), ["Ann's first", "Ben's first"]);
    let rows = page.texts("[data-row]");
    assert!(rows[0].contains("15 days Late") && !rows[1].contains("Late"), "{rows:?}");
    site.answer(&maja, &board, &first, "open", "Thank you, Ann.").await;
    assert_eq!(titles(&manager.get("/desk/first-time").await), ["Ben's first"]);
}
