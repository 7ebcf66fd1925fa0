//! What a merge does beyond the two ideas: accounts, mails, lists, links, and managers who act at the same moment.

use diesel::prelude::*;
use groundswell::accounts::{self, AccountDraft, AccountInput, JoinedBy, demand, membership};
use groundswell::db::schema::{ideas, people};
use groundswell::ideas::merge;
use groundswell::ids::{IdeaId, PersonId};
use groundswell::people::mail_choices::{MailKind, choose};
use groundswell::people::{Person, Role};
use groundswell::text::words::Language;
use groundswell::time::SECOND;

use super::merge::{complaints, two, vote};
use crate::support::Site;

pub(super) async fn in_account(site: &Site, name: &'static str, euros: &'static str, members: &[&Person]) {
    let ids: Vec<PersonId> = members.iter().map(|person| person.id).collect();
    let input = AccountInput {
        name: name.into(),
        value: euros.into(),
        currency: "EUR".into(),
        ..AccountInput::default()
    };
    let (draft, now) = (AccountDraft::parse(&input).unwrap(), site.now());
    site.write(move |db| {
        let account = accounts::create(db, &draft, now)?;
        for person in &ids {
            membership::set(db, *person, Some((account.id, JoinedBy::Desk)))?;
        }
        Ok(())
    })
    .await;
}

/// Which accounts ask for these ideas, as stored and as the votes say.
async fn demands(site: &Site, ideas: Vec<IdeaId>) -> Vec<(IdeaId, i64, Option<i64>)> {
    let (stored, counted) =
        site.read(move |db| Ok((demand::stored(db, &ideas)?, demand::counted(db, &ideas)?))).await;
    assert_eq!(stored, counted, "what is stored is what the votes say");
    let short = stored
        .into_iter()
        .map(|((idea, _), behind)| (idea, behind.promotions, behind.value.map(|value| value.minor)));
    short.collect()
}

#[actix_web::test]
async fn accounts_stand_behind_the_union_once_and_behind_each_again_after_undoing() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let mut people = Vec::new();
    for name in ["Ann", "Ben", "Cem", "Dee", "Eve"] {
        people.push(site.customer(name).await);
    }
    in_account(&site, "Acme", "1200", &[&people[0], &people[2]]).await;
    in_account(&site, "Birch", "300", &[&people[1], &people[3]]).await;
    let first = site.idea(&people[0], &board, "A lighter tent").await.id;
    let second = site.idea(&people[1], &board, "Tents that weigh less").await.id;
    for (person, idea, ballot) in
        [(2, first, "up"), (2, second, "up"), (3, first, "down"), (4, first, "up"), (3, second, "up")]
    {
        vote(&site, &people[person], idea, ballot).await;
    }
    let before = demands(&site, vec![first, second]).await;
    assert_eq!(before.len(), 3, "Acme on both, Birch on the second: {before:?}");
    let maja = site.person("Maja", Role::ProductManager).await;
    let (by, now) = (maja.clone(), site.now());
    site.write(move |db| merge::merge(db, &by, first, second, now)).await;
    let merged = demands(&site, vec![second]).await;
    let mut promotions: Vec<(i64, Option<i64>)> = merged.iter().map(|row| (row.1, row.2)).collect();
    promotions.sort_unstable();
    assert_eq!(promotions, [(2, Some(30_000)), (2, Some(120_000))], "Ann and Cem once each, Ben and Dee");
    assert_eq!(complaints(&site).await, [""; 0]);
    vote(&site, &people[0], second, "none").await;
    assert_eq!(complaints(&site).await, [""; 0]);
    let by = maja.clone();
    site.write(move |db| merge::unmerge(db, &by, first, now)).await;
    assert_eq!(demands(&site, vec![first, second]).await, before);
    assert_eq!(complaints(&site).await, [""; 0]);
}

#[actix_web::test]
async fn author_voters_and_followers_of_a_merged_idea_hear_of_it_once_and_of_its_undoing() {
    let site = Site::start().await;
    let (first, second, people) = two(&site).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let eve = site.customer("Eve").await;
    let fay = site.customer("Fay").await;
    let gil = site.customer("Gil").await;
    site.follow(&eve, &first).await;
    vote(&site, &fay, first.id, "up").await;
    vote(&site, &gil, first.id, "up").await;
    let (away, unwilling, spanish) = (fay.id, gil.id, eve.id);
    let (from, to, now, by) = (first.id, second.id, site.now(), maja.clone());
    site.write(move |db| {
        groundswell::follows::set(db, from, away, false, now)?;
        choose(db, unwilling, MailKind::Merged, false)?;
        diesel::update(people::table.find(spanish))
            .set(people::language.eq(Some(Language::Es)))
            .execute(db)?;
        Ok(())
    })
    .await;
    site.work().await;
    site.clear_letters().await;
    site.write(move |db| merge::merge(db, &by, from, to, now)).await;
    let told = ["ann:merged", "cem:merged", "dee:merged", "eve:merged"];
    assert_eq!(
        site.told().await,
        told,
        "not who follows no more, not who wants no such mails, not who merged"
    );
    let letters = site.letters().await;
    let eves = letters.iter().find(|letter| letter.to.contains("eve")).unwrap();
    assert!(eves.text.contains("fusionó «A lighter tent»"), "{}", eves.text);
    assert!(eves.text.contains(&format!("/ideas/{to}-")), "{}", eves.text);
    site.work().await;
    assert_eq!(site.told().await, told, "once");
    site.clear_letters().await;

    site.clock.advance(SECOND);
    let (by, later) = (maja.clone(), site.now());
    site.write(move |db| merge::unmerge(db, &by, from, later)).await;
    assert_eq!(site.told().await, told);
    let letters = site.letters().await;
    let anns = letters.iter().find(|letter| letter.to.contains("ann")).unwrap();
    assert!(anns.text.contains("out of “Tents that weigh less”"), "{}", anns.text);
    site.clear_letters().await;

    site.clock.advance(SECOND);
    let (by, later) = (maja.clone(), site.now());
    site.write(move |db| {
        merge::merge(db, &by, from, to, later)?;
        merge::unmerge(db, &by, from, later.plus(SECOND))
    })
    .await;
    site.clock.advance(2 * SECOND);
    assert_eq!(site.told().await, told, "of a merge that nobody heard of, only that it stands for itself");
    drop(people);
}

#[actix_web::test]
async fn lists_count_the_comments_that_came_along_and_profiles_keep_them() {
    let site = Site::start().await;
    let (first, second, people) = two(&site).await;
    site.comment(&people[0], &second, None, "Mine, too.").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (from, to, now, by) = (first.id, second.id, site.now(), maja.clone());
    site.write(move |db| merge::merge(db, &by, from, to, now)).await;
    site.work().await;
    let visitor = site.visitor();
    let list = visitor.get("/").await.expect(200);
    assert!(list.text.contains("2 comments on"), "{}", list.text);
    let desk = site.browser_of(&maja).await.get(&format!("/desk/ideas/{to}")).await.expect(200);
    assert!(desk.text_of(".aside .facts").contains("Comments 2"), "{}", desk.text_of(".aside .facts"));
    let dee = &people[3];
    let profile = visitor.get(&format!("/people/{}?show=comments", dee.id)).await.expect(200);
    assert!(profile.text_of("main").contains("Mine weighs four kilos."), "{}", profile.text_of("main"));
    let hidden = to;
    site.write(move |db| {
        diesel::update(ideas::table.find(hidden))
            .set((ideas::shown.eq(0), ideas::state.eq("hidden")))
            .execute(db)?;
        Ok(())
    })
    .await;
    let profile = visitor.get(&format!("/people/{}?show=comments", dee.id)).await.expect(200);
    assert!(!profile.text_of("main").contains("Mine weighs four kilos."), "nothing of what is hidden");
}

#[actix_web::test]
async fn links_of_a_merged_idea_are_told_at_both_ends_where_it_is_now() {
    let site = Site::start().await;
    let (first, second, people) = two(&site).await;
    let board = site.state.settings().await.unwrap().catalog.board(first.board_id).unwrap().clone();
    let third = site.idea(&people[1], &board, "Carbon poles").await;
    let tea = site.browser_of(&site.person("Tea", Role::TeamMember).await).await;
    let link = |kind: &'static str, to: IdeaId| [("kind", kind.to_owned()), ("to", to.to_string())];
    for (kind, to) in [("depends_on", third.id), ("part_of", second.id)] {
        let fields = link(kind, to);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        tea.post(&format!("/ideas/{}/links", first.id), &fields).await.expect(303);
    }
    let customer = site.browser_of(&people[0]).await;
    customer
        .post(&format!("/ideas/{}/links", first.id), &[("kind", "extends"), ("to", "3")])
        .await
        .expect(403);
    let page = site.visitor().visit(&format!("/ideas/{}", third.id)).await.expect(200);
    assert!(page.text_of(".aside").contains("A lighter tent"), "{}", page.text_of(".aside"));
    let maja = site.person("Maja", Role::ProductManager).await;
    let (from, to, now, by) = (first.id, second.id, site.now(), maja.clone());
    site.write(move |db| merge::merge(db, &by, from, to, now)).await;
    let page = site.visitor().visit(&format!("/ideas/{}", third.id)).await.expect(200);
    let aside = page.text_of(".aside");
    assert!(aside.contains("Tents that weigh less") && !aside.contains("A lighter tent"), "{aside}");
    let page = tea.visit(&format!("/ideas/{to}")).await.expect(200);
    let aside = page.text_of(".aside");
    assert!(aside.contains("Carbon poles"), "{aside}");
    assert_eq!(aside.matches("Tents that weigh less").count(), 0, "no link with itself");
    let remove = page.attributes("form[action$='/remove']", "action");
    assert_eq!(remove.len(), 1, "{remove:?}");
    tea.post(&remove[0], &[]).await.expect(303);
    let page = site.visitor().visit(&format!("/ideas/{}", third.id)).await.expect(200);
    assert!(!page.text_of(".aside").contains("Tents that weigh less"));
}

#[actix_web::test]
async fn of_two_managers_who_route_or_answer_at_once_each_sees_what_the_other_did() {
    let site = Site::start().await;
    let (first, second, people) = two(&site).await;
    let team = site.team("Tents", &[]).await.id.to_string();
    let one = site.browser_of(&site.person("Maja", Role::ProductManager).await).await;
    let other = site.browser_of(&site.person("Nils", Role::ProductManager).await).await;
    let path = format!("/desk/ideas/{}", first.id);
    let routes = format!("{path}/routes");
    let (a, b) = (
        [("team", team.as_str()), ("route_note", "Weigh the poles."), ("due", "")],
        [("team", team.as_str()), ("route_note", "Weigh the pegs."), ("due", "")],
    );
    let (x, y) = futures_util::future::join(one.post(&routes, &a), other.post(&routes, &b)).await;
    let (won, lost) = if x.status.as_u16() == 303 { (x, y) } else { (y, x) };
    assert_eq!((won.status.as_u16(), lost.status.as_u16()), (303, 409));
    assert!(lost.text_of("#route_note").contains("Weigh the p"), "the note is kept: {}", lost.text);
    assert!(lost.has("#team-error"), "and what happened is said: {}", lost.text);

    let seen = super::field(&one.get(&path).await, "seen");
    let board = site.state.settings().await.unwrap().catalog.board(first.board_id).unwrap().clone();
    let (planned, declined) =
        (site.status(&board, "planned").await, site.status(&board, "not_planned").await);
    let answer = format!("{path}/answer");
    let form = |status: &str, text: &'static str| {
        [
            ("seen", seen.clone()),
            ("status", status.to_owned()),
            ("effort", String::new()),
            ("response", text.into()),
        ]
    };
    let (yes, no) = (form(&planned, "Next spring."), form(&declined, "Too dear for us."));
    let plain = |form: &[(&'static str, String)]| {
        form.iter().map(|(name, value)| (*name, value.clone())).collect::<Vec<_>>()
    };
    let (yes, no) = (plain(&yes), plain(&no));
    let yes: Vec<(&str, &str)> = yes.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let no: Vec<(&str, &str)> = no.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let (x, y) = futures_util::future::join(one.post(&answer, &yes), other.post(&answer, &no)).await;
    let said = if x.status.as_u16() == 303 { "Too dear for us." } else { "Next spring." };
    let (won, lost) = if x.status.as_u16() == 303 { (x, y) } else { (y, x) };
    assert_eq!((won.status.as_u16(), lost.status.as_u16()), (303, 409));
    assert_eq!(lost.text_of("#response"), said, "what was typed is kept");
    assert!(lost.has(".flash.warn"), "{}", lost.text);

    // One merges while the other answers: whoever comes second hears of it, and nothing is half done.
    let seen = super::field(&other.get(&path).await, "seen");
    let into = second.id.to_string();
    let (merge, answer) = (format!("{path}/merge"), format!("{path}/answer"));
    let fields = [("into", into.as_str())];
    let late = [("seen", seen.as_str()), ("status", &*planned), ("effort", ""), ("response", "Soon.")];
    let (merged, answered) =
        futures_util::future::join(one.post(&merge, &fields), other.post(&answer, &late)).await;
    merged.expect(303);
    if answered.status.as_u16() != 303 {
        assert_eq!(answered.status.as_u16(), 409);
        assert!(answered.text.contains("Soon."), "{}", answered.text);
    }
    assert_eq!(complaints(&site).await, [""; 0]);
    drop(people);
}
