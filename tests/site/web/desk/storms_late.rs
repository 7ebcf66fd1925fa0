//! Storm sessions where two act at once, or somebody too late; and whose idea was merged meanwhile.

use diesel::prelude::*;
use groundswell::db::schema::boards;
use groundswell::people::Role;
use groundswell::time::DAY;

use super::field;
use super::storms::{made, number, post_into, published};
use crate::support::Site;

#[actix_web::test]
async fn whose_idea_was_merged_hears_of_the_answer_and_whose_is_hidden_does_not() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (ann, ben, cat) =
        (site.customer("Ann").await, site.customer("Ben").await, site.customer("Cat").await);
    let manager = site.browser_of(&maja).await;
    let desk = published(&manager, board.id.raw(), "What should a tent weigh?").await;
    for (person, title) in [(&ann, "At most a kilo"), (&cat, "Something vile")] {
        let page = post_into(&site.browser_of(person).await, number(&desk), title).await.expect(303);
        let id = page.location().unwrap().rsplit('/').next().unwrap().split('-').next().unwrap().to_owned();
        if title == "Something vile" {
            let mo = site.person("Mo", Role::Moderator).await;
            let hide = format!("/ideas/{id}/hide");
            site.browser_of(&mo).await.post(&hide, &[("reason", "spam")]).await.expect(303);
        } else {
            let target = site.idea(&ben, &board, "A kilo at most").await;
            let into = [("into", &*target.id.to_string())];
            manager.post(&format!("/desk/ideas/{id}/merge"), &into).await.expect(303);
        }
    }
    site.clock.advance(DAY);
    site.clear_letters().await;
    let answer = [("answer", "**We** will."), ("publish", "1")];
    manager.post(&format!("{desk}/answer"), &answer).await.expect(303);
    assert_eq!(site.told().await, ["ann:storm"]);
}

#[actix_web::test]
async fn of_two_who_change_a_session_the_second_is_shown_what_the_first_stored() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let edit = format!("{}/edit", made(&manager, board.id.raw(), "What is missing?").await);
    let seen = field(&manager.get(&edit).await.expect(200), "seen");
    let save = async |question: &str, rules: &str, seen: &str| {
        site.clock.advance(1);
        let number = board.id.to_string();
        let times = [("starts", "2026-01-15T12:00"), ("ends", "2026-01-16T12:00"), ("board", &*number)];
        let mut fields = vec![("question", question), ("rules", rules), ("seen", seen)];
        fields.extend(times);
        manager.post(&edit, &fields).await
    };
    save("What is missing most?", "Light things.", &seen).await.expect(303);
    let page = save("What is missing?", "Heavy things.", &seen).await.expect(409);
    assert_eq!(page.text_of("#rules"), "Heavy things.");
    assert_eq!(page.texts("#there dd"), ["What is missing most?", "Light things."]);
    save("What is missing?", "Heavy things.", &field(&page, "seen")).await.expect(303);
}

#[actix_web::test]
async fn an_answer_that_is_being_typed_stays_on_the_device_until_it_is_kept() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let desk = published(&manager, board.id.raw(), "What is missing?").await;
    let idea = site.idea(&maja, &board, "A tent").await;
    site.clock.advance(DAY);
    let add = [("idea", &*idea.id.to_string())];
    let page = manager.submit(&format!("{desk}/ideas"), &add).await.expect(200);
    assert_eq!(page.text_of(".flash p"), "The idea is in the session.");
    assert!(!page.has("[data-draft-clear]"));
    let kept = [("answer", "We will."), ("summary", "One idea.")];
    let page = manager.submit(&format!("{desk}/answer"), &kept).await.expect(200);
    assert_eq!(page.attributes("[data-draft-clear]", "data-draft-clear").len(), 1);
    let emptied = [("answer", ""), ("summary", "One idea."), ("publish", "1")];
    let page = manager.post(&format!("{desk}/answer"), &emptied).await.expect(422);
    assert_eq!(page.text_of("#answer"), "", "what was emptied stays so");
}

#[actix_web::test]
async fn question_and_rules_can_be_changed_when_the_board_of_a_running_session_is_archived() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let desk = published(&manager, board.id.raw(), "What is missing?").await;
    let draft = made(&manager, board.id.raw(), "What else?").await;
    let (id, now) = (board.id, site.now());
    site.write(move |db| {
        diesel::update(boards::table.find(id)).set(boards::archived_at.eq(Some(now))).execute(db)?;
        Ok(())
    })
    .await;
    site.state.reload().await.unwrap();
    let fields = [("question", "What was missing?"), ("rules", "Light things.")];
    manager.post(&format!("{desk}/edit"), &fields).await.expect(303);
    let number = board.id.to_string();
    let times = [("starts", "2026-01-15T12:00"), ("ends", "2026-01-16T12:00"), ("board", &*number)];
    let page = manager.post(&format!("{draft}/edit"), &[&fields[..], &times[..]].concat()).await.expect(422);
    assert_eq!(page.attributes(".error-summary a", "href"), ["#board"], "a draft wants another");
}
