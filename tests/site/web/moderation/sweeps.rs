//! Hiding everything of somebody, and bringing it back exactly.

use diesel::prelude::*;
use groundswell::boards::Premoderation;
use groundswell::db::schema::{acts, comments, ideas, jobs, lesson_words, lessons, screening_findings};
use groundswell::ideas::PostState;
use groundswell::ids::{CommentId, IdeaId};
use groundswell::people::{Person, Role};
use groundswell::screening::{self, Rule};
use groundswell::time::{MINUTE, Timestamp};

use crate::support::Site;

type Standing = (Vec<(IdeaId, PostState, i32, i64)>, Vec<(CommentId, PostState)>);
type Lesson = (IdeaId, Option<CommentId>, bool, String, Timestamp);
type Taught = (Vec<Lesson>, Vec<(String, i32, i32)>, Vec<(Option<Timestamp>, Option<bool>)>);

impl Site {
    /// Where every post stands, with its counter.
    async fn all_standing(&self) -> Standing {
        self.read(|db| {
            let ideas = ideas::table
                .order(ideas::id)
                .select((ideas::id, ideas::state, ideas::shown, ideas::comment_count))
                .load(db)?;
            let comments =
                comments::table.order(comments::id).select((comments::id, comments::state)).load(db)?;
            Ok((ideas, comments))
        })
        .await
    }

    /// What was learnt from decisions, how often each word was counted, and what became of what rules saw.
    async fn taught(&self) -> Taught {
        self.read(|db| {
            let lesson = (
                lessons::idea_id,
                lessons::comment_id,
                lessons::is_spam,
                lessons::words,
                lessons::created_at,
            );
            let word = (lesson_words::word, lesson_words::ham, lesson_words::spam);
            let outcome = (screening_findings::decided_at, screening_findings::is_overturned);
            Ok((
                lessons::table.order(lessons::id).select(lesson).load(db)?,
                lesson_words::table.order(lesson_words::word).select(word).load(db)?,
                screening_findings::table.order(screening_findings::id).select(outcome).load(db)?,
            ))
        })
        .await
    }

    async fn sweep(&self, moderator: &Person, person: &Person) -> String {
        let path = format!("/people/{}/sweep", person.id);
        let browser = self.browser_of(moderator).await;
        let page = browser.post(&path, &[("reason", "spam"), ("note", "Enough.")]).await.expect(303);
        page.location().unwrap()
    }
}

#[actix_web::test]
async fn everything_of_somebody_is_hidden_and_comes_back_as_it_was() {
    let site = Site::start().await;
    let (open, careful) = (site.board("Gear").await, site.careful_board("App", Premoderation::All).await);
    let (ann, sam) = (site.customer("Ann").await, site.customer("Sam").await);
    let maja = site.person("Maja", Role::Moderator).await;
    let moderator = site.browser_of(&maja).await;
    let tent = site.idea(&ann, &open, "A lighter tent").await;
    for n in 0..3 {
        site.idea(&sam, &open, &format!("Cheap phones {n}")).await;
        site.remark(&sam, tent.id, &format!("Buy {n}")).await;
    }
    let waiting = site.idea(&sam, &careful, "Cheap maps").await;
    let hidden = site.idea(&sam, &open, "Cheap watches").await;
    moderator.post(&format!("/ideas/{}/hide", hidden.id), &[("reason", "abuse")]).await.expect(303);
    site.clear_letters().await;
    let before = site.all_standing().await;
    let path = format!("/people/{}/sweep", sam.id);
    let page = moderator.get(&path).await.expect(200);
    assert_eq!(page.texts("dd"), ["3", "3", "1", "1"]);
    moderator.post(&path, &[("reason", "")]).await.expect(422);
    let sweep = site.sweep(&maja, &sam).await;
    assert_eq!(site.stored_idea(tent.id).await.comment_count, 0);
    site.assert_comments_counted().await;
    assert_eq!(site.standing(waiting.id).await, (0, PostState::Hidden));
    moderator.post(&path, &[("reason", "spam")]).await.expect(409);
    assert_eq!(site.told().await, ["sam:moderation"], "one mail about all");
    let page = moderator.get(&sweep).await.expect(200);
    assert_eq!(page.text_of(".lead"), "Everything is hidden.");
    moderator.post(&format!("{sweep}/undo"), &[("undo", "1")]).await.expect(303);
    assert_eq!(site.all_standing().await, before, "what was hidden before is hidden still, and nothing else");
    site.assert_comments_counted().await;
    moderator.post(&format!("{sweep}/undo"), &[("undo", "1")]).await.expect(409);
    // What waited before waits again, and is announced once when it is approved.
    moderator.post(&format!("/ideas/{}/approve", waiting.id), &[]).await.expect(303);
    let posted = site.event_kinds().await.iter().filter(|kind| *kind == "idea_posted").count();
    assert_eq!(posted, 6);
}

#[actix_web::test]
async fn what_others_decided_about_since_is_left_as_it_is() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let sam = site.customer("Sam").await;
    let (maja, olav) =
        (site.person("Maja", Role::Moderator).await, site.person("Olav", Role::Moderator).await);
    let (kept, gone) = (site.idea(&sam, &board, "A real wish").await, site.idea(&sam, &board, "Cheap").await);
    let sweep = site.sweep(&maja, &sam).await;
    let other = site.browser_of(&olav).await;
    other.post(&format!("/ideas/{}/restore", kept.id), &[]).await.expect(303);
    other.post(&format!("/ideas/{}/hide", kept.id), &[("reason", "abuse")]).await.expect(303);
    other.post(&format!("{sweep}/undo"), &[("undo", "1")]).await.expect(303);
    assert_eq!(site.standing(kept.id).await.1, PostState::Hidden);
    assert_eq!(site.standing(gone.id).await.1, PostState::Visible);
    let log = site.visitor().get("/moderation/log").await.expect(200);
    assert!(log.texts("tbody th").contains(&"Everything of a person hidden".to_owned()));
    assert!(!log.text.contains("Sam"));
}

#[actix_web::test]
async fn many_posts_are_hidden_by_a_job_in_bounded_steps() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, sam) = (site.customer("Ann").await, site.customer("Sam").await);
    let maja = site.person("Maja", Role::Moderator).await;
    let tent = site.idea(&ann, &board, "A lighter tent").await;
    for n in 0..4 {
        site.idea(&sam, &board, &format!("Cheap phones {n}")).await;
    }
    site.remark(&sam, tent.id, "Buy").await;
    let (idea, author, now) = (tent.id, sam.id, site.now());
    site.write(move |db| {
        for n in 0..300 {
            let values = (
                (comments::idea_id.eq(idea), comments::author_id.eq(author), comments::body.eq("Buy")),
                (comments::body_html.eq("<p>Buy</p>"), comments::render_version.eq(1)),
                (comments::state.eq(PostState::Visible), comments::form_key.eq(Some(format!("k{n}")))),
                comments::created_at.eq(now),
            );
            diesel::insert_into(comments::table).values(values).execute(db)?;
        }
        diesel::update(ideas::table.find(idea)).set(ideas::comment_count.eq(301)).execute(db)?;
        Ok(())
    })
    .await;
    let before = site.all_standing().await;
    let sweep = site.sweep(&maja, &sam).await;
    let browser = site.browser_of(&maja).await;
    let page = browser.get(&sweep).await.expect(200);
    assert_eq!(page.text_of(".lead"), "Posts are being hidden.");
    assert_eq!(page.attributes("progress", "value"), ["100"]);
    assert_eq!(page.attributes("progress", "max"), ["305"]);
    browser.post(&format!("{sweep}/undo"), &[("undo", "1")]).await.expect(409);
    site.work().await;
    assert_eq!(site.stored_idea(tent.id).await.comment_count, 0);
    site.assert_comments_counted().await;
    let page = browser.get(&sweep).await.expect(200);
    assert_eq!(page.texts("dd")[1], "305");
    browser.post(&format!("{sweep}/undo"), &[("undo", "1")]).await.expect(303);
    site.work().await;
    assert_eq!(site.all_standing().await, before);
    site.assert_comments_counted().await;
    let (waiting, hidden): (i64, i64) = site
        .read(|db| {
            let waiting = jobs::table.filter(jobs::kind.eq("sweep")).filter(jobs::done_at.is_null());
            let hidden = acts::table.filter(acts::kind.eq("hidden")).filter(acts::audience.eq("log"));
            Ok((waiting.count().get_result(db)?, hidden.count().get_result(db)?))
        })
        .await;
    assert_eq!((waiting, hidden), (0, 0), "the log has one line for all of it");
}

#[actix_web::test]
async fn what_a_sweep_of_spam_taught_is_unlearnt_when_it_is_taken_back() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, sam) = (site.customer("Ann").await, site.customer("Sam").await);
    let maja = site.person("Maja", Role::Moderator).await;
    let moderator = site.browser_of(&maja).await;
    let tent = site.idea(&ann, &board, "A lighter tent").await;
    site.screen_by(&[Rule::Links, Rule::Learnt]).await;
    let read = site.idea_saying(&sam, &board, "A good shop", "See https://a.example").await;
    moderator.post(&format!("/ideas/{}/approve", read.id), &[]).await.expect(303);
    let waits = site.idea_saying(&sam, &board, "Another shop", "See https://b.example").await;
    assert_eq!(waits.state, PostState::Pending);
    site.idea(&sam, &board, "Cheap phones").await;
    site.remark(&sam, tent.id, "Buy cheap phones").await;
    let before = site.taught().await;
    assert_eq!(site.read(screening::decisions).await, (1, 0));

    site.clock.advance(MINUTE);
    let sweep = site.sweep(&maja, &sam).await;
    assert_eq!(site.read(screening::decisions).await, (1, 4), "every post is one of spam");
    assert!(site.taught().await.2.iter().all(|(decided, _)| decided.is_some()));
    site.clock.advance(MINUTE);
    moderator.post(&format!("{sweep}/undo"), &[("undo", "1")]).await.expect(303);
    assert_eq!(site.taught().await, before);

    // For any other reason posts say nothing about spam.
    site.clock.advance(MINUTE);
    let path = format!("/people/{}/sweep", sam.id);
    let page = moderator.post(&path, &[("reason", "abuse")]).await.expect(303);
    assert_eq!(site.read(screening::decisions).await, (1, 0));
    moderator.post(&format!("{}/undo", page.location().unwrap()), &[("undo", "1")]).await.expect(303);
    assert_eq!(site.taught().await, before);
}

#[actix_web::test]
async fn nobody_sweeps_those_of_the_same_or_a_higher_role() {
    let site = Site::start().await;
    let (maja, olav) =
        (site.person("Maja", Role::Moderator).await, site.person("Olav", Role::Moderator).await);
    let board = site.board("Gear").await;
    site.idea(&olav, &board, "A lighter tent").await;
    let moderator = site.browser_of(&maja).await;
    for person in [&maja, &olav] {
        let path = format!("/people/{}/sweep", person.id);
        moderator.get(&path).await.expect(403);
        moderator.post(&path, &[("reason", "spam")]).await.expect(403);
    }
}
