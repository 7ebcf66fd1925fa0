//! What a trial says comes true, and ideas in a lens.

use std::collections::BTreeMap;

use diesel::prelude::*;
use groundswell::db::schema::{idea_tags, routes};
use groundswell::error::Error;
use groundswell::ids::{IdeaId, LensId, TeamId};
use groundswell::people::Role;
use groundswell::time::DAY;
use groundswell::triage::rules::{self, Known, Period, Rule, RuleInput, Trial};
use groundswell::triage::teams;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use crate::support::Site;

async fn tried(site: &Site, rule: &Rule) -> Trial {
    let (plan, now, settings) = (rule.plan().unwrap(), site.now(), site.state.settings().await.unwrap());
    site.read(move |db| rules::trial(db, &plan, Period::usual(now, chrono_tz::Tz::UTC), &settings, now)).await
}

async fn loads(site: &Site, teams: [TeamId; 4]) -> BTreeMap<TeamId, i64> {
    site.read(move |db| rules::loads(db, &teams)).await.into_iter().collect()
}

/// Where rules sent each idea.
async fn sent(site: &Site, rule: &Rule) -> BTreeMap<IdeaId, TeamId> {
    let rule = rule.id;
    let rows: Vec<(IdeaId, TeamId)> = site
        .read(move |db| {
            let own = routes::table.filter(routes::rule_id.eq(Some(rule)));
            Ok(own.select((routes::idea_id, routes::team_id)).load(db)?)
        })
        .await;
    rows.into_iter().collect()
}

#[actix_web::test]
async fn what_a_trial_says_is_exactly_what_a_run_does() {
    for seed in 0..4 {
        comes_true(seed).await;
    }
}

async fn comes_true(seed: u64) {
    let mut rng = StdRng::seed_from_u64(seed);
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let voters = [site.customer("Ann").await, site.customer("Ben").await, site.customer("Cem").await];
    let maja = site.person("Maja", Role::ProductManager).await;
    let tag = site.tag("urgent", true).await;
    let mut all = Vec::new();
    for name in ["Tents", "Care", "Stoves", "Gone"] {
        all.push(site.team(name, &[]).await);
    }
    let ids: [TeamId; 4] = [all[0].id, all[1].id, all[2].id, all[3].id];
    let lens = site.lens(&maja, "least=2", true).await;
    let (lenses, others) = ([lens], [ids[1].to_string(), ids[2].to_string(), ids[3].to_string()]);
    let (chosen, first, added) = ([lens.to_string()], ids[0].to_string(), tag.to_string());
    let input = RuleInput {
        words: "tent",
        lenses: &chosen,
        waiting: "2",
        team: &first,
        others: &others,
        // Every other time it does something also with what its teams have.
        add_tag: if seed.is_multiple_of(2) { "" } else { &added },
        known: Known { lenses: &lenses, ..Known::default() },
        ..RuleInput::default()
    };
    let rule = site.full_rule(input, &ids).await;
    for at in 0..30 {
        let title = format!("{} number {at}", if rng.random_bool(0.7) { "A tent" } else { "A stove" });
        let idea = site.idea(&voters[at % 3], &board, &title).await;
        for voter in &voters {
            if rng.random_bool(0.5) {
                site.promote(voter, &idea).await;
            }
        }
        match rng.random_range(0..10) {
            0 => site.answer(&maja, &board, &idea, "under_review", "We look at it.").await,
            1 | 2 => drop(site.send_to(&maja, &idea, &all[rng.random_range(0..4)]).await),
            _ => {}
        }
        // Some fit, and are acted on, before it is tried.
        if at == 8 {
            site.work().await;
            site.clock.advance(3 * DAY);
            site.work().await;
        }
    }
    let (now, gone) = (site.now(), ids[3]);
    site.write(move |db| teams::set_archived(db, gone, true, now)).await;
    let id = rule.id;
    site.write(move |db| rules::set_on(db, id, false, now)).await;
    site.work().await;
    site.clock.advance(3 * DAY);
    let (before, had) = (loads(&site, ids).await, sent(&site, &rule).await);

    let trial = tried(&site, &rule).await;
    assert!(trial.acts() > 3 && trial.loads.len() == 3, "seed {seed}: {trial:?}");
    assert!(had.keys().all(|idea| trial.hits.iter().all(|hit| hit.id != *idea || hit.was_acted_on)));
    let manager = site.browser_of(&maja).await;
    let path = format!("/desk/rules/{id}");
    let page = manager.get(&format!("{path}/try")).await.expect(200);
    let dates = [page.attributes("#since", "value"), page.attributes("#until", "value")];
    let form = [("since", dates[0][0].as_str()), ("until", dates[1][0].as_str())];
    manager.submit(&format!("{path}/run"), &form).await.expect(200);
    site.work().await;

    let mut expected = had.clone();
    expected.extend(trial.hits.iter().filter_map(|hit| Some((hit.id, hit.team?))));
    assert_eq!(sent(&site, &rule).await, expected, "seed {seed}: each to the team foretold");
    let after = loads(&site, ids).await;
    for load in &trial.loads {
        assert_eq!(before[&load.team], load.open, "seed {seed}");
        assert_eq!(after[&load.team], load.open + load.added, "seed {seed}: the loads foretold");
    }
    let tagged: Vec<IdeaId> = site
        .read(|db| Ok(idea_tags::table.select(idea_tags::idea_id).order(idea_tags::idea_id).load(db)?))
        .await;
    let mut foretold: Vec<IdeaId> = trial
        .hits
        .iter()
        .filter(|hit| hit.is_acted_on || hit.was_acted_on)
        .map(|hit| hit.id)
        .chain(had.keys().copied())
        .filter(|_| seed % 2 == 1)
        .collect();
    foretold.sort();
    foretold.dedup();
    assert_eq!(tagged, foretold, "seed {seed}: the tags foretold");
    assert_eq!(tried(&site, &rule).await.acts(), 0, "seed {seed}: nothing is left to do");
}

#[actix_web::test]
async fn an_idea_is_in_a_lens_when_its_filters_let_it_pass() {
    let site = Site::start().await;
    let (board, other) = (site.board("Gear").await, site.board("App").await);
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::ProductManager).await;
    let team = site.team("Care", &[]).await;
    let query = format!("board={}&unanswered=1&least=2&q=tent", board.slug);
    let lens = site.lens(&maja, &query, true).await;
    let own = site.lens(&maja, "", false).await;
    let (lenses, chosen, id) = ([lens], [lens.to_string()], team.id.to_string());
    let input = RuleInput {
        lenses: &chosen,
        team: &id,
        known: Known { lenses: &lenses, ..Known::default() },
        ..RuleInput::default()
    };
    let rule = site.full_rule(input, &[team.id]).await;
    let inside = site.idea(&ann, &board, "A lighter tent").await;
    let elsewhere = site.idea(&ann, &other, "A tent to look at").await;
    let about_stoves = site.idea(&ann, &board, "A lighter stove").await;
    site.work().await;
    assert!(sent(&site, &rule).await.is_empty(), "one vote is too few");
    for idea in [&inside, &elsewhere, &about_stoves] {
        site.promote(&ben, idea).await;
    }
    site.work().await;
    assert_eq!(sent(&site, &rule).await.keys().copied().collect::<Vec<_>>(), [inside.id]);

    // What a rule asks for stays, and stays shared; a lens of one's own is not offered.
    let manager = site.browser_of(&maja).await;
    let form = manager.get(&format!("/desk/rules/{}", rule.id)).await.expect(200);
    assert_eq!(form.attributes("input[name=lens]", "value"), [lens.to_string()]);
    assert!(
        manager.get("/desk/rules").await.expect(200).text_of(".rule-text").contains("in the lens Lens board")
    );
    let mut typed = vec![("name", "Rule"), ("team", id.as_str()), ("due_days", "3")];
    let own = own.to_string();
    typed.push(("lens", own.as_str()));
    manager.post("/desk/rules/new", &typed).await.expect(422);
    let page = manager.submit(&format!("/desk/lenses/{lens}/delete"), &[]).await.expect(200);
    assert!(page.text_of("main").contains("A rule asks for this lens."), "{}", page.text_of("main"));
    let hidden = [("name", "Mine"), ("columns", "impact"), ("query", "least=2")];
    manager.post(&format!("/desk/lenses/{lens}"), &hidden).await.expect(422);
    let kept = site.read(move |db| {
        Ok(groundswell::triage::lenses::store::shared_among(db, &[lens, LensId::new(0)])?.len())
    });
    assert_eq!(kept.await, 1);

    // Looked through by nobody any more, it lets nothing pass: a rule never asks for less than it says.
    site.write(move |db| {
        use groundswell::db::schema::lenses;
        diesel::update(lenses::table.find(lens)).set(lenses::is_shared.eq(false)).execute(db)?;
        Ok(())
    })
    .await;
    site.promote(&ben, &site.idea(&ann, &board, "Another tent").await).await;
    site.work().await;
    assert_eq!(sent(&site, &rule).await.len(), 1);
    let refused = site.state.db.write(|db| rules::refuse_named(db, rules::Named::Lens(LensId::new(9)))).await;
    assert!(!matches!(refused, Err(Error::Conflict(_))));
}
