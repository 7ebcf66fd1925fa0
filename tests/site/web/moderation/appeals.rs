//! Decisions with words to the author, and appeals.

use groundswell::boards::Premoderation;
use groundswell::ideas::PostState;
use groundswell::people::Role;

use crate::support::Site;

#[actix_web::test]
async fn an_author_is_told_in_the_words_that_a_moderator_edited_once() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::Moderator).await;
    let idea = site.idea(&ann, &board, "Cheap phones").await;
    let report = format!("/ideas/{}/report", idea.id);
    site.browser_of(&ben).await.post(&report, &[("reason", "spam")]).await.expect(303);
    site.clear_letters().await;
    let moderator = site.browser_of(&maja).await;
    let item = format!("/moderation/items/idea-{}", idea.id);
    let page = moderator.get(&format!("{item}?reason=spam")).await.expect(200);
    let proposed = page.text_of("#message");
    assert!(proposed.starts_with("Your post “Cheap phones” reads as advertising"), "{proposed}");
    moderator.post(&item, &[("reason", "spam"), ("message", " ")]).await.expect(422);
    moderator.post(&item, &[("reason", "nonsense"), ("message", "No.")]).await.expect(422);
    let fields = [("reason", "spam"), ("message", "No phones here, please.")];
    moderator.post(&item, &fields).await.expect(303);
    moderator.post(&item, &fields).await.expect(409);
    let letters = site.letters().await;
    let told: Vec<_> = letters.iter().filter(|letter| letter.kind == "moderation").collect();
    assert_eq!(told.len(), 1);
    assert_eq!(
        (told[0].to.as_str(), told[0].subject.as_str()),
        ("ann@example.com", "About your post “Cheap phones”")
    );
    assert!(told[0].text.contains("No phones here, please."));
    assert!(!told[0].text.contains("Ben"), "nobody learns who reported");
    let author = site.browser_of(&ann).await;
    let page = author.get("/me/decisions").await.expect(200);
    assert_eq!(page.text_of(".held blockquote"), "No phones here, please.");
    let page = author.get(&format!("/ideas/{}", idea.id)).await;
    let page = author.follow(page).await.expect(200);
    assert!(page.attributes(".flash a", "href").iter().any(|link| link.ends_with("/decision")));
}

#[actix_web::test]
async fn an_author_appeals_once_and_somebody_else_decides() {
    let site = Site::start().await;
    let careful = site.careful_board("App", Premoderation::All).await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let (maja, olav) =
        (site.person("Maja", Role::Moderator).await, site.person("Olav", Role::Moderator).await);
    let idea = site.idea(&ann, &careful, "Offline maps").await;
    let (first, second) = (site.browser_of(&maja).await, site.browser_of(&olav).await);
    let author = site.browser_of(&ann).await;
    let (decision, appeal) = (format!("/ideas/{}/decision", idea.id), format!("/ideas/{}/appeal", idea.id));
    author.post(&appeal, &[("appeal", "Please")]).await.expect(409);
    first.post(&format!("/ideas/{}/hide", idea.id), &[("reason", "off_topic")]).await.expect(303);
    let page = author.get(&decision).await.expect(200);
    assert!(page.text.contains("Does not belong here"));
    site.browser_of(&ben).await.get(&decision).await.expect(404);
    site.browser_of(&ben).await.post(&appeal, &[("appeal", "Please")]).await.expect(404);
    author.post(&appeal, &[("appeal", " ")]).await.expect(422);
    author.post(&appeal, &[("appeal", "It is about the app.")]).await.expect(303);
    author.post(&appeal, &[("appeal", "Again")]).await.expect(409);
    let page = second.get("/moderation?kind=appeals").await.expect(200);
    assert_eq!(page.texts(".held .meta a"), ["Idea “Offline maps”"]);
    let item = page.attributes("[data-open]", "href").pop().unwrap();
    let page = first.get(&item).await.expect(200);
    assert!(page.text.contains("You decided this first. Somebody else decides the appeal."));
    let grant = [("outcome", "granted"), ("message", "It fits after all.")];
    first.post(&item, &grant).await.expect(403);
    second.post(&item, &[("outcome", "refused"), ("message", "")]).await.expect(422);
    site.clear_letters().await;
    second.post(&item, &grant).await.expect(303);
    second.post(&item, &grant).await.expect(409);
    assert_eq!(site.standing(idea.id).await, (2, PostState::Visible));
    let posted = site.event_kinds().await.iter().filter(|kind| *kind == "idea_posted").count();
    assert_eq!(posted, 1, "it is announced as if posted now, once");
    let letters = site.letters().await;
    let told: Vec<_> = letters.iter().filter(|letter| letter.kind == "moderation").collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].text.contains("It fits after all."));
    let page = author.get(&decision).await.expect(200);
    assert!(page.text.contains("It was granted"));
    let log = site.visitor().get("/moderation/log").await.expect(200);
    assert!(log.texts("tbody th").contains(&"Appeal granted".to_owned()));
    assert!(!log.text.contains("It is about the app"));
}

#[actix_web::test]
async fn where_there_is_nobody_else_an_administrator_decides_and_the_pages_say_so() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    // The administrator who set the site up is one of the staff who may.
    let page = site.person("Ada", Role::Administrator).await;
    let idea = site.idea(&ann, &board, "Cheap phones").await;
    let admin = site.browser_of(&page).await;
    admin.post(&format!("/ideas/{}/hide", idea.id), &[("reason", "spam")]).await.expect(303);
    let author = site.browser_of(&ann).await;
    author.post(&format!("/ideas/{}/appeal", idea.id), &[("appeal", "Why?")]).await.expect(303);
    let others = site.staff_but(page.id).await;
    let item =
        admin.get("/moderation?kind=appeals").await.expect(200).attributes("[data-open]", "href").pop();
    let item = item.unwrap();
    let refuse = [("outcome", "refused"), ("message", "It is advertising.")];
    if others > 0 {
        admin.post(&item, &refuse).await.expect(403);
        site.everybody_but_leaves_the_staff(page.id).await;
    }
    let own = author.get(&format!("/ideas/{}/decision", idea.id)).await.expect(200);
    assert!(own.text.contains("An administrator decides this, since nobody else of the staff may."));
    admin.post(&item, &refuse).await.expect(303);
    assert_eq!(site.standing(idea.id).await, (0, PostState::Hidden));
    let own = author.get(&format!("/ideas/{}/decision", idea.id)).await.expect(200);
    assert!(own.text.contains("It is advertising."));
}

#[actix_web::test]
async fn taking_a_decision_back_grants_the_appeal_that_waits() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::Moderator).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let moderator = site.browser_of(&maja).await;
    moderator.post(&format!("/ideas/{}/hide", idea.id), &[("reason", "spam")]).await.expect(303);
    let author = site.browser_of(&ann).await;
    author.post(&format!("/ideas/{}/appeal", idea.id), &[("appeal", "Why?")]).await.expect(303);
    moderator.post(&format!("/ideas/{}/restore", idea.id), &[]).await.expect(303);
    let page = moderator.get("/moderation").await.expect(200);
    assert_eq!(page.text_of(".tabs .tally"), "0");
    // Hidden anew, it is another decision, which may be appealed against.
    moderator.post(&format!("/ideas/{}/hide", idea.id), &[("reason", "spam")]).await.expect(303);
    author.post(&format!("/ideas/{}/appeal", idea.id), &[("appeal", "Again?")]).await.expect(303);
}
