//! Deciding and answering.

use diesel::prelude::*;
use groundswell::db::schema::{acts, events, responses};
use groundswell::people::Role;

use super::field;
use crate::support::{Browser, Site};

struct Scene {
    site: Site,
    board: groundswell::boards::Board,
    idea: groundswell::ideas::Idea,
    manager: Browser,
    path: String,
}

async fn scene() -> Scene {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let manager = site.browser_of(&maja).await;
    let path = format!("/desk/ideas/{}", idea.id);
    Scene { site, board, idea, manager, path }
}

impl Scene {
    async fn count(&self) -> (i64, Vec<String>, Vec<String>) {
        let id = self.idea.id;
        self.site
            .read(move |db| {
                let given = responses::table.filter(responses::idea_id.eq(id)).count().get_result(db)?;
                let kinds = acts::table.filter(acts::idea_id.eq(id)).order(acts::id).select(acts::kind);
                let told = events::table.order(events::id).select(events::kind);
                Ok((given, kinds.load(db)?, told.load(db)?))
            })
            .await
    }
}

#[actix_web::test]
async fn status_response_and_effort_are_one_act_in_the_history() {
    let scene = scene().await;
    let page = scene.manager.get(&scene.path).await.expect(200);
    let before = scene.site.stored_idea(scene.idea.id).await.ranks.impact;
    let planned = scene.site.status(&scene.board, "planned").await;
    let seen = field(&page, "seen");
    let form = [("seen", seen.as_str()), ("status", &planned), ("effort", "s"), ("response", "We will.")];
    scene.manager.post(&format!("{}/answer", scene.path), &form).await.expect(303);
    scene.manager.post(&format!("{}/answer", scene.path), &form).await.expect(303);
    let (given, kinds, told) = scene.count().await;
    assert_eq!(given, 1, "the same form sent twice answers once");
    assert_eq!(kinds, ["idea_submitted", "effort_changed", "status_changed", "answered"]);
    assert_eq!(told, ["idea_posted", "answered"]);
    let after = scene.site.stored_idea(scene.idea.id).await;
    assert!((after.ranks.impact - before * 2.0).abs() < 1e-9, "S halves the divisor of unknown");
    assert_eq!(after.status_id.to_string(), planned);
}

#[actix_web::test]
async fn no_decline_without_a_reason_and_the_form_comes_back_as_typed() {
    let scene = scene().await;
    let seen = field(&scene.manager.get(&scene.path).await, "seen");
    for slug in ["not_planned", "partly_delivered"] {
        let status = scene.site.status(&scene.board, slug).await;
        let form = [("seen", seen.as_str()), ("status", &status), ("effort", "xl"), ("response", " \n ")];
        let page = scene.manager.post(&format!("{}/answer", scene.path), &form).await.expect(422);
        assert!(page.text_of(".error-summary").contains("needs a reason"));
        assert_eq!(page.attributes("#status option[selected]", "value"), [status]);
        assert_eq!(page.attributes("#effort option[selected]", "value"), ["xl"]);
    }
    let (given, kinds, told) = scene.count().await;
    assert_eq!((given, kinds.len(), told.len()), (0, 1, 1), "nothing else happened");
}

#[actix_web::test]
async fn a_status_can_change_without_words_and_an_effort_alone_is_no_news() {
    let scene = scene().await;
    let seen = field(&scene.manager.get(&scene.path).await, "seen");
    let review = scene.site.status(&scene.board, "under_review").await;
    let answer = format!("{}/answer", scene.path);
    let form = [("seen", seen.as_str()), ("status", &review), ("effort", ""), ("response", "")];
    scene.manager.post(&answer, &form).await.expect(303);
    let seen = field(&scene.manager.get(&scene.path).await, "seen");
    let form = [("seen", seen.as_str()), ("status", &review), ("effort", "l"), ("response", "")];
    scene.manager.post(&answer, &form).await.expect(303);
    let seen = field(&scene.manager.get(&scene.path).await, "seen");
    let form = [("seen", seen.as_str()), ("status", &review), ("effort", "l"), ("response", "")];
    scene.manager.post(&answer, &form).await.expect(422);
    assert_eq!(scene.count().await.2, ["idea_posted", "status_changed"]);
    let idea = scene.site.stored_idea(scene.idea.id).await;
    assert_eq!(idea.answered_at, None);
}

#[actix_web::test]
async fn whoever_decides_second_hears_who_decided_first_and_loses_no_word() {
    let scene = scene().await;
    let rolf = scene.site.person("Rolf", Role::Administrator).await;
    let seen = field(&scene.manager.get(&scene.path).await, "seen");
    scene.site.answer(&rolf, &scene.board, &scene.idea, "planned", "").await;
    let status = scene.site.status(&scene.board, "not_planned").await;
    let answer = format!("{}/answer", scene.path);
    let form =
        [("seen", seen.as_str()), ("status", &status), ("effort", ""), ("response", "Too dear for us.")];
    let page = scene.manager.post(&answer, &form).await.expect(409);
    assert!(page.text_of(".flash.warn").contains("Rolf set the status to “Planned”"), "{}", page.text);
    assert_eq!(page.text_of("#response"), "Too dear for us.");
    let form = [
        ("seen", field(&page, "seen")),
        ("status", status.clone()),
        ("effort", String::new()),
        ("response", "Too dear for us.".to_owned()),
    ];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    scene.manager.post(&answer, &form).await.expect(303);
    assert_eq!(scene.site.stored_idea(scene.idea.id).await.status_id.to_string(), status);
}

#[actix_web::test]
async fn a_preview_changes_nothing_and_an_edited_answer_says_so() {
    let scene = scene().await;
    let seen = field(&scene.manager.get(&scene.path).await, "seen");
    let open = scene.site.status(&scene.board, "open").await;
    let answer = format!("{}/answer", scene.path);
    let typed = "**Soon** <script>alert(1)</script>";
    let form =
        [("seen", seen.as_str()), ("status", &open), ("effort", ""), ("response", typed), ("preview", "1")];
    let page = scene.manager.post(&answer, &form).await.expect(200);
    assert!(page.text_of(".preview").contains("Soon"));
    assert!(page.texts("main script").is_empty());
    assert_eq!(page.text_of("#response"), typed);
    assert_eq!(scene.count().await.0, 0);

    scene.manager.post(&answer, &form[..4]).await.expect(303);
    let page = scene.manager.get(&scene.path).await.expect(200);
    let edit = page.attributes(".response a[href*='/desk/responses/']", "href")[0].clone();
    scene.manager.get(&edit).await.expect(200);
    scene.manager.post(&edit, &[("response", "\u{200B}")]).await.expect(422);
    let page = scene.manager.submit(&edit, &[("response", "In **March**.")]).await.expect(200);
    assert!(page.text_of(".response").contains("In March"));
    assert!(page.text_of(".response").contains("edited"));
    assert_eq!(scene.count().await.1.last().unwrap(), "response_edited");
}

#[actix_web::test]
async fn a_hidden_idea_is_neither_answered_nor_routed() {
    let scene = scene().await;
    let team = scene.site.team("Tents", &[]).await;
    let id = scene.idea.id;
    scene
        .site
        .write(move |db| {
            use groundswell::db::schema::ideas;
            diesel::update(ideas::table.find(id))
                .set((ideas::state.eq("hidden"), ideas::shown.eq(0)))
                .execute(db)?;
            Ok(())
        })
        .await;
    let open = scene.site.status(&scene.board, "planned").await;
    let form = [("seen", ""), ("status", open.as_str()), ("effort", ""), ("response", "We start in May.")];
    let page = scene.manager.post(&format!("{}/answer", scene.path), &form).await.expect(409);
    assert!(page.text_of("main").contains("hidden or removed"), "{}", page.text_of("main"));
    assert_eq!(page.text_of("textarea"), "We start in May.", "what was typed is not lost");
    let team = team.id.to_string();
    scene.manager.post(&format!("{}/routes", scene.path), &[("team", &team)]).await.expect(422);
    assert_eq!(scene.count().await.0, 0);
}

#[actix_web::test]
async fn notes_are_for_staff_and_deleted_by_who_wrote_them() {
    let scene = scene().await;
    let rolf = scene.site.person("Rolf", Role::Moderator).await;
    let other = scene.site.browser_of(&rolf).await;
    scene
        .manager
        .post(&format!("{}/notes", scene.path), &[("note", "Ours is cheaper.\nMuch.")])
        .await
        .expect(303);
    scene.manager.post(&format!("{}/notes", scene.path), &[("note", " ")]).await.expect(422);
    let page = scene.manager.get(&scene.path).await.expect(200);
    assert!(page.text_of(".note").contains("Ours is cheaper."));
    let delete = page.attributes(".note form", "action")[0].clone();
    other.post(&delete, &[]).await.expect(403);
    let ann = scene.site.customer("Bea").await;
    scene.site.browser_of(&ann).await.post(&delete, &[]).await.expect(403);
    scene.manager.post(&delete, &[]).await.expect(303);
    assert!(!scene.manager.get(&scene.path).await.has(".note"));
}
