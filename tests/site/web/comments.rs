//! Comments and replies.

use diesel::prelude::*;
use groundswell::boards::Premoderation;
use groundswell::comments::Comment;
use groundswell::db::schema::{acts, comments, drafts, extensions, follows};
use groundswell::ideas::{Idea, PostState};
use groundswell::ids::{CommentId, IdeaId};
use groundswell::people::Role;
use groundswell::time::{HOUR, MINUTE};

use crate::support::{ACTING, Site, hostile, queries_of};

async fn all(site: &Site, idea: IdeaId) -> Vec<Comment> {
    site.read(move |db| {
        let rows = comments::table.filter(comments::idea_id.eq(idea)).order(comments::id);
        Ok(rows.select(Comment::as_select()).load(db)?)
    })
    .await
}

/// The number on the page, the counter and the rows are one.
async fn assert_counted(site: &Site, idea: &Idea) {
    let visible =
        i64::try_from(all(site, idea.id).await.iter().filter(|comment| comment.is_shown()).count()).unwrap();
    assert_eq!(site.stored_idea(idea.id).await.comment_count, visible);
    let page = site.visitor().visit(&format!("/ideas/{}", idea.id)).await.expect(200);
    assert_eq!(page.attributes("[data-comments]", "data-comments"), [visible.to_string()]);
}

#[actix_web::test]
async fn a_comment_is_posted_counted_followed_and_told() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    site.clock.advance(MINUTE);
    let browser = site.browser_of(&ben).await;
    let form = browser.visit(&format!("/ideas/{}", idea.id)).await.expect(200);
    assert!(form.text_of("#comments").contains("No comments yet"));
    let action = form.attributes("#new-comment", "action").remove(0);
    let key = form.attributes("#new-comment input[name=form_key]", "value").remove(0);
    let fields = [("form_key", key.as_str()), ("body", "Yes, **please**.")];
    let page = browser.submit(&action, &fields).await.expect(200);
    assert_eq!(page.text_of(".comment .prose strong"), "please");
    assert!(page.text_of(".comment header").contains("Ben"));
    assert!(page.text_of(".flash").contains("Your comment is on the page"));
    assert!(page.attributes(".flash", "data-draft-clear")[0].ends_with(&format!("-idea-{}", idea.id)));
    browser.post(&action, &fields).await.expect(303);
    assert_eq!(all(&site, idea.id).await.len(), 1, "a replay posts once");
    assert_counted(&site, &idea).await;
    assert_eq!(site.stored_idea(idea.id).await.active_at, site.now());
    let (id, person) = (idea.id, ben.id);
    let followed: bool =
        site.read(move |db| Ok(follows::table.find((id, person)).select(follows::is_on).first(db)?)).await;
    assert!(followed);
    assert_eq!(site.events().await, ["idea_posted", "comment_posted"]);
}

#[actix_web::test]
async fn replies_stand_under_their_parent_and_a_reply_to_a_reply_beside_it() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let other = site.idea(&ann, &board, "A warmer tent").await;
    let first = site.comment(&ann, &idea, None, "First").await;
    let second = site.comment(&ann, &idea, None, "Second").await;
    let browser = site.browser_of(&ann).await;
    let action = format!("/ideas/{}/comments", idea.id);
    let reply = |parent: CommentId, body: &'static str| {
        let (browser, action) = (browser.clone(), action.clone());
        async move { browser.post(&action, &[("parent", &parent.to_string()), ("body", body)]).await }
    };
    reply(first.id, "Reply to the first").await.expect(303);
    let child = all(&site, idea.id).await.pop().unwrap();
    reply(child.id, "Reply to the reply").await.expect(303);
    assert_eq!(all(&site, idea.id).await.pop().unwrap().parent_id, Some(first.id));
    let page = browser.visit(&format!("/ideas/{}", idea.id)).await;
    assert_eq!(
        page.texts(".comment .prose"),
        ["First", "Reply to the first", "Reply to the reply", "Second"],
        "in the order of threads"
    );
    assert_eq!(page.texts(".replies .comment .prose").len(), 2);
    assert_eq!(
        page.attributes("details.reply input[name=parent]", "value"),
        [first.id.to_string(), second.id.to_string()]
    );
    let elsewhere = site.comment(&ann, &other, None, "Elsewhere").await;
    reply(elsewhere.id, "Wrong idea").await.expect(404);
    reply(CommentId::new(9_999), "No such parent").await.expect(404);
    browser.post(&action, &[("parent", "x"), ("body", "No number")]).await.expect(404);
    assert_counted(&site, &idea).await;
}

#[actix_web::test]
async fn a_comment_that_fails_comes_back_as_typed_and_a_preview_posts_nothing() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let browser = site.browser_of(&ann).await;
    let action = format!("/ideas/{}/comments", idea.id);
    let long = "x".repeat(5_001);
    for body in ["", "  \u{200B}", "null \0 byte", long.as_str()] {
        let page = browser.post(&action, &[("body", body), ("form_key", "abcdefgh")]).await.expect(422);
        assert!(page.text_of("title").starts_with("Error: "));
        assert_eq!(page.attributes(".error-summary a", "href"), ["#body"]);
        assert!(page.has("textarea#body[aria-invalid]"));
        assert_eq!(page.attributes("input[name=form_key]", "value"), ["abcdefgh"]);
    }
    let page = browser.post(&action, &[("body", "So **bold**"), ("parent", ""), ("preview", "1")]).await;
    let page = page.expect(200);
    assert_eq!(page.text_of(".preview strong"), "bold");
    assert_eq!(page.text_of("textarea#body"), "So **bold**");
    assert!(all(&site, idea.id).await.is_empty());
    browser.post(&action, &[("body", &"é".repeat(5_000))]).await.expect(303);
    browser.get(&action).await.expect(405);
}

#[actix_web::test]
async fn a_comment_written_before_signing_in_is_in_the_form_afterwards() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let visitor = site.visitor();
    let page = visitor.visit(&format!("/ideas/{}", idea.id)).await.expect(200);
    assert!(page.has("#new-comment textarea"), "whoever is not signed in can write, too");
    let away = visitor.post(&format!("/ideas/{}/comments", idea.id), &[("body", "Mine <b>too</b>")]).await;
    assert!(away.expect(303).location().unwrap().starts_with("/signin"));
    assert!(all(&site, idea.id).await.is_empty());
    site.write(|db| {
        diesel::update(drafts::table)
            .set(drafts::key_hash.eq(groundswell::site::token_hash("the-key")))
            .execute(db)?;
        Ok(())
    })
    .await;
    let page = site.browser_of(&ann).await.visit(&format!("/ideas/{}?draft=the-key", idea.id)).await;
    assert_eq!(page.text_of("#new-comment textarea"), "Mine <b>too</b>");
    let draft = page.attributes("#new-comment input[name=draft]", "value").remove(0);
    let fields = [("body", "Mine <b>too</b>"), ("draft", &*draft)];
    let browser = site.browser_of(&ann).await;
    browser.post(&format!("/ideas/{}/comments", idea.id), &fields).await.expect(303);
    let left: i64 = site.read(|db| Ok(drafts::table.count().get_result(db)?)).await;
    assert_eq!(left, 0);
}

#[actix_web::test]
async fn own_comments_are_edited_and_deleted_for_an_hour() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let comment = site.comment(&ben, &idea, None, "Frist").await;
    let (own, other) = (site.browser_of(&ben).await, site.browser_of(&ann).await);
    let admin = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    let (edit, delete) =
        (format!("/comments/{}/edit", comment.id), format!("/comments/{}/delete", comment.id));
    for browser in [&other, &admin] {
        browser.get(&edit).await.expect(403);
        browser.post(&edit, &[("body", "Mine now")]).await.expect(403);
        browser.get(&delete).await.expect(403);
        browser.post(&delete, &[]).await.expect(403);
    }
    let signed_out = site.visitor().post(&edit, &[("body", "Mine now")]).await.expect(303);
    assert!(signed_out.location().unwrap().starts_with("/signin"));
    assert_eq!(own.get(&edit).await.expect(200).text_of("textarea#body"), "Frist");
    own.post(&edit, &[("body", "")]).await.expect(422);
    let page = own.post(&edit, &[("body", "First"), ("preview", "1")]).await.expect(200);
    assert_eq!(page.text_of(".preview .prose"), "First");
    let page = own.submit(&edit, &[("body", "First")]).await.expect(200);
    assert_eq!(page.text_of(".comment .prose"), "First");
    assert!(page.text_of(".comment header").contains("edited"));
    assert_eq!(site.events().await, ["idea_posted", "comment_posted", "comment_edited"]);
    site.clock.advance(HOUR + 1);
    own.get(&edit).await.expect(403);
    let page = own.post(&edit, &[("body", "Too late")]).await.expect(403);
    assert!(page.text.contains("That hour is over"), "{}", page.text_of("main"));
    own.post(&delete, &[]).await.expect(403);
    let page = own.visit(&format!("/ideas/{}", idea.id)).await;
    assert!(!page.has(&format!("a[href='{edit}']")), "what cannot be done is not offered");
    assert_eq!(all(&site, idea.id).await[0].body, "First");
}

#[actix_web::test]
async fn a_deleted_comment_with_replies_leaves_a_stub_and_one_without_vanishes() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let answered = site.comment(&ben, &idea, None, "Answered secret").await;
    let alone = site.comment(&ben, &idea, None, "Alone secret").await;
    site.comment(&ann, &idea, Some(&answered), "An answer").await;
    let browser = site.browser_of(&ben).await;
    let ask = browser.get(&format!("/comments/{}/delete", answered.id)).await.expect(200);
    assert!(ask.text_of("main").contains("Its reply stays"), "{}", ask.text_of("main"));
    assert!(ask.text_of(".held-post").contains("Answered secret"));
    for id in [answered.id, alone.id] {
        browser.submit(&format!("/comments/{id}/delete"), &[]).await.expect(200);
        browser.post(&format!("/comments/{id}/delete"), &[]).await.expect(404);
        assert_counted(&site, &idea).await;
    }
    let page = site.visitor().visit(&format!("/ideas/{}", idea.id)).await;
    assert_eq!(page.texts(".stub"), ["This comment was deleted by its author."]);
    assert_eq!(page.texts(".comment .prose"), ["An answer"]);
    let stored = all(&site, idea.id).await;
    assert!(stored.iter().all(|comment| !comment.body.contains("secret")), "deleted is deleted");
    let reply = [("parent", &*answered.id.to_string()), ("body", "Too late")];
    browser.post(&format!("/ideas/{}/comments", idea.id), &reply).await.expect(403);
}

#[actix_web::test]
async fn hidden_and_waiting_comments_are_shown_to_those_who_may_read_them() {
    let site = Site::start().await;
    let board = site.guarded_board("Gear", Premoderation::FirstPosts).await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let mo = site.person("Mo", Role::Moderator).await;
    let idea = site.idea(&mo, &board, "A lighter tent").await;
    let browser = site.browser_of(&ann).await;
    let action = format!("/ideas/{}/comments", idea.id);
    let page = browser.submit(&action, &[("body", "My first words here")]).await.expect(200);
    assert!(page.text_of(".flash").contains("waits for a moderator"));
    assert!(page.text_of(".comment").contains("Waits for a moderator"));
    assert_eq!(site.events().await, ["idea_posted"], "nothing about it leaves the site");
    let waiting = all(&site, idea.id).await.remove(0);
    assert_eq!(waiting.state, PostState::Pending);
    let path = format!("/ideas/{}", idea.id);
    for (reader, reads) in [(&mo, true), (&ben, false)] {
        let page = site.browser_of(reader).await.visit(&path).await.expect(200);
        assert_eq!(page.text.contains("My first words here"), reads, "{}", reader.name);
    }
    assert_counted(&site, &idea).await;
    site.browser_of(&ben).await.get(&format!("/comments/{}", waiting.id)).await.expect(404);
    site.set_comment_state(waiting.id, PostState::Visible, None).await;
    assert_counted(&site, &idea).await;
    site.comment(&mo, &idea, Some(&waiting), "Welcome").await;
    site.set_comment_state(waiting.id, PostState::Hidden, Some("Spam: twice")).await;
    assert_counted(&site, &idea).await;
    let page = browser.visit(&path).await;
    assert!(page.text_of(".comment").contains("The reason: Spam: twice"), "its author sees why");
    browser.post(&format!("/comments/{}/edit", waiting.id), &[("body", "Other words")]).await.expect(403);
    let page = site.browser_of(&ben).await.visit(&path).await;
    assert_eq!(page.texts(".stub"), ["This comment was hidden by a moderator."]);
    assert!(!page.text.contains("My first words here") && page.text.contains("Welcome"));
    let second = site.comment(&ben, &idea, None, "Ben waits").await;
    assert_eq!(second.state, PostState::Pending);
    let own = site.browser_of(&ben).await;
    own.submit(&format!("/comments/{}/edit", second.id), &[("body", "Ben still waits")]).await.expect(200);
    assert!(!site.events().await.contains(&"comment_edited".to_owned()));
}

#[actix_web::test]
async fn locked_and_hidden_ideas_take_no_comments_and_say_so() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let there = site.comment(&ben, &idea, None, "Before the lock").await;
    site.lock_comments(idea.id).await;
    let browser = site.browser_of(&ben).await;
    let page = browser.visit(&format!("/ideas/{}", idea.id)).await.expect(200);
    assert!(page.text_of("#no-comments").contains("locked the comments"));
    assert!(!page.has("#new-comment") && !page.has("details.reply"));
    let action = format!("/ideas/{}/comments", idea.id);
    let refused = browser.post(&action, &[("body", "After the lock")]).await.expect(403);
    assert!(refused.text.contains("locked the comments"));
    browser.post(&action, &[("body", "A reply"), ("parent", &there.id.to_string())]).await.expect(403);
    assert_eq!(all(&site, idea.id).await.len(), 1);
    let hidden = site.idea(&ann, &board, "A hidden tent").await;
    site.set_idea_state(hidden.id, PostState::Hidden, Some("Spam")).await;
    let action = format!("/ideas/{}/comments", hidden.id);
    site.browser_of(&ann).await.post(&action, &[("body", "Why?")]).await.expect(403);
    browser.post(&action, &[("body", "Why?")]).await.expect(404);
}

#[actix_web::test]
async fn a_comment_is_taken_up_as_an_extension_with_credit_and_let_go_again() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben, cat) =
        (site.customer("Ann").await, site.customer("Ben").await, site.customer("Cat").await);
    let tess = site.person("Tess", Role::TeamMember).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let comment = site.comment(&ben, &idea, None, "With **red** pegs").await;
    let (author, staff) = (site.browser_of(&ann).await, site.browser_of(&tess).await);
    let act = format!("/comments/{}/extension", comment.id);
    for person in [&ben, &cat] {
        site.browser_of(person).await.post(&act, &[("extension", "yes")]).await.expect(403);
    }
    author.post(&act, &[("extension", "perhaps")]).await.expect(422);
    let page = author.submit(&act, &[("extension", "yes")]).await.expect(200);
    author.post(&act, &[("extension", "yes")]).await.expect(303);
    assert_eq!(page.text_of(".extension strong"), "red");
    let credit = page.text_of(".extension p.muted");
    assert!(credit.contains("From a comment by Ben") && credit.contains("taken up by Ann"), "{credit}");
    assert!(page.text_of(".comment header").contains("Taken up as an extension"));
    assert!(page.text_of(".timeline").contains("took up a comment by Ben as an extension"));
    assert_eq!(site.events().await.iter().filter(|kind| *kind == "extension_taken_up").count(), 1);
    site.set_comment_state(comment.id, PostState::Hidden, None).await;
    let page = site.visitor().visit(&format!("/ideas/{}", idea.id)).await;
    assert!(!page.has(".extension"), "a hidden comment is no extension that anybody sees");
    site.set_comment_state(comment.id, PostState::Visible, None).await;
    let page = staff.submit(&act, &[("extension", "no")]).await.expect(200);
    assert!(!page.has(".extension"));
    staff.post(&act, &[("extension", "yes")]).await.expect(303);
    site.browser_of(&ben).await.post(&format!("/comments/{}/delete", comment.id), &[]).await.expect(303);
    let left: i64 = site.read(|db| Ok(extensions::table.count().get_result(db)?)).await;
    assert_eq!(left, 0, "a comment that its author deletes is let go");
    let told: Vec<String> =
        site.read(|db| Ok(acts::table.order(acts::id).select(acts::kind).load(db)?)).await;
    assert_eq!(
        told,
        [
            "idea_submitted",
            "extension_taken_up",
            "extension_released",
            "extension_taken_up",
            "extension_released"
        ]
    );
}

#[actix_web::test]
async fn long_discussions_come_in_pages_and_every_comment_has_an_address() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.person("Ann", Role::Administrator).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let first = site.comment(&ann, &idea, None, "Number 0").await;
    let mut last = first.clone();
    for n in 1..=70 {
        last = site.comment(&ann, &idea, None, &format!("Number {n}")).await;
    }
    for n in 1..=60 {
        site.comment(&ann, &idea, Some(&first), &format!("Reply {n}")).await;
    }
    let visitor = site.visitor();
    let mut page = visitor.visit(&format!("/ideas/{}", idea.id)).await.expect(200);
    let (mut texts, mut pages) = (Vec::new(), 1);
    loop {
        // A page that begins within a thread shows the comment that began it again.
        let here = page.texts(".comment .prose");
        texts.extend(here.into_iter().filter(|text| !texts.contains(text)).collect::<Vec<_>>());
        let Some(more) = page.attributes("nav.pager a[href*='after=']", "href").pop() else { break };
        page = visitor.get(&more).await.expect(200);
        pages += 1;
    }
    let expected: Vec<String> = std::iter::once("Number 0".to_owned())
        .chain((1..=60).map(|n| format!("Reply {n}")))
        .chain((1..=70).map(|n| format!("Number {n}")))
        .collect();
    assert_eq!((texts, pages), (expected, 3));
    let page = visitor.visit(&format!("/comments/{}", last.id)).await.expect(200);
    assert!(page.has(&format!("#comment-{}", last.id)), "{}", page.path);
    assert!(page.text_of("nav.pager").contains("Earlier comments"));
}

#[actix_web::test]
async fn a_page_of_comments_takes_as_many_queries_however_many_there_are() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.person("Ann", Role::Administrator).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let viewer = groundswell::ideas::Viewer::from(&ann);
    let list = move |db: &mut groundswell::db::Db| {
        queries_of(db, |db| groundswell::comments::queries::list(db, idea.id, &[], viewer, None).unwrap())
            .1
            .len()
    };
    let few = site.read(move |db| Ok(list(db))).await;
    let idea = site.stored_idea(IdeaId::new(1)).await;
    let first = site.comment(&ann, &idea, None, "First").await;
    for n in 1..=30 {
        site.comment(&ann, &idea, Some(&first), &format!("Reply {n}")).await;
    }
    assert_eq!(site.read(move |db| Ok(list(db))).await, few);
    let plan = site
        .read(move |db| {
            let (_, queries) = queries_of(db, |db| {
                groundswell::comments::queries::list(db, IdeaId::new(1), &[], viewer, None).unwrap()
            });
            Ok(crate::support::plan_of(db, &queries[0]))
        })
        .await;
    assert!(plan.contains("comments_thread"), "{plan}");
}

#[actix_web::test]
async fn mentions_are_completed_by_handle_and_name_for_those_who_are_signed_in() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let staff_board = site.staff_board("Field tests").await;
    let (rolf, rosa) = (site.customer("Rolf Brandvold").await, site.customer("Rosa Alba").await);
    let tess = site.person("Roberta Team", Role::TeamMember).await;
    for name in ["Ro1", "Ro2", "Ro3", "Ro4", "Ro5", "Ro6", "Ro7"] {
        site.customer(name).await;
    }
    let signed_out = site.visitor().get("/mentions?q=ro").await.expect(303);
    assert!(signed_out.location().unwrap().starts_with("/signin"));
    let browser = site.browser_of(&rosa).await;
    let ask = |q: &'static str| {
        let browser = browser.clone();
        async move {
            let page = browser.get(&format!("/mentions?q={q}")).await.expect(200);
            let found: Vec<serde_json::Value> = serde_json::from_str(&page.text).unwrap();
            found.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        }
    };
    assert_eq!(ask("rolf").await, ["Rolf Brandvold"]);
    assert_eq!(ask("ROLF").await, ["Rolf Brandvold"]);
    assert_eq!(ask("rosa%20al").await, ["Rosa Alba"], "by name");
    assert_eq!(ask("ro").await.len(), 8);
    for nobody in ["", "%25", "_", "ro%25", "%00", "zzz", "%F0%9F%98%80"] {
        let found = ask(nobody).await;
        assert!(found.is_empty(), "{nobody}: {found:?}");
    }
    let public = site.idea(&rolf, &board, "A lighter tent").await;
    let secret = site.idea(&tess, &staff_board, "A secret tent").await;
    browser.get(&format!("/mentions?q=ro&idea={}", secret.id)).await.expect(404);
    browser.get(&format!("/mentions?q=ro&idea={}", public.id)).await.expect(200);
    let staff = site.browser_of(&tess).await;
    let page = staff.get(&format!("/mentions?q=ro&idea={}", secret.id)).await.expect(200);
    assert!(page.text.contains("Roberta") && !page.text.contains("Rolf"), "{}", page.text);
}

#[actix_web::test]
async fn hostile_comments_are_stored_and_shown_as_typed() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ada = site.person("Ada", Role::Administrator).await;
    let mut idea = site.idea(&ada, &board, "A lighter tent 0").await;
    let browser = site.browser_of(&ada).await;
    let mut posted = 0;
    for (n, text) in hostile(29).into_iter().enumerate() {
        if n % 40 == 39 {
            site.clock.advance(HOUR);
            idea = site.idea(&ada, &board, &format!("A lighter tent {n}")).await;
        }
        let page = browser.post(&format!("/ideas/{}/comments", idea.id), &[("body", &text)]).await;
        if page.status == 422 {
            assert!(page.has("#body-error"), "{text:?}");
            continue;
        }
        posted += 1;
        page.expect(303);
        let stored = all(&site, idea.id).await.pop().unwrap();
        assert_eq!(stored.body, text.replace("\r\n", "\n").replace('\r', "\n"));
        if n % 40 == 38 {
            let page = browser.visit(&format!("/ideas/{}", idea.id)).await.expect(200);
            assert!(!page.has(ACTING), "up to {text:?}");
        }
    }
    assert!(posted > 120, "{posted}");
}

#[actix_web::test]
async fn comments_at_the_same_time_are_all_counted() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.person("Ann", Role::Administrator).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let mut people = Vec::new();
    for name in ["Ben", "Cat", "Dan", "Eve"] {
        people.push(site.browser_of(&site.customer(name).await).await);
    }
    let clients = (0..32_usize).map(|n| {
        let (browser, idea) = (people[n % people.len()].clone(), idea.id);
        async move {
            let body = format!("Comment {n}");
            let page = browser.post(&format!("/ideas/{idea}/comments"), &[("body", &body)]).await.expect(303);
            if n % 4 == 0 {
                let location = page.location().unwrap();
                let id = location.rsplit('-').next().unwrap();
                browser.post(&format!("/comments/{id}/delete"), &[]).await.expect(303);
            }
        }
    });
    futures_util::future::join_all(clients).await;
    assert_counted(&site, &idea).await;
    let stored = site.stored_idea(idea.id).await;
    assert_eq!((stored.comment_count, stored.follower_count), (24, 5));
}

#[actix_web::test]
async fn unknown_ids_and_wrong_methods_are_refused() {
    let site = Site::start().await;
    site.board("Gear").await;
    let browser = site.browser_of(&site.customer("Ann").await).await;
    for path in
        ["/comments/99", "/comments/99/edit", "/comments/99/delete", "/comments/x", "/comments/99/extension"]
    {
        let page = browser.get(path).await;
        assert!([404, 405].contains(&page.status.as_u16()), "{path}: {}", page.status);
    }
    browser.post("/ideas/99/comments", &[("body", "x")]).await.expect(404);
    browser.post("/ideas/abc/comments", &[("body", "x")]).await.expect(404);
    browser.post("/comments/99/extension", &[("extension", "yes")]).await.expect(404);
    browser.post("/comments/99", &[]).await.expect(405);
}
