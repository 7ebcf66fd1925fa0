//! The public log of acts.

use groundswell::boards::{Audience, BoardDraft, Premoderation, Voting};
use groundswell::history::{ActAudience, ActKind, NewAct};
use groundswell::people::Role;
use groundswell::text::words::{Language, Words};
use groundswell::web::moderation::log::word;

use crate::support::Site;

#[actix_web::test]
async fn the_log_tells_what_was_done_for_which_kind_of_reason_and_no_names() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Annabelle").await, site.customer("Bartholomew").await);
    let maja = site.person("Majestica", Role::Moderator).await;
    let (hidden, kept) =
        (site.idea(&ann, &board, "Cheap phones here").await, site.idea(&ann, &board, "A tent").await);
    let comment = site.remark(&ben, kept.id, "Buy cheap phones").await;
    let moderator = site.browser_of(&maja).await;
    let fields = [("reason", "spam"), ("note", "private-note")];
    moderator.post(&format!("/ideas/{}/hide", hidden.id), &fields).await.expect(303);
    moderator.post(&format!("/comments/{}/hide", comment.id), &fields).await.expect(303);
    let ban = [("reason", "abuse"), ("note", "private-note"), ("term", "day")];
    moderator.post(&format!("/people/{}/ban", ben.id), &ban).await.expect(303);
    let log = site.visitor().get("/moderation/log").await.expect(200);
    assert_eq!(log.texts("tbody th"), ["Banned until 16 January 2026, 12:00", "Hidden", "Hidden"]);
    let what = log.texts("tbody td[data-label=What]");
    assert_eq!(what, ["one person", "a comment on A tent", "an idea"]);
    let reasons = log.texts("tbody td[data-label=Reason]");
    assert_eq!(reasons, ["Insults or threats", "Advertising or spam", "Advertising or spam"]);
    assert_eq!(log.texts("tbody td[data-label=By]"), ["moderator"; 3]);
    for private in ["private-note", "Annabelle", "Bartholomew", "Majestica", "Cheap phones", "@example.com"] {
        assert!(!log.text.contains(private), "{private}");
    }
    let bans = site.visitor().get("/moderation/log?kind=banned").await.expect(200);
    assert_eq!(bans.texts("tbody th").len(), 1);
    let none = site.visitor().get("/moderation/log?kind=votes_voided").await.expect(200);
    assert_eq!(none.text_of(".empty p"), "There is no act of this kind yet.");
}

#[actix_web::test]
async fn what_happens_on_a_staff_board_is_in_the_log_without_its_title() {
    let site = Site::start().await;
    let draft = BoardDraft::parse("Field testers", "", "").unwrap();
    let draft = draft.with(Audience::Staff, Voting::UpOnly, Premoderation::Off, 7);
    let board = site.board_from(draft).await;
    let maja = site.person("Maja", Role::Moderator).await;
    let idea = site.idea(&maja, &board, "A secret stove").await;
    let moderator = site.browser_of(&maja).await;
    moderator.post(&format!("/ideas/{}/lock", idea.id), &[]).await.expect(303);
    let public = site.visitor().get("/moderation/log").await.expect(200);
    assert!(public.text.contains("an idea") && !public.text.contains("secret"));
    let staff = moderator.get("/moderation/log").await.expect(200);
    assert!(staff.text.contains("A secret stove"));
}

#[actix_web::test]
async fn the_log_is_paged_newest_first() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::Moderator).await;
    let (idea, now) = (site.idea(&maja, &board, "A tent").await.id, site.now());
    site.write(move |db| {
        for _ in 0..60 {
            NewAct::new(ActKind::Locked, ActAudience::Log, None).idea(idea).record(db, now)?;
            NewAct::new(ActKind::Held, ActAudience::Staff, None).idea(idea).record(db, now)?;
        }
        Ok(())
    })
    .await;
    let first = site.visitor().get("/moderation/log?kind=locked").await.expect(200);
    assert_eq!(first.texts("tbody tr").len(), 50);
    let next = first.attributes(".pager a", "href").pop().unwrap();
    let second = site.visitor().get(&next).await.expect(200);
    assert_eq!(second.texts("tbody tr").len(), 10);
    assert!(!second.has(".pager"));
    assert!(second.text.contains("the site itself"));
}

#[actix_web::test]
async fn every_act_has_a_name_in_every_language() {
    for language in Language::ALL {
        let words = Words::new(*language, chrono_tz::UTC);
        for kind in ActKind::ALL {
            let key = word(*kind);
            assert_ne!(words.get(&key), key, "{language}");
        }
    }
}
