//! The page of an idea: reading, voting, following, editing, linking.

use diesel::prelude::*;
use groundswell::boards::{Audience, BoardDraft, Premoderation, Voting};
use groundswell::db::schema::{comments, follows, responses, revisions, votes};
use groundswell::ideas::edit::version;
use groundswell::ideas::{Idea, PostState};
use groundswell::ids::IdeaId;
use groundswell::people::Role;
use groundswell::time::{DAY, HOUR, MINUTE};

use crate::support::{Browser, Page, Site};

async fn show(browser: &Browser, idea: &Idea) -> Page {
    browser.visit(&format!("/ideas/{}", idea.id)).await.expect(200)
}

/// The form that edits an idea, with the version it was filled from.
async fn edit(browser: &Browser, idea: &Idea, title: &str, body: &str) -> Page {
    let path = format!("/ideas/{}/edit", idea.id);
    let form = browser.get(&path).await.expect(200);
    let seen = form.attributes("input[name=seen]", "value").remove(0);
    let board = form.attributes("input[name=board], #board option[selected]", "value").remove(0);
    let fields = [("seen", &*seen), ("board", &*board), ("title", title), ("body", body)];
    browser.post(&path, &fields).await
}

#[actix_web::test]
async fn the_number_decides_and_a_wrong_slug_leads_to_the_right_one() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "Dark mode").await;
    let visitor = site.visitor();
    let right = format!("/ideas/{}-dark-mode", idea.id);
    for wrong in
        [format!("/ideas/{}", idea.id), format!("/ideas/{}-light", idea.id), format!("/ideas/{}-", idea.id)]
    {
        let page = visitor.get(&wrong).await.expect(301);
        assert_eq!(page.location().unwrap(), right);
        let page = visitor.get(&format!("{wrong}?after=1.1")).await.expect(301);
        assert_eq!(page.location().unwrap(), format!("{right}?after=1.1"));
    }
    visitor.get(&right).await.expect(200);
    let unspellable = site.idea(&ann, &board, "?!?! …").await;
    visitor.get(&format!("/ideas/{}", unspellable.id)).await.expect(200);
    for nothing in ["/ideas/99", "/ideas/x", "/ideas/-1", "/ideas/99999999999999999999", "/ideas/1%00"] {
        visitor.get(nothing).await.expect(404);
    }
    visitor.post(&right, &[]).await.expect(405);
}

#[actix_web::test]
async fn an_idea_is_not_there_for_those_who_must_not_see_it() {
    let site = Site::start().await;
    let (board, staff_board) = (site.board("Gear").await, site.staff_board("Field tests").await);
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let (tess, mo) = (site.person("Tess", Role::TeamMember).await, site.person("Mo", Role::Moderator).await);
    let hidden = site.idea(&ann, &board, "A hidden tent").await;
    site.set_idea_state(hidden.id, PostState::Hidden, Some("Spam: twice")).await;
    let internal = site.idea(&tess, &staff_board, "An internal tent").await;
    let nobody = site.visitor();
    for (who, sees_hidden, sees_internal) in [
        (None, false, false),
        (Some(&ann), true, false),
        (Some(&ben), false, false),
        (Some(&tess), false, true),
        (Some(&mo), true, true),
    ] {
        let browser = match who {
            Some(person) => site.browser_of(person).await,
            None => nobody.clone(),
        };
        for (idea, sees) in [(&hidden, sees_hidden), (&internal, sees_internal)] {
            for below in ["", "/voters", "/history"] {
                let page = browser.visit(&format!("/ideas/{}{below}", idea.id)).await;
                let status = if sees { 200 } else { 404 };
                assert_eq!(page.status, status, "{:?} {}{below}", who.map(|who| &who.name), idea.title);
            }
            if !sees && who.is_some() {
                for (act, fields) in [
                    ("follow", [("follow", "yes")]),
                    ("vote", [("vote", "up")]),
                    ("comments", [("body", "x")]),
                ] {
                    browser.post(&format!("/ideas/{}/{act}", idea.id), &fields).await.expect(404);
                }
                browser.get(&format!("/ideas/{}/edit", idea.id)).await.expect(404);
            }
        }
    }
    let page = show(&site.browser_of(&ann).await, &hidden).await;
    assert!(page.text_of(".flash.warn").contains("The reason: Spam: twice"));
}

#[actix_web::test]
async fn the_page_shows_status_place_author_and_numbers_that_equal_the_rows() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, tess) = (site.customer("Ann").await, site.person("Tess", Role::TeamMember).await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    for (n, name) in ["Ben", "Cat", "Dan", "Eve"].into_iter().enumerate() {
        let person = site.customer(name).await;
        site.clock.advance(MINUTE);
        let browser = site.browser_of(&person).await;
        let vote = if n == 3 { "down" } else { "up" };
        browser.post(&format!("/ideas/{}/vote", idea.id), &[("vote", vote)]).await.expect(303);
    }
    site.comment(&tess, &idea, None, "We look at it").await;
    let page = show(&site.visitor(), &idea).await;
    assert_eq!(page.text_of(".idea-acts .pill.open"), "Open");
    assert!(page.text_of(".idea-head .meta").contains("Gear"));
    assert_eq!(page.attributes(".idea-head .vote", "data-votes"), ["3"]);
    assert_eq!(page.text_of(".aside section p.muted"), "4 promotions, 1 demotion");
    assert!(page.text_of(".comment header").contains("Staff"));
    assert!(!page.text_of(".idea-head").contains("Staff"));
    assert_eq!(
        page.texts(".faces .vh"),
        ["Dan", "Cat", "Ben", "Ann , Author’s own vote"],
        "demoters are counted and not named"
    );
    assert!(page.text_of(".aside").contains("1st in Trending"), "{}", page.text_of(".aside"));
    let id = idea.id;
    let rows: (i64, i64, i64, i64) = site
        .read(move |db| {
            let votes = |value: i16| {
                votes::table
                    .filter(votes::idea_id.eq(id))
                    .filter(votes::state.eq("counted"))
                    .filter(votes::value.eq(value))
                    .count()
            };
            let followers = follows::table.filter(follows::idea_id.eq(id)).filter(follows::is_on.eq(true));
            let visible =
                comments::table.filter(comments::idea_id.eq(id)).filter(comments::state.eq("visible"));
            Ok((
                votes(1).get_result(db)?,
                votes(-1).get_result(db)?,
                followers.count().get_result(db)?,
                visible.filter(comments::deleted_at.is_null()).count().get_result(db)?,
            ))
        })
        .await;
    assert_eq!(rows, (4, 1, 6, 1));
    let stored = site.stored_idea(id).await;
    assert_eq!(
        (stored.ranks.promotions, stored.ranks.demotions, stored.follower_count, stored.comment_count),
        rows
    );
    assert_eq!(page.attributes("[data-followers]", "data-followers"), ["6"]);
    assert_eq!(page.attributes("[data-comments]", "data-comments"), ["1"]);
}

#[actix_web::test]
async fn the_vote_box_answers_with_itself_or_leads_back_and_says_why_it_refuses() {
    let site = Site::start().await;
    let draft = BoardDraft::parse("Gear", "", "").unwrap();
    let up_only = site.board_from(draft.with(Audience::Public, Voting::UpOnly, Premoderation::Off, 7)).await;
    let board = site.board("App").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let (idea, other) =
        (site.idea(&ann, &board, "Dark mode").await, site.idea(&ann, &up_only, "A tent").await);
    let browser = site.browser_of(&ben).await;
    let path = format!("/ideas/{}/vote", idea.id);
    let fragment = |vote: &'static str, idea: IdeaId, size: &'static str| {
        let request = browser.client().post(browser.url(&format!("/ideas/{idea}/vote")));
        let request = request.header("x-fragment", "vote").form(&[
            ("vote", vote),
            ("return_to", "/?order=top"),
            ("size", size),
        ]);
        async move {
            let answer = request.send().await.unwrap();
            (answer.status().as_u16(), answer.text().await.unwrap())
        }
    };
    let (status, html) = fragment("up", idea.id, "big").await;
    assert_eq!(status, 200);
    assert!(
        html.contains(r#"data-mine="up""#) && html.contains("Withdraw") && html.contains(r#"data-votes="2""#),
        "{html}"
    );
    assert!(html.trim_start().starts_with("<form class=\"vote\"") && html.contains("/?order=top"), "{html}");
    let (_, html) = fragment("none", idea.id, "").await;
    assert!(html.contains("aria-pressed") && html.contains(r#"data-mine="none""#), "{html}");
    assert_eq!(fragment("down", other.id, "big").await.0, 403);
    let back = browser.post(&format!("/ideas/{}/vote", other.id), &[("vote", "down")]).await;
    let page = browser.follow(back.expect(303)).await.expect(200);
    assert!(page.text_of(".flash").contains("promotions only"), "{}", page.text_of(".flash"));
    assert!(page.has(".vote-up-only") && !page.has("button[data-vote=down]"));
    browser.post(&path, &[("vote", "twice")]).await.expect(422);
    let away =
        browser.post(&path, &[("vote", "up"), ("return_to", "https://evil.example/")]).await.expect(303);
    assert_eq!(away.location().unwrap(), "/");
    site.set_status(&idea, "not_planned").await;
    let page = show(&browser, &idea).await;
    assert!(page.has(".vote.is-closed") && page.text_of("main").contains("takes no more votes"));
    let page = browser.submit(&path, &[("vote", "none"), ("return_to", &page.path)]).await.expect(200);
    assert!(page.text_of(".flash.warn").contains("takes no more votes"));
    assert_eq!(site.stored_idea(idea.id).await.ranks.promotions, 2, "the vote stays as it was");
    site.visitor().post(&path, &[("vote", "up")]).await.expect(303);
}

#[actix_web::test]
async fn voting_and_commenting_follow_unless_turned_off_and_a_choice_lasts() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben, cat) =
        (site.customer("Ann").await, site.customer("Ben").await, site.customer("Cat").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let cat_id = cat.id;
    site.write(move |db| {
        use groundswell::db::schema::people;
        diesel::update(people::table.find(cat_id))
            .set((people::follows_on_vote.eq(false), people::follows_on_comment.eq(false)))
            .execute(db)?;
        Ok(())
    })
    .await;
    let vote = format!("/ideas/{}/vote", idea.id);
    let follow = format!("/ideas/{}/follow", idea.id);
    let (b, c) = (site.browser_of(&ben).await, site.browser_of(&cat).await);
    b.post(&vote, &[("vote", "up")]).await.expect(303);
    c.post(&vote, &[("vote", "up")]).await.expect(303);
    c.post(&format!("/ideas/{}/comments", idea.id), &[("body", "I stay away")]).await.expect(303);
    assert_eq!(site.stored_idea(idea.id).await.follower_count, 2, "Ann and Ben");
    let page = b.submit(&follow, &[("follow", "no")]).await.expect(200);
    assert!(page.text_of(".flash").contains("no longer follow"));
    b.post(&follow, &[("follow", "no")]).await.expect(303);
    b.post(&vote, &[("vote", "none")]).await.expect(303);
    b.post(&vote, &[("vote", "up")]).await.expect(303);
    assert_eq!(site.stored_idea(idea.id).await.follower_count, 1, "not following is a choice, too");
    let page = c.submit(&follow, &[("follow", "yes")]).await.expect(200);
    assert_eq!(page.attributes("button[name=follow]", "value"), ["no"]);
    assert_eq!(page.attributes("[data-followers]", "data-followers"), ["2"]);
    b.post(&follow, &[("follow", "perhaps")]).await.expect(422);
    let away = site.visitor().post(&follow, &[("follow", "yes")]).await.expect(303);
    assert!(away.location().unwrap().starts_with("/signin?return_to=%2Fideas%2F1-a-lighter-tent"));
}

#[actix_web::test]
async fn an_author_edits_without_history_for_an_hour_or_until_somebody_takes_part() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let browser = site.browser_of(&ann).await;
    let quiet = site.idea(&ann, &board, "A quiet tent").await;
    let voted = site.idea(&ann, &board, "A voted tent").await;
    let discussed = site.idea(&ann, &board, "A discussed tent").await;
    site.browser_of(&ben)
        .await
        .post(&format!("/ideas/{}/vote", voted.id), &[("vote", "up")])
        .await
        .expect(303);
    site.comment(&ben, &discussed, None, "Hm").await;
    site.clock.advance(10 * MINUTE);
    for (idea, recorded) in [(&quiet, 0), (&voted, 1), (&discussed, 1)] {
        edit(&browser, idea, &format!("{} again", idea.title), "Another body").await.expect(303);
        assert_eq!(revisions_of(&site, idea.id).await, recorded, "{}", idea.title);
    }
    let page = show(&browser, &quiet).await;
    assert_eq!(page.text_of("h1"), "A quiet tent again");
    assert_eq!(page.path, format!("/ideas/{}-a-quiet-tent-again", quiet.id));
    assert!(!page.text_of(".idea-head .meta").contains("edited"));
    site.clock.advance(HOUR);
    edit(&browser, &quiet, "A quiet tent at last", "Another body").await.expect(303);
    assert_eq!(revisions_of(&site, quiet.id).await, 1);
    edit(&browser, &quiet, "A quiet tent at last", "Another body").await.expect(303);
    assert_eq!(revisions_of(&site, quiet.id).await, 1, "the same text again is no edit");
    let page = show(&site.visitor(), &quiet).await;
    assert!(page.text_of(".idea-head .meta").contains("edited"));
    assert!(page.text_of(".timeline").contains("edited the text."));
    let history = site.visitor().get(&format!("/ideas/{}/history", quiet.id)).await.expect(200);
    assert_eq!(
        (history.text_of(".diff del").as_str(), history.text_of(".diff ins").as_str()),
        ("again", "at last")
    );
    let edits = site.events().await.iter().filter(|kind| *kind == "idea_edited").count();
    assert_eq!(edits, 4);
}

async fn revisions_of(site: &Site, idea: IdeaId) -> i64 {
    site.read(move |db| Ok(revisions::table.filter(revisions::idea_id.eq(idea)).count().get_result(db)?))
        .await
}

#[actix_web::test]
async fn only_authors_and_managers_edit_and_a_managers_edit_is_always_recorded() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let path = format!("/ideas/{}/edit", idea.id);
    let fields = [("seen", "0"), ("title", "Mine now"), ("body", "Mine now")];
    for person in [ben, site.person("Tess", Role::TeamMember).await, site.person("Mo", Role::Moderator).await]
    {
        let browser = site.browser_of(&person).await;
        browser.get(&path).await.expect(403);
        browser.post(&path, &fields).await.expect(403);
        assert!(!show(&browser, &idea).await.has(&format!("a[href='{path}']")));
    }
    assert!(site.visitor().post(&path, &fields).await.expect(303).location().unwrap().starts_with("/signin"));
    let manager = site.browser_of(&site.person("Pam", Role::ProductManager).await).await;
    edit(&manager, &idea, "A lighter tent, please", "Said kindly").await.expect(303);
    assert_eq!(revisions_of(&site, idea.id).await, 1);
    let browser = site.browser_of(&ann).await;
    let page = edit(&browser, &idea, "x", "").await.expect(422);
    assert_eq!(page.attributes(".error-summary a", "href"), ["#title", "#body"]);
    assert_eq!(page.attributes("#title", "value"), ["x"]);
    let path = format!("/ideas/{}/edit", idea.id);
    let preview =
        browser.post(&path, &[("title", "T"), ("body", "**b**"), ("preview", "1")]).await.expect(200);
    assert_eq!(preview.text_of(".preview strong"), "b");
    site.set_idea_state(idea.id, PostState::Hidden, None).await;
    browser.get(&path).await.expect(403);
    assert_eq!(site.stored_idea(idea.id).await.title, "A lighter tent, please");
}

#[actix_web::test]
async fn an_edit_of_what_somebody_else_changed_comes_back_with_both_texts() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let seen = version(&idea);
    let (author, manager) =
        (site.browser_of(&ann).await, site.browser_of(&site.person("Pam", Role::ProductManager).await).await);
    edit(&manager, &idea, "A tent of 900 g", "Pam's words").await.expect(303);
    let path = format!("/ideas/{}/edit", idea.id);
    let mine = [("seen", &*seen), ("title", "A tent of 800 g"), ("body", "Ann's words")];
    let page = author.post(&path, &mine).await.expect(409);
    assert!(page.text_of(".error-summary").contains("Somebody else edited"));
    assert_eq!(page.attributes("#title", "value"), ["A tent of 800 g"]);
    assert_eq!(page.text_of("textarea#body"), "Ann's words");
    assert_eq!(page.texts(".diff ins"), ["900", "Pam's"]);
    assert_eq!(site.stored_idea(idea.id).await.body, "Pam's words");
    let seen = page.attributes("input[name=seen]", "value").remove(0);
    let mine = [("seen", &*seen), ("title", "A tent of 800 g"), ("body", "Ann's words")];
    author.post(&path, &mine).await.expect(303);
    assert_eq!(site.stored_idea(idea.id).await.body, "Ann's words");
    let two = ["Left", "Right"].map(|word| {
        let (author, path) = (author.clone(), path.clone());
        let seen = page.attributes("input[name=seen]", "value").remove(0);
        async move {
            let fields = [("seen", &*seen), ("title", "Both at once"), ("body", word)];
            author.post(&path, &fields).await.status.as_u16()
        }
    });
    let statuses = futures_util::future::join_all(two).await;
    assert_eq!(statuses, [409, 409], "that version is gone");
}

#[actix_web::test]
async fn managers_move_ideas_and_staff_only_boards_and_tags_stay_untold() {
    let site = Site::start().await;
    let (gear, app, internal) =
        (site.board("Gear").await, site.board("App").await, site.staff_board("Internal").await);
    let tents = site.category(&gear, "tents").await;
    site.category(&app, "maps").await;
    let (night, secret) = (site.tag("night", false).await, site.tag("secret", true).await);
    let (ann, pam) = (site.customer("Ann").await, site.person("Pam", Role::ProductManager).await);
    let idea = site.idea(&ann, &gear, "A lighter tent").await;
    let (author, manager) = (site.browser_of(&ann).await, site.browser_of(&pam).await);
    let path = format!("/ideas/{}/edit", idea.id);
    let body = idea.body.clone();
    let send = |browser: &Browser, board: &'static str, category: &'static str, tags: Vec<&'static str>| {
        let (browser, path, body) = (browser.clone(), path.clone(), body.clone());
        async move {
            let seen = browser.get(&path).await.attributes("input[name=seen]", "value").remove(0);
            let mut fields = vec![("seen", &*seen), ("title", "A lighter tent"), ("body", &*body)];
            fields.extend([("board", board), ("category", category)]);
            fields.extend(tags.into_iter().map(|tag| ("tags", tag)));
            browser.post(&path, &fields).await
        }
    };
    send(&author, "app", "", vec![]).await.expect(422);
    send(&author, "gear", "app/maps", vec![]).await.expect(422);
    send(&author, "gear", "gear/tents", vec!["night"]).await.expect(303);
    send(&author, "gear", "gear/tents", vec!["secret"]).await.expect(422);
    assert_eq!(site.stored_idea(idea.id).await.category_id, Some(tents));
    send(&manager, "gear", "gear/tents", vec!["night", "secret"]).await.expect(303);
    send(&author, "gear", "gear/tents", vec![]).await.expect(303);
    let id = idea.id;
    let tags = site.read(move |db| groundswell::ideas::queries::tags_of(db, &[id])).await;
    assert_eq!(tags, [(id, secret)], "what the author cannot see they do not take away, unlike {night}");
    let timeline = show(&site.visitor(), &idea).await.text_of(".timeline");
    assert!(timeline.contains("added tags: night") && !timeline.contains("secret"), "{timeline}");
    assert!(show(&manager, &idea).await.text_of(".timeline").contains("added tags: secret"));
    send(&manager, "app", "app/maps", vec![]).await.expect(303);
    let moved = site.stored_idea(id).await;
    assert_eq!((moved.board_id, moved.shown), (app.id, 2));
    assert!(
        show(&site.visitor(), &idea).await.text_of(".timeline").contains("moved the idea from Gear to App")
    );
    send(&manager, "internal", "", vec![]).await.expect(303);
    assert_eq!(site.stored_idea(id).await.shown, 1);
    site.visitor().visit(&format!("/ideas/{id}")).await.expect(404);
    assert!(site.events().await.contains(&"idea_visibility_changed".to_owned()));
    send(&manager, "gear", "", vec![]).await.expect(303);
    let timeline = show(&site.visitor(), &idea).await.text_of(".timeline");
    assert!(!timeline.contains("Internal"), "{timeline}");
    assert_eq!(site.stored_idea(id).await.board_id, gear.id);
    assert_ne!(internal.id, gear.id);
}

#[actix_web::test]
async fn staff_links_ideas_and_both_tell_of_it_to_those_who_see_the_other() {
    let site = Site::start().await;
    let (board, internal) = (site.board("Gear").await, site.staff_board("Internal").await);
    let (ann, tess) = (site.customer("Ann").await, site.person("Tess", Role::TeamMember).await);
    let one = site.idea(&ann, &board, "A lighter tent").await;
    let two = site.idea(&ann, &board, "A tent of 800 g").await;
    let secret = site.idea(&tess, &internal, "A secret tent").await;
    let (author, staff) = (site.browser_of(&ann).await, site.browser_of(&tess).await);
    let path = format!("/ideas/{}/links", two.id);
    author.post(&path, &[("kind", "duplicate_of"), ("to", "1")]).await.expect(403);
    assert!(!show(&author, &two).await.has("#to"));
    let to = format!("https://ideas.example/ideas/{}-a-lighter-tent?x=1", one.id);
    for _ in 0..2 {
        staff.post(&path, &[("kind", "duplicate_of"), ("to", &to)]).await.expect(303);
    }
    staff.post(&path, &[("kind", "depends_on"), ("to", &secret.id.to_string())]).await.expect(303);
    let page = show(&site.visitor(), &two).await;
    assert!(page.text_of(".aside").contains("Duplicate of A lighter tent"), "{}", page.text_of(".aside"));
    assert!(page.text_of(".timeline").contains("linked: Duplicate of A lighter tent"));
    assert!(!page.text.contains("A secret tent"));
    assert!(show(&staff, &two).await.text_of(".aside").contains("Depends on A secret tent"));
    assert!(show(&site.visitor(), &one).await.text_of(".aside").contains("Has duplicate A tent of 800 g"));
    for wrong in ["999", "tent", "", &two.id.to_string()] {
        let page = staff.post(&path, &[("kind", "extends"), ("to", wrong)]).await.expect(422);
        assert!(page.has(".staff details[open] #to-error"), "{wrong}");
        assert_eq!(page.attributes("#to", "value"), [wrong], "as typed");
        assert_eq!(page.attributes("#link-kind option[selected]", "value"), ["extends"]);
    }
    staff.post(&path, &[("kind", "cousin_of"), ("to", "1")]).await.expect(422);
    let remove = show(&staff, &one).await.attributes(".staff form[action*='remove']", "action").remove(0);
    author.post(&remove, &[]).await.expect(403);
    staff.post(&remove, &[]).await.expect(303);
    staff.post(&remove, &[]).await.expect(303);
    let page = show(&site.visitor(), &two).await;
    assert!(!page.text_of(".aside").contains("Duplicate of"));
    assert!(page.text_of(".timeline").contains("removed the link: Duplicate of"));
}

#[actix_web::test]
async fn the_latest_answer_stands_on_top_and_earlier_ones_in_the_history() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, pam) = (site.customer("Ann").await, site.person("Pam", Role::ProductManager).await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    for (n, words) in ["We look at it", "We build it"].into_iter().enumerate() {
        site.clock.advance(DAY);
        let (id, author, status, now) = (idea.id, pam.id, idea.status_id, site.now());
        site.write(move |db| {
            use groundswell::history::{ActAudience, ActKind, NewAct};
            let values = (
                responses::idea_id.eq(id),
                responses::author_id.eq(author),
                responses::status_id.eq(status),
                responses::body.eq(words),
                responses::body_html.eq(format!("<p>{words}</p>")),
                responses::render_version.eq(1),
                responses::created_at.eq(now),
            );
            let response: i64 = diesel::insert_into(responses::table)
                .values(values)
                .returning(responses::id)
                .get_result(db)?;
            let act = NewAct::new(ActKind::Answered, ActAudience::Public, Some(author)).idea(id);
            act.detail(serde_json::json!({ "response": response })).record(db, now)?;
            Ok(())
        })
        .await;
        let page = show(&site.visitor(), &idea).await;
        assert_eq!(page.text_of(".response .prose"), words);
        assert!(page.text_of(".response footer").contains("Pam Staff"));
        assert_eq!(page.texts(".timeline .prose").len(), n);
    }
    let page = show(&site.visitor(), &idea).await;
    assert_eq!(page.texts(".timeline .prose"), ["We look at it"]);
    assert!(page.text_of(".timeline li").contains("Pam Staff answered"));
}

#[actix_web::test]
async fn the_people_who_promoted_are_listed_in_pages() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let (id, now) = (idea.id, site.now());
    site.write(move |db| {
        use groundswell::people::create::{NewPerson, create};
        for n in 0..130_i64 {
            let name = format!("Voter {n:03}");
            let new =
                NewPerson { name: &name, email: None, role: Role::Customer, handle: None, is_imported: true };
            let person = create(db, &new, now)?;
            let value: i16 = if n % 13 == 0 { -1 } else { 1 };
            let state = if n % 17 == 0 { "held" } else { "counted" };
            let values = (
                votes::idea_id.eq(id),
                votes::person_id.eq(person.id),
                votes::value.eq(value),
                votes::state.eq(state),
                votes::is_author.eq(false),
                votes::cast_at.eq(now.minus(n / 4 * MINUTE)),
            );
            diesel::insert_into(votes::table).values(values).execute(db)?;
        }
        groundswell::ranking::store::refresh(db, id)?;
        Ok(())
    })
    .await;
    let visitor = site.visitor();
    let page = show(&visitor, &idea).await;
    assert_eq!(page.texts(".faces .vh").len(), 12);
    let counted = site.stored_idea(id).await.ranks.promotions;
    assert_eq!(page.text_of(".faces a"), format!("{} more", counted - 12));
    let mut page = visitor.get(&format!("/ideas/{id}/voters")).await.expect(200);
    let (mut names, mut pages) = (Vec::new(), 1);
    loop {
        names.extend(page.texts(".voters li a"));
        let Some(more) = page.attributes("nav.pager a", "href").pop() else { break };
        page = visitor.get(&more).await.expect(200);
        pages += 1;
    }
    let mut once = names.clone();
    once.sort();
    once.dedup();
    assert_eq!((once.len(), pages), (names.len(), 2), "everybody once");
    assert_eq!(i64::try_from(names.len()).unwrap(), counted);
    assert!(!names.contains(&"Voter 013".to_owned()) && !names.contains(&"Voter 017".to_owned()));
    visitor.get(&format!("/ideas/{id}/voters?after=nonsense")).await.expect(200);
}

#[actix_web::test]
async fn acts_for_staff_are_offered_to_those_who_may() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let comment = site.comment(&ann, &idea, None, "Mine").await;
    let below = |act: &str| format!("a[href='/ideas/{}/{act}']", idea.id);
    let links = [
        below("edit"),
        below("report"),
        below("hide"),
        format!("form[action='/ideas/{}/lock']", idea.id),
        format!("a[href='/desk/ideas/{}']", idea.id),
        "#to".to_owned(),
        format!("a[href='/comments/{}/report']", comment.id),
        format!("a[href='/comments/{}/hide']", comment.id),
        format!("form[action='/comments/{}/extension']", comment.id),
    ];
    for (person, offered) in [
        (None, [0; 9]),
        (Some(ann.clone()), [1, 0, 0, 0, 0, 0, 0, 0, 1]),
        (Some(site.customer("Ben").await), [0, 1, 0, 0, 0, 0, 1, 0, 0]),
        (Some(site.person("Tess", Role::TeamMember).await), [0, 1, 0, 0, 0, 1, 1, 0, 1]),
        (Some(site.person("Mo", Role::Moderator).await), [0, 1, 1, 1, 0, 1, 1, 1, 1]),
        (Some(site.person("Pam", Role::ProductManager).await), [1, 1, 1, 1, 1, 1, 1, 1, 1]),
    ] {
        let browser = match &person {
            Some(person) => site.browser_of(person).await,
            None => site.visitor(),
        };
        let page = show(&browser, &idea).await;
        let found: Vec<i32> = links.iter().map(|link| i32::from(page.has(link))).collect();
        assert_eq!(found, offered, "{:?}", person.map(|person| person.name));
    }
}

/// Sixty-four clients set and withdraw votes of the same eight people on the same four ideas.
#[actix_web::test]
async fn the_page_speaks_spanish() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "Una tienda").await;
    let visitor = site.visitor();
    let request = visitor.client().get(visitor.url(&format!("/ideas/{}-una-tienda", idea.id)));
    let text = request.header("accept-language", "es").send().await.unwrap().text().await.unwrap();
    for words in
        ["Añade un comentario", "publicó la idea", "La sigue 1 persona", "1 voto a favor, ninguno en contra"]
    {
        assert!(text.contains(words), "{words}");
    }
}
