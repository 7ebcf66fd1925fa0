//! Rules take no more than they say: when what they name is gone, when ideas are merged or done, when nobody can be reached.

use diesel::prelude::*;
use groundswell::accounts::ConditionsInput;
use groundswell::accounts::segments::{self, SegmentDraft};
use groundswell::boards::StatusKind;
use groundswell::db::schema::{bans, boards, categories, events, ideas, people, routes, rules as rows, tags};
use groundswell::ideas::merge;
use groundswell::ids::{IdeaId, PersonId, RuleId, TeamId};
use groundswell::jobs::{self, Job};
use groundswell::outbox::{self, Event};
use groundswell::people::Role;
use groundswell::time::{DAY, MINUTE, Timestamp, start_of_day};
use groundswell::triage::rules::{self, Known, Period, RuleInput};
use groundswell::triage::teams::TeamInput;

use crate::support::Site;
use crate::support::smtp::{Mood, Sink};

impl Site {
    /// Whom ideas were sent to, in the order of the ideas.
    async fn all_sent(&self) -> Vec<(IdeaId, TeamId)> {
        self.read(|db| {
            let all = routes::table.order((routes::idea_id, routes::id));
            Ok(all.select((routes::idea_id, routes::team_id)).load(db)?)
        })
        .await
    }

    async fn sent(&self) -> Vec<IdeaId> {
        self.all_sent().await.into_iter().map(|(idea, _)| idea).collect()
    }

    /// Lets the worker ask the rules as every morning.
    async fn morning(&self) {
        self.clock.advance(DAY);
        let now = self.now();
        self.write(move |db| jobs::enqueue(db, &format!("morning:{now:?}"), &Job::AskRules, now).map(drop))
            .await;
        self.work().await;
    }

    async fn forget_rule(&self, rule: RuleId) {
        self.write(move |db| rules::delete(db, rule)).await;
    }
}

#[actix_web::test]
async fn a_lens_that_names_what_is_gone_lets_nothing_pass() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let team = site.team("Core", &[]).await;
    for title in ["One tent", "Two stoves"] {
        site.idea(&ann, &board, title).await;
    }
    let (category, tag) = (site.category(&board, "care").await, site.tag("night", false).await);
    let now = site.now();
    let segment = site
        .write(move |db| {
            let input = ConditionsInput { plans: "Enterprise".into(), ..ConditionsInput::default() };
            segments::create(db, &SegmentDraft::parse("Enterprise", &input)?, now)
        })
        .await;
    let queries = [
        format!("segment={segment}"),
        format!("category={category}"),
        "tag=night&status=any".to_owned(),
        "board=gear".to_owned(),
        "status=wanted".to_owned(),
        "account=nobody".to_owned(),
    ];
    site.work().await;
    // As it was gone round what refuses to delete it.
    let id = board.id;
    site.write(move |db| {
        segments::delete(db, segment)?;
        diesel::delete(categories::table.find(category)).execute(db)?;
        diesel::delete(tags::table.find(tag)).execute(db)?;
        diesel::update(boards::table.find(id)).set(boards::slug.eq("equipment")).execute(db)?;
        Ok(())
    })
    .await;
    site.state.reload().await.unwrap();
    let id = team.id.to_string();
    for query in &queries {
        let lens = site.lens(&maja, query, true).await;
        let (lenses, chosen) = ([lens], [lens.to_string()]);
        let known = Known { lenses: &lenses, ..Known::default() };
        let input = RuleInput { lenses: &chosen, team: &id, known, ..RuleInput::default() };
        let rule = site.full_rule(input, &[team.id]).await;
        site.morning().await;
        assert!(site.sent().await.is_empty(), "{query}");
        site.forget_rule(rule.id).await;
    }
    let lens = site.lens(&maja, "board=equipment&status=any", true).await;
    let (lenses, chosen) = ([lens], [lens.to_string()]);
    let known = Known { lenses: &lenses, ..Known::default() };
    let input = RuleInput { lenses: &chosen, team: &id, known, ..RuleInput::default() };
    site.full_rule(input, &[team.id]).await;
    site.morning().await;
    assert_eq!(site.sent().await.len(), 2, "what is there is found");
}

#[actix_web::test]
async fn merging_and_undoing_it_ask_the_rules() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let (cem, dee) = (site.customer("Cem").await, site.customer("Dee").await);
    let maja = site.person("Maja", Role::ProductManager).await;
    let (core, tents) = (site.team("Core", &[]).await, site.team("Tents", &[]).await);
    site.rule(&core, RuleInput { votes: "4", ..RuleInput::default() }).await;
    let from = site.idea(&ann, &board, "A lighter shelter").await;
    let into = site.idea(&cem, &board, "Shelters that weigh less").await;
    site.promote(&ben, &from).await;
    site.promote(&dee, &into).await;
    site.work().await;
    assert!(site.sent().await.is_empty());
    let (by, one, other, now) = (maja.clone(), from.id, into.id, site.now());
    site.write(move |db| merge::merge(db, &by, one, other, now)).await;
    site.work().await;
    assert_eq!(site.all_sent().await, [(into.id, core.id)], "two and two are four");

    site.rule(&tents, RuleInput { words: "lighter", ..RuleInput::default() }).await;
    let (by, now) = (maja.clone(), site.now());
    site.write(move |db| merge::unmerge(db, &by, one, now)).await;
    site.work().await;
    assert_eq!(
        site.all_sent().await,
        [(from.id, tents.id), (into.id, core.id)],
        "it stands for itself again"
    );
}

#[actix_web::test]
async fn a_place_in_trending_and_a_kind_of_status_are_seen_the_next_morning() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let (core, tents) = (site.team("Core", &[]).await, site.team("Tents", &[]).await);
    let second = site.idea(&ann, &board, "A tent").await;
    let first = site.idea(&ann, &board, "A stove").await;
    site.work().await;
    site.rule(&core, RuleInput { trending: "1", ..RuleInput::default() }).await;
    let kinds = ["done".to_owned()];
    site.rule(&tents, RuleInput { kinds: &kinds, ..RuleInput::default() }).await;
    // The first leaves the board without a word about the second, and statuses change their kind.
    let (gone, done) = (first.id, second.id);
    site.write(move |db| {
        diesel::update(ideas::table.find(gone)).set(ideas::shown.eq(0)).execute(db)?;
        Ok(())
    })
    .await;
    site.morning().await;
    assert_eq!(site.all_sent().await, [(second.id, core.id)]);
    site.write(move |db| {
        diesel::update(ideas::table.find(done)).set(ideas::status_kind.eq(StatusKind::Done)).execute(db)?;
        Ok(())
    })
    .await;
    site.morning().await;
    assert_eq!(site.all_sent().await, [(second.id, core.id), (second.id, tents.id)]);
}

#[actix_web::test]
async fn what_is_declined_is_left_alone_unless_a_rule_asks_for_it() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let team = site.team("Tents", &[]).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    site.work().await;
    let rule = site.rule(&team, RuleInput { words: "tent", ..RuleInput::default() }).await;
    site.set_status(&idea, "not_planned").await;
    let (id, by, now) = (idea.id, maja.id, site.now());
    let declined = async || {
        site.write(move |db| outbox::record(db, &Event::StatusChanged { idea: id, by }, now).map(drop)).await;
        site.work().await;
    };
    declined().await;
    assert!(site.sent().await.is_empty());
    let (plan, settings) = (rule.plan().unwrap(), site.state.settings().await.unwrap());
    let tried = site
        .read(move |db| rules::trial(db, &plan, Period::usual(now, chrono_tz::Tz::UTC), &settings, now))
        .await;
    assert!(tried.hits.is_empty(), "nor does a trial foretell it");
    let kinds = ["closed".to_owned()];
    site.rule(&team, RuleInput { kinds: &kinds, ..RuleInput::default() }).await;
    declined().await;
    assert_eq!(site.sent().await, [idea.id]);
}

/// A rule that only tells.
async fn telling(site: &Site, person: Option<PersonId>, team: Option<TeamId>, teams: &[TeamId]) -> RuleId {
    let staff: Vec<PersonId> = person.into_iter().collect();
    let input = RuleInput {
        words: "tent",
        tell_person: &person.map(|id| id.to_string()).unwrap_or_default(),
        tell_team: &team.map(|id| id.to_string()).unwrap_or_default(),
        known: Known { staff: &staff, ..Known::default() },
        ..RuleInput::default()
    };
    site.full_rule(input, teams).await.id
}

#[actix_web::test]
async fn what_a_rule_tells_is_heard_by_somebody() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    site.person("Maja", Role::ProductManager).await;
    let piet = site.person("Piet", Role::TeamMember).await;
    let input = TeamInput { name: "Support", address: "support@example.com", ..TeamInput::default() };
    let (support, empty) = (site.team_from(input, &[]).await, site.team("Empty", &[]).await);
    let teams = [support.id, empty.id];
    let rule = telling(&site, None, Some(support.id), &teams).await;
    site.idea(&ann, &board, "One tent").await;
    assert_eq!(site.told().await, ["support:rule_found"]);
    site.clear_letters().await;
    site.forget_rule(rule).await;
    let rule = telling(&site, None, Some(empty.id), &teams).await;
    site.idea(&ann, &board, "Two tents").await;
    assert_eq!(site.told().await, ["maja:rule_found"], "else the desk");
    site.clear_letters().await;
    site.forget_rule(rule).await;
    telling(&site, Some(piet.id), None, &teams).await;
    let id = piet.id;
    site.write(move |db| {
        diesel::update(people::table.find(id)).set(people::role.eq(Role::Customer)).execute(db)?;
        Ok(())
    })
    .await;
    site.idea(&ann, &board, "Three tents").await;
    assert_eq!(site.told().await, ["maja:rule_found"], "who is no member of staff any more");
}

#[actix_web::test]
async fn who_was_told_when_a_rule_acted_hears_whatever_becomes_of_the_rule() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let team = site.team("Empty", &[]).await;
    let rule = telling(&site, Some(aino.id), None, &[team.id]).await;
    site.idea(&ann, &board, "One tent").await;
    site.clear_letters().await;
    site.forget_rule(rule).await;
    site.write(|db| {
        let acted = events::table.filter(events::kind.eq("rule_acted"));
        diesel::update(acted).set(events::handled_at.eq(None::<Timestamp>)).execute(db)?;
        Ok(())
    })
    .await;
    assert_eq!(site.told().await, ["aino:rule_found"]);
    let old: Event = serde_json::from_str(r#"{"event":"rule_acted","rule":1,"idea":2}"#).unwrap();
    assert!(matches!(old, Event::RuleActed { person: None, team: None, .. }), "events of before are read");
}

#[actix_web::test]
async fn authors_who_cannot_be_reached_are_not_asked_and_a_trial_counts_what_is_written() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let cem = site.customer("Cem").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (aino, bram) =
        (site.person("Aino", Role::TeamMember).await, site.person("Bram", Role::TeamMember).await);
    let team = site.team("Tents", &[&aino, &bram]).await;
    let mut all = Vec::new();
    for (author, title) in [(&ann, "One tent"), (&ben, "Two tents"), (&cem, "Three tents"), (&ann, "A tent")]
    {
        all.push(site.idea(author, &board, title).await.id);
    }
    site.work().await;
    let (imported, banned, by, now) = (ben.id, cem.id, maja.id, site.now());
    site.write(move |db| {
        diesel::update(people::table.find(imported)).set(people::email.eq(None::<String>)).execute(db)?;
        let ban = (
            bans::person_id.eq(banned),
            bans::reason.eq("Spam"),
            bans::created_by.eq(by),
            bans::created_at.eq(now),
        );
        diesel::insert_into(bans::table).values(ban).execute(db)?;
        Ok(())
    })
    .await;
    let staff = [maja.id];
    let input = RuleInput {
        words: "tent",
        team: &team.id.to_string(),
        question: "Which poles?",
        tell_person: &maja.id.to_string(),
        known: Known { staff: &staff, ..Known::default() },
        ..RuleInput::default()
    };
    let rule = site.full_rule(input, &[team.id]).await;
    let (plan, settings) = (rule.plan().unwrap(), site.state.settings().await.unwrap());
    let period = Period::usual(now, chrono_tz::Tz::UTC);
    let tried = site.read(move |db| rules::trial(db, &plan, period, &settings, now)).await;
    assert_eq!((tried.letters.mails, tried.letters.questions), (4 * 2 + 4, 2));
    site.clear_letters().await;
    let id = rule.id;
    site.write(move |db| rules::run::enqueue(db, id, None, period, now)).await;
    site.work().await;
    let asked: Vec<(IdeaId, String)> = site
        .read(|db| {
            let sent = routes::table.order(routes::idea_id);
            Ok(sent.select((routes::idea_id, routes::state)).load(db)?)
        })
        .await;
    let expected = ["asked", "new", "new", "asked"];
    let expected: Vec<(IdeaId, String)> =
        all.into_iter().zip(expected).map(|(idea, state)| (idea, state.to_owned())).collect();
    assert_eq!(asked, expected);
    let told = site.told().await;
    let to_staff = told.iter().filter(|one| !one.starts_with("ann:")).count();
    assert_eq!(i64::try_from(to_staff).unwrap(), tried.letters.mails, "{told:?}");
    assert_eq!(told.len() - to_staff, 2, "{told:?}");
}

#[actix_web::test]
async fn a_rule_that_cannot_be_read_does_not_keep_the_others_from_being_asked() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let (core, tents) = (site.team("Core", &[]).await, site.team("Tents", &[]).await);
    let bad = site.rule(&core, RuleInput { words: "tent", ..RuleInput::default() }).await.id;
    site.rule(&tents, RuleInput { words: "tent", ..RuleInput::default() }).await;
    site.write(move |db| {
        diesel::update(rows::table.find(bad)).set(rows::conditions.eq("{")).execute(db)?;
        Ok(())
    })
    .await;
    let idea = site.idea(&ann, &board, "A tent").await;
    site.work().await;
    assert_eq!(site.all_sent().await, [(idea.id, tents.id)]);
}

#[actix_web::test]
async fn what_waits_for_a_mail_server_goes_to_nobody_whom_it_concerns_no_longer() {
    let sink = Sink::start();
    sink.be(Mood::Busy);
    let url = sink.url();
    let site = Site::start_with(move |config| config.smtp_url = Some(url)).await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let (aino, bram) =
        (site.person("Aino", Role::TeamMember).await, site.person("Bram", Role::TeamMember).await);
    let team = site.team("Tents", &[&aino, &bram]).await;
    telling(&site, None, Some(team.id), &[team.id]).await;
    site.idea(&ann, &board, "A tent").await;
    site.work().await;
    assert!(sink.received().is_empty());
    let left = aino.id;
    site.write(move |db| {
        diesel::update(people::table.find(left)).set(people::role.eq(Role::Customer)).execute(db)?;
        Ok(())
    })
    .await;
    sink.be(Mood::Takes);
    site.clock.advance(2 * MINUTE);
    site.work().await;
    assert_eq!(sink.received().len(), 1, "to Bram alone");
}

#[test]
fn days_begin_at_midnight_also_when_clocks_change() {
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let berlin = chrono_tz::Tz::Europe__Berlin;
    for (text, zone, expected) in [
        ("2026-03-29", berlin, "2026-03-28T23:00:00Z"),
        ("2026-03-30", berlin, "2026-03-29T22:00:00Z"),
        ("2026-10-26", berlin, "2026-10-25T23:00:00Z"),
        // There midnight itself is jumped over.
        ("2026-04-24", chrono_tz::Tz::Africa__Cairo, "2026-04-23T22:00:00Z"),
    ] {
        assert_eq!(start_of_day(day(text), zone).to_datetime(), expected, "{text}");
    }
}
