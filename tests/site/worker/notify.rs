//! Who hears of what: the right people, once, in their own words, and nobody else.

use diesel::prelude::*;
use groundswell::boards::{Audience, BoardDraft, Premoderation, Voting};
use groundswell::db::schema::{
    follows, ideas, mails, people, responses, route_steps, routes, team_members, teams,
};
use groundswell::ideas::{Idea, PostState};
use groundswell::ids::{PersonId, ResponseId, RouteId, TeamId};
use groundswell::jobs::JobState;
use groundswell::mail::{self, MailState, NewMail};
use groundswell::outbox::{self, Event};
use groundswell::people::leave::{LeaversVotes, leave};
use groundswell::people::mail_choices::{MailKind, choose};
use groundswell::people::{Person, Role, roles};
use groundswell::text::words::Language;
use groundswell::time::DAY;
use groundswell::triage::routes::Move;

use crate::support::Site;

/// The company answers, as the desk will: the row and the event.
async fn answer(site: &Site, by: &Person, idea: &Idea, body: &'static str, status_changed: bool) {
    let (by, idea, status, now) = (by.id, idea.id, idea.status_id, site.now());
    site.write(move |db| {
        let values = (
            responses::idea_id.eq(idea),
            responses::author_id.eq(by),
            responses::status_id.eq(status),
            responses::body.eq(body),
            responses::body_html.eq(""),
            responses::render_version.eq(1),
            responses::created_at.eq(now),
        );
        let response: ResponseId =
            diesel::insert_into(responses::table).values(values).returning(responses::id).get_result(db)?;
        outbox::record(db, &Event::Answered { idea, response, status_changed, by }, now)
    })
    .await;
}

#[actix_web::test]
async fn a_mention_in_a_reply_on_a_followed_idea_is_one_mail() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben, eve) =
        (site.customer("Ann").await, site.customer("Ben").await, site.customer("Eve").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let first = site.comment(&ben, &idea, None, "Which fabric?").await;
    assert_eq!(site.told().await, ["ann:comment_on_followed"], "and nothing to the one who wrote it");
    site.clear_letters().await;

    site.comment(&eve, &idea, Some(&first), "Silnylon, @ben. Or not, @ann? @nobody knows, @eve").await;
    assert_eq!(site.told().await, ["ann:mention", "ben:mention"]);
    site.clear_letters().await;

    site.comment(&eve, &idea, Some(&first), "Dyneema.").await;
    assert_eq!(site.told().await, ["ann:comment_on_followed", "ben:reply"]);
}

#[actix_web::test]
async fn of_several_reasons_the_most_specific_that_is_wanted_gives_the_mail() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let first = site.comment(&ann, &idea, None, "Which fabric?").await;
    site.work().await;
    let refuse = |kind| {
        let id = ann.id;
        site.write(move |db| choose(db, id, kind, false))
    };
    for (kind, told) in [
        (None, vec!["ann:mention"]),
        (Some(MailKind::Mention), vec!["ann:reply"]),
        (Some(MailKind::Reply), vec!["ann:comment_on_followed"]),
        (Some(MailKind::CommentOnFollowed), vec![]),
    ] {
        if let Some(kind) = kind {
            refuse(kind).await;
        }
        site.comment(&ben, &idea, Some(&first), "Silnylon, @ann.").await;
        assert_eq!(site.told().await, told, "without {kind:?}");
        site.clear_letters().await;
    }
}

#[actix_web::test]
async fn followers_hear_of_answers_in_their_own_language_and_the_one_who_answered_does_not() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let rolf = site.person("Rolf", Role::ProductManager).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    site.follow(&ben, &idea).await;
    site.follow(&rolf, &idea).await;
    let id = ben.id;
    site.write(move |db| {
        diesel::update(people::table.find(id)).set(people::language.eq(Some(Language::Es))).execute(db)?;
        Ok(())
    })
    .await;
    answer(
        &site,
        &rolf,
        &idea,
        "We *are* on it. See [the plan](https://x.example/) <script>alert(1)</script>",
        true,
    )
    .await;

    let letters = site.letters().await;
    let (english, spanish) = (&letters[0], &letters[1]);
    assert_eq!(letters.len(), 2);
    assert_eq!((english.to.as_str(), english.kind.as_str()), ("ann@example.com", "answered"));
    assert_eq!(english.subject, "Open: A lighter tent");
    assert_eq!(spanish.subject, "Abierta: A lighter tent");
    assert!(
        english.text.starts_with("Rolf answered an idea that you follow on Halden Ideas.\n"),
        "{}",
        english.text
    );
    assert!(spanish.text.starts_with("Rolf ha respondido a una idea que sigues en Halden Ideas.\n"));
    assert!(english.text.contains("We *are* on it.") && english.html.contains("We <em>are</em> on it."));
    assert!(!english.html.contains("<script>"));
    let link = format!("{}/ideas/{}-a-lighter-tent", site.base, idea.id);
    assert!(english.text.contains(&link) && english.html.contains(&link));
    assert!(spanish.html.contains("lang=\"es\""));
    assert_eq!(english.state, "kept", "there is no mail server");
}

#[actix_web::test]
async fn whoever_wants_no_answers_may_still_hear_of_statuses() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let rolf = site.person("Rolf", Role::ProductManager).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let id = ann.id;
    site.write(move |db| choose(db, id, MailKind::Answered, false)).await;
    answer(&site, &rolf, &idea, "Soon.", false).await;
    assert!(site.told().await.is_empty());
    answer(&site, &rolf, &idea, "Now.", true).await;
    assert_eq!(site.told().await, ["ann:status_changed"]);
}

#[actix_web::test]
async fn nobody_hears_of_what_they_may_not_see() {
    let site = Site::start().await;
    let draft = BoardDraft::parse("Field testers", "", "").unwrap();
    let draft = draft.with(Audience::Staff, Voting::UpOnly, Premoderation::Off, 7);
    let staff_board = site.board_from(draft).await;
    let board = site.board("Gear").await;
    let (ann, rolf) = (site.customer("Ann").await, site.person("Rolf", Role::TeamMember).await);
    let mia = site.person("Mia", Role::ProductManager).await;
    let secret = site.idea(&rolf, &staff_board, "A secret tent").await;
    site.follow(&ann, &secret).await;
    site.comment(&mia, &secret, None, "Hush, @ann.").await;
    assert_eq!(site.told().await, ["rolf:comment_on_followed"]);
    site.clear_letters().await;

    let idea = site.idea(&ann, &board, "A lighter tent").await;
    site.work().await;
    site.comment(&mia, &idea, None, "Something rude.").await;
    hide(&site, &idea).await;
    assert!(site.told().await.is_empty(), "hidden before the worker came");
}

async fn hide(site: &Site, idea: &Idea) {
    let id = idea.id;
    site.write(move |db| {
        diesel::update(ideas::table.find(id))
            .set((ideas::state.eq(PostState::Hidden), ideas::shown.eq(0)))
            .execute(db)?;
        Ok(())
    })
    .await;
}

#[actix_web::test]
async fn a_mail_whose_idea_is_hidden_before_it_goes_does_not_go() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    site.work().await;
    let (person, id, now) = (ann.id, idea.id, site.now());
    site.write(move |db| {
        let mail = NewMail {
            key: "test".into(),
            person: Some(person),
            idea: Some(id),
            kind: "answered",
            recipient: "ann@example.com".into(),
            ..NewMail::default()
        };
        mail::enqueue(db, &mail, now)?;
        Ok(())
    })
    .await;
    hide(&site, &idea).await;
    assert_eq!(site.letters().await[0].state, MailState::Withheld.as_str());
}

/// A team with a member and an address, and an idea sent to it by `by`.
async fn route(site: &Site, by: &Person, member: &Person, idea: &Idea) -> RouteId {
    let (by, member, idea, now) = (by.id, member.id, idea.id, site.now());
    site.write(move |db| {
        let values = (
            teams::slug.eq("stoves"),
            teams::name.eq("Stoves"),
            teams::description.eq(""),
            teams::address.eq(Some("stoves@example.com")),
            teams::created_at.eq(now),
        );
        let team: TeamId =
            diesel::insert_into(teams::table).values(values).returning(teams::id).get_result(db)?;
        for person in [member, by] {
            diesel::insert_into(team_members::table)
                .values((team_members::team_id.eq(team), team_members::person_id.eq(person)))
                .execute(db)?;
        }
        let values = (
            routes::idea_id.eq(idea),
            routes::team_id.eq(team),
            routes::sent_by.eq(Some(by)),
            routes::state.eq("new"),
            routes::note.eq("Please look."),
            routes::due_at.eq(Some(now.plus(7 * DAY))),
            routes::created_at.eq(now),
            routes::updated_at.eq(now),
        );
        let route: RouteId =
            diesel::insert_into(routes::table).values(values).returning(routes::id).get_result(db)?;
        let step = step(db, route, by, "sent", "Please look.", now)?;
        outbox::record(db, &Event::Routed { route, step }, now)?;
        Ok(route)
    })
    .await
}

fn step(
    db: &mut groundswell::db::Db,
    route: RouteId,
    by: PersonId,
    kind: &str,
    body: &str,
    now: groundswell::time::Timestamp,
) -> groundswell::error::Result<i64> {
    let values = (
        route_steps::route_id.eq(route),
        route_steps::person_id.eq(Some(by)),
        route_steps::kind.eq(kind),
        route_steps::body.eq(body),
        route_steps::created_at.eq(now),
    );
    Ok(diesel::insert_into(route_steps::table).values(values).returning(route_steps::id).get_result(db)?)
}

#[actix_web::test]
async fn a_team_hears_of_a_route_at_its_address_and_its_members_do_but_not_the_sender() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let (mia, tom) =
        (site.person("Mia", Role::ProductManager).await, site.person("Tom", Role::TeamMember).await);
    let idea = site.idea(&ann, &board, "A lighter stove").await;
    let route = route(&site, &mia, &tom, &idea).await;
    let letters = site.letters().await;
    assert_eq!(site.told().await, ["stoves:routed", "tom:routed"]);
    assert_eq!(letters[0].subject, "For Stoves: A lighter stove");
    assert!(letters[1].text.contains("Due on 22 January 2026") && letters[1].text.contains("Please look."));
    assert_eq!(letters[0].header("List-Unsubscribe"), None, "an address of many has no one to unsubscribe");
    site.clear_letters().await;

    for (of, told) in [("desk", "mia:question"), ("author", "ann:question"), ("", "tom:question")] {
        // The last round answers the question that Tom asked before.
        let (by, kind) = match of {
            "desk" => (tom.id, "asked_desk"),
            "author" => (tom.id, "asked_author"),
            _ => (ann.id, "answered"),
        };
        let now = site.now();
        site.write(move |db| {
            let step = step(db, route, by, kind, "Gas or spirit?", now)?;
            outbox::record(db, &Event::RouteMoved { route, step, by }, now)
        })
        .await;
        assert_eq!(site.told().await, [told]);
        site.clear_letters().await;
    }
}

#[actix_web::test]
async fn what_team_and_desk_ask_each_other_is_told_to_those_who_are_there_now() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let (mia, pam) =
        (site.person("Mia", Role::ProductManager).await, site.person("Pam", Role::ProductManager).await);
    let ada = site.person("Ada", Role::Administrator).await;
    let (tom, tia) = (site.person("Tom", Role::TeamMember).await, site.person("Tia", Role::TeamMember).await);
    let team = site.team("Stoves", &[&tom, &tia]).await;
    let idea = site.idea(&ann, &board, "A lighter stove").await;
    let route = site.send_to(&mia, &idea, &team).await;
    let demote = async |person: PersonId| {
        let now = site.now();
        site.write(move |db| roles::change(db, None, person, Role::Customer, now)).await;
    };
    demote(mia.id).await;
    site.clear_letters().await;
    site.make_move(&tom, route, Move::AskDesk, "Gas or spirit?").await;
    assert_eq!(site.told().await, ["ada:question", "pam:question"], "Mia sent it, and decides no more");
    demote(tom.id).await;
    site.clear_letters().await;
    site.make_move(&ada, route, Move::Answer, "Spirit.").await;
    assert_eq!(site.told().await, ["tia:question"], "Tom asked, and is of the team no more");

    let other = site.idea(&ann, &board, "A wider stove").await;
    let route = site.send_to(&pam, &other, &team).await;
    let now = site.now();
    site.write(move |db| leave(db, &pam, LeaversVotes::Stay, now)).await;
    site.clear_letters().await;
    site.make_move(&tia, route, Move::AskDesk, "How wide?").await;
    assert_eq!(site.told().await, ["ada:question"], "Pam sent it, and left");
}

#[actix_web::test]
async fn a_comment_taken_up_is_told_to_its_author() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let comment = site.comment(&ben, &idea, None, "With two doors.").await;
    site.clear_letters().await;
    let (actor, id, now) = (ann.clone(), comment.id, site.now());
    site.write(move |db| groundswell::comments::extensions::take_up(db, &actor, id, now)).await;
    assert_eq!(site.told().await, ["ben:extension"]);
}

#[actix_web::test]
async fn many_followers_are_told_by_a_job_each_once() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, rolf) = (site.customer("Ann").await, site.person("Rolf", Role::ProductManager).await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let (id, now) = (idea.id, site.now());
    site.write(move |db| {
        for n in 0..450 {
            let email = format!("p{n}@example.com");
            let new = groundswell::people::create::NewPerson {
                name: "Pat",
                email: Some(&email),
                role: Role::Customer,
                handle: Some(&format!("pat{n}")),
                is_imported: false,
            };
            let person = groundswell::people::create::create(db, &new, now)?;
            diesel::insert_into(follows::table)
                .values((
                    follows::idea_id.eq(id),
                    follows::person_id.eq(person.id),
                    follows::is_on.eq(true),
                    follows::created_at.eq(now),
                ))
                .execute(db)?;
        }
        diesel::update(ideas::table.find(id)).set(ideas::follower_count.eq(451_i64)).execute(db)?;
        Ok(())
    })
    .await;
    answer(&site, &rolf, &idea, "We are on it.", true).await;
    site.work().await;
    let count: i64 = site.read(|db| Ok(mails::table.count().get_result(db)?)).await;
    assert_eq!(count, 451);
    let job: (JobState, String) = site
        .read(|db| {
            use groundswell::db::schema::jobs;
            let found = jobs::table.filter(jobs::kind.eq("tell_followers"));
            Ok(found.select((jobs::state, jobs::progress.assume_not_null())).first(db)?)
        })
        .await;
    assert_eq!(job.0, JobState::Done);
    assert!(job.1.contains("\"done\":451"), "{}", job.1);
}

#[actix_web::test]
async fn a_mail_can_be_stopped_in_one_click_without_signing_in() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    site.comment(&ben, &idea, None, "Yes.").await;
    let letter = site.letters().await.remove(0);
    assert_eq!(letter.header("List-Unsubscribe-Post"), Some("List-Unsubscribe=One-Click"));
    assert_eq!(letter.header("Auto-Submitted"), Some("auto-generated"));
    assert_eq!(letter.header("List-Id"), Some("<notices.127.0.0.1>"));
    assert_eq!(letter.header("In-Reply-To"), Some(format!("<idea-{}@127.0.0.1>", idea.id).as_str()));
    let address = letter.header("List-Unsubscribe").unwrap().trim_matches(['<', '>']).to_owned();
    assert!(letter.text.contains(&address) && letter.html.contains(&address));

    let visitor = site.visitor();
    let page = visitor.get(&address).await.expect(200);
    assert_eq!(page.text_of("h1"), "Stop these mails?");
    site.comment(&ben, &idea, None, "Looking does nothing.").await;
    assert_eq!(site.letters().await.len(), 2);

    // As a mail program does it: no cookie, no origin, and no redirect in the answer.
    let form = [("List-Unsubscribe", "One-Click")];
    let answer = visitor.client().post(&address).form(&form).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    site.comment(&ben, &idea, None, "Unheard.").await;
    assert_eq!(site.letters().await.len(), 2);

    let page = visitor.post(&address, &[("again", "1")]).await.expect(200);
    assert_eq!(page.text_of("h1"), "You will get these mails again");
    site.comment(&ben, &idea, None, "Heard.").await;
    assert_eq!(site.letters().await.len(), 3);

    let forged = address.replace("comment_on_followed", "answered");
    visitor.get(&forged).await.expect(404);
    visitor.post(&forged, &[]).await.expect(404);
    visitor.get("/unsubscribe/nonsense").await.expect(404);
}
