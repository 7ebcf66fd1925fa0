//! Rules and what changes around them while somebody looks: other people, archived teams, renamed boards, other days.

use diesel::prelude::*;
use groundswell::accounts::ConditionsInput;
use groundswell::accounts::segments::{self, SegmentDraft};
use groundswell::db::schema::{
    boards, lenses as lens_rows, people, routes, rules as rows, segments as segment_rows,
};
use groundswell::ids::{IdeaId, RuleId};
use groundswell::people::powers::{self, PowerTable, PowersDraft};
use groundswell::people::{Power, Role};
use groundswell::time::{DAY, HOUR, MINUTE};
use groundswell::triage::rules::{Known, RuleInput};
use groundswell::triage::teams;

use crate::support::{Browser, Page, Site};

fn field(page: &Page, name: &str) -> String {
    page.attributes(&format!("input[name={name}]"), "value").first().cloned().unwrap_or_default()
}

async fn post(browser: &Browser, path: &str, form: &[(&str, String)]) -> Page {
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post(path, &fields).await
}

impl Site {
    async fn is_on(&self, rule: RuleId) -> bool {
        self.read(move |db| Ok(rows::table.find(rule).select(rows::is_on).first(db)?)).await
    }

    async fn switch_off(&self, rule: RuleId) {
        let now = self.now();
        self.write(move |db| groundswell::triage::rules::set_on(db, rule, false, now)).await;
    }

    async fn conditions_of(&self, rule: RuleId) -> String {
        self.read(move |db| Ok(rows::table.find(rule).select(rows::conditions).first(db)?)).await
    }

    /// Gives team members the desk and these powers.
    async fn give_team_members(&self, given: &'static [Power]) {
        let ada = self.person("Ada", Role::Administrator).await;
        let now = self.now();
        self.write(move |db| {
            let table = PowerTable::load(db)?;
            let seen = table.seen();
            let wanted = PowerTable::that(|role, power| match role {
                Role::TeamMember => power == Power::Desk || given.contains(&power),
                _ => table.gives(role, power),
            });
            powers::save(db, &ada, &PowersDraft::parse(wanted, &seen)?, now)
        })
        .await;
    }
}

#[actix_web::test]
async fn what_lenses_of_rules_name_is_neither_deleted_nor_renamed() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let category = site.category(&board, "care").await;
    let tag = site.tag("night", false).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let admin = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    let team = site.team("Core", &[]).await;
    let now = site.now();
    let segment = site
        .write(move |db| {
            let input = ConditionsInput { plans: "Enterprise".into(), ..ConditionsInput::default() };
            segments::create(db, &SegmentDraft::parse("Enterprise", &input)?, now)
        })
        .await;
    let query = format!("board=gear&category={category}&tag=night&segment={segment}");
    let lens = site.lens(&maja, &query, true).await;
    let (lenses, chosen, id) = ([lens], [lens.to_string()], team.id.to_string());
    let known = Known { lenses: &lenses, ..Known::default() };
    let input = RuleInput { lenses: &chosen, team: &id, known, ..RuleInput::default() };
    let rule = site.full_rule(input, &[team.id]).await;

    let page = admin.submit(&format!("/desk/segments/{segment}/delete"), &[]).await.expect(200);
    assert!(page.text_of("main").contains("A rule asks for this segment."), "{}", page.text_of("main"));
    admin.post(&format!("/admin/categories/{category}/delete"), &[]).await.expect(409);
    admin.post(&format!("/admin/tags/{tag}/delete"), &[]).await.expect(409);
    let path = format!("/admin/boards/{}", board.id);
    let form = |slug: &'static str, name: &'static str| {
        [
            ("name", name),
            ("slug", slug),
            ("audience", "public"),
            ("voting", "promote_demote"),
            ("premoderation", "off"),
            ("half_life_days", "10"),
        ]
    };
    let page = admin.post(&path, &form("equipment", "Gear")).await.expect(422);
    assert!(page.text_of(".error-summary").contains("lenses know a board by its address"));
    admin.post(&path, &form("gear", "All gear")).await.expect(303);
    admin.post(&format!("/desk/rules/{}/delete", rule.id), &[]).await.expect(303);
    admin.post(&path, &form("equipment", "Gear")).await.expect(303);
    let id = board.id;
    let slug: String = site.read(move |db| Ok(boards::table.find(id).select(boards::slug).first(db)?)).await;
    assert_eq!(slug, "equipment");
    admin.post(&format!("/desk/segments/{segment}/delete"), &[]).await.expect(303);
    let left: i64 = site.read(|db| Ok(segment_rows::table.count().get_result(db)?)).await;
    assert_eq!(left, 0);
}

#[actix_web::test]
async fn a_run_takes_exactly_the_ideas_of_the_days_that_were_tried() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let team = site.team("Tents", &[]).await;
    let early = site.idea(&ann, &board, "The first tent").await;
    site.clock.advance(90 * DAY + 6 * HOUR);
    let late = site.idea(&ann, &board, "The last tent").await;
    site.work().await;
    let rule = site.rule(&team, RuleInput { words: "tent", ..RuleInput::default() }).await;
    site.switch_off(rule.id).await;
    let manager = site.browser_of(&maja).await;
    let path = format!("/desk/rules/{}", rule.id);
    let page = manager.get(&format!("{path}/try")).await.expect(200);
    assert_eq!(page.text_of(".tried h2"), "1 idea posted in these 90 days fits");
    let (since, until, seen) = (field(&page, "since"), field(&page, "until"), field(&page, "seen"));
    let form = [("since", since.as_str()), ("until", until.as_str()), ("seen", seen.as_str())];
    let broken = [("since", "soon"), ("until", until.as_str()), ("seen", seen.as_str())];
    let refused = manager.post(&format!("{path}/run"), &broken).await.expect(422);
    assert!(refused.has("#since-error") && !site.is_on(rule.id).await, "a day that is none comes back");
    manager.post(&format!("{path}/run"), &form).await.expect(303);
    site.work().await;
    let sent: Vec<IdeaId> = site.read(|db| Ok(routes::table.select(routes::idea_id).load(db)?)).await;
    assert_eq!(sent, [late.id], "not {}", early.id);
}

#[actix_web::test]
async fn of_two_people_at_a_rule_neither_overwrites_the_other_unseen() {
    let site = Site::start().await;
    site.board("Gear").await;
    let (maja, nils) =
        (site.person("Maja", Role::ProductManager).await, site.person("Nils", Role::ProductManager).await);
    let team = site.team("Tents", &[]).await;
    let id = team.id.to_string();
    let rule = site.rule(&team, RuleInput { words: "tent", ..RuleInput::default() }).await;
    site.switch_off(rule.id).await;
    let (one, other) = (site.browser_of(&maja).await, site.browser_of(&nils).await);
    let path = format!("/desk/rules/{}", rule.id);
    let form = |name: &'static str, words: &'static str, seen: &str| {
        [("name", name), ("team", id.as_str()), ("due_days", "7"), ("words", words), ("seen", seen)]
            .map(|(name, value)| (name, value.to_owned()))
    };
    let seen = field(&one.get(&path).await.expect(200), "seen");
    let tried = one.get(&format!("{path}/try")).await.expect(200);
    assert!(!seen.is_empty() && field(&tried, "seen") == seen);
    site.clock.advance(MINUTE);
    post(&other, &path, &form("A rule", "stove", &seen)).await.expect(303);
    let after = site.conditions_of(rule.id).await;
    assert!(after.contains("stove"));

    let page = post(&one, &path, &form("A better name", "tent", &seen)).await.expect(409);
    assert_eq!((field(&page, "name").as_str(), page.text_of("#words").as_str()), ("A better name", "tent"));
    assert!(page.text_of(".flash q").contains("about “stove”"), "what it says now: {}", page.text_of("main"));
    assert_eq!(site.conditions_of(rule.id).await, after);
    // Neither does anybody switch on what nobody tried.
    for act in ["run", "on"] {
        let form = [("since", "2026-01-01"), ("until", "2026-01-15"), ("seen", seen.as_str())];
        let page = one.post(&format!("{path}/{act}"), &form).await.expect(409);
        assert!(page.text_of("main").contains("Somebody changed this rule after you tried it."), "{act}");
        assert!(!site.is_on(rule.id).await, "{act}");
        assert_ne!(field(&page, "seen"), seen);
    }
    post(&one, &path, &form("A better name", "tent", &field(&page, "seen"))).await.expect(303);
    assert!(site.conditions_of(rule.id).await.contains("tent"));

    let seen = field(&one.get(&path).await.expect(200), "seen");
    other.post(&format!("{path}/delete"), &[]).await.expect(303);
    let page = post(&one, &path, &form("Kept", "tent", &seen)).await.expect(409);
    assert!(page.has("form[action$='/desk/rules/new']") && field(&page, "name") == "Kept");
    assert!(page.text_of(".error-summary").contains("Somebody deleted this rule"));
}

#[actix_web::test]
async fn an_archived_team_is_marked_covers_nothing_and_stays_in_its_rules() {
    let site = Site::start().await;
    site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let piet = site.person("Piet", Role::TeamMember).await;
    let (tents, care) = (site.team("Tents", &[]).await, site.team("Care", &[]).await);
    let tag = site.tag("urgent", true).await.to_string();
    let (id, person, others) = (tents.id.to_string(), piet.id.to_string(), [care.id.to_string()]);
    let staff = [piet.id];
    let input = RuleInput {
        words: "tent",
        team: &id,
        others: &others,
        add_tag: &tag,
        tell_person: &person,
        tell_team: &id,
        known: Known { staff: &staff, ..Known::default() },
        ..RuleInput::default()
    };
    let rule = site.full_rule(input, &[tents.id, care.id]).await;
    let manager = site.browser_of(&maja).await;
    let map = async || manager.get("/desk/rules/map").await.expect(200).text_of(".lead");
    assert!(map().await.contains("Every board and category is covered"), "{}", map().await);
    let page = manager.get("/desk/teams/tents/edit").await.expect(200);
    assert!(page.text_of("section[aria-labelledby=archive-h]").contains("A rule"));
    let now = site.now();
    site.write(move |db| {
        teams::set_archived(db, tents.id, true, now)?;
        teams::set_archived(db, care.id, true, now)
    })
    .await;
    assert!(map().await.contains("One board or category is covered by no rule."), "{}", map().await);
    let text = manager.get("/desk/rules").await.expect(200).text_of(".rule-text");
    assert!(text.contains("Tents (takes no routes)"), "{text}");

    let path = format!("/desk/rules/{}", rule.id);
    let page = manager.get(&path).await.expect(200);
    let chosen = |page: &Page, name: &str| page.attributes(&format!("#{name} option[selected]"), "value");
    assert_eq!(chosen(&page, "team"), [id.as_str()]);
    assert_eq!(chosen(&page, "tell_team"), [id.as_str()]);
    assert_eq!(page.attributes("input[name=other][checked]", "value"), others);
    let before = site.read(move |db| groundswell::triage::rules::find(db, rule.id)).await;
    let seen = field(&page, "seen");
    let form = [
        ("name", "A better name"),
        ("team", id.as_str()),
        ("other", others[0].as_str()),
        ("due_days", "3"),
        ("words", "tent"),
        ("add_tag", tag.as_str()),
        ("tell_person", person.as_str()),
        ("tell_team", id.as_str()),
        ("seen", seen.as_str()),
    ];
    manager.post(&path, &form).await.expect(303);
    let after = site.read(move |db| groundswell::triage::rules::find(db, rule.id)).await;
    assert_eq!(after.name, "A better name");
    assert_eq!((after.actions().unwrap(), after.team_id), (before.actions().unwrap(), before.team_id));

    let page = manager.get("/desk/rules/new").await.expect(200);
    assert_eq!(page.attributes("#team option", "value"), [""], "a new rule is not offered them");
}

#[actix_web::test]
async fn who_left_stays_in_sight_in_a_rule_until_taken_out() {
    let site = Site::start().await;
    site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let piet = site.person("Piet", Role::TeamMember).await;
    let team = site.team("Tents", &[]).await;
    let (person, staff, left) = (piet.id.to_string(), [piet.id], piet.id);
    let known = Known { staff: &staff, ..Known::default() };
    let input = RuleInput { words: "tent", tell_person: &person, known, ..RuleInput::default() };
    let rule = site.full_rule(input, &[team.id]).await;
    site.write(move |db| {
        diesel::update(people::table.find(left)).set(people::role.eq(Role::Customer)).execute(db)?;
        Ok(())
    })
    .await;
    let manager = site.browser_of(&maja).await;
    let path = format!("/desk/rules/{}", rule.id);
    let page = manager.get(&path).await.expect(200);
    assert_eq!(page.text_of("#tell_person option[selected]"), "(deleted)");
    let form = [("name", "A rule"), ("due_days", "3"), ("words", "tent"), ("tell_person", person.as_str())];
    let page = manager.post(&path, &form).await.expect(422);
    assert!(page.has("#tell_person-error"));
}

#[actix_web::test]
async fn a_board_without_categories_counts_on_the_map() {
    let site = Site::start().await;
    let gear = site.board("Gear").await;
    site.board("App").await;
    site.board("Service").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let team = site.team("Tents", &[]).await;
    let boards = [gear.id.to_string()];
    site.rule(&team, RuleInput { boards: &boards, ..RuleInput::default() }).await;
    let page = site.browser_of(&maja).await.get("/desk/rules/map").await.expect(200);
    assert!(page.text_of(".lead").contains("2 boards and categories are covered by no rule."));
    assert_eq!(page.texts("tbody .pill.alert").len(), 2);
}

#[actix_web::test]
async fn who_may_not_route_does_not_change_what_rules_follow() {
    let site = Site::start().await;
    site.board("Gear").await;
    site.give_team_members(&[Power::Score]).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let team = site.team("Core", &[]).await;
    let now = site.now();
    let segment = site
        .write(move |db| {
            let input = ConditionsInput { plans: "Enterprise".into(), ..ConditionsInput::default() };
            segments::create(db, &SegmentDraft::parse("Enterprise", &input)?, now)
        })
        .await;
    let lens = site.lens(&aino, &format!("least=2&segment={segment}"), true).await;
    let (lenses, chosen, id) = ([lens], [lens.to_string()], team.id.to_string());
    let known = Known { lenses: &lenses, ..Known::default() };
    let input = RuleInput { lenses: &chosen, team: &id, known, ..RuleInput::default() };
    site.full_rule(input, &[team.id]).await;

    let member = site.browser_of(&aino).await;
    let path = format!("/desk/lenses/{lens}");
    let page = member.get(&path).await.expect(200);
    assert!(page.text_of(".flash").contains("A rule"), "which rules follow it is said");
    let query = field(&page, "query");
    let empty = [("name", "Mine"), ("is_shared", "1"), ("columns", "impact"), ("query", "")];
    let page = member.post(&path, &empty).await.expect(422);
    assert!(page.text_of(".error-summary").contains("Rules follow the filters of this lens."));
    let kept = async || -> (String, String) {
        site.read(move |db| {
            let own = lens_rows::table.find(lens);
            Ok(own.select((lens_rows::name, lens_rows::query)).first(db)?)
        })
        .await
    };
    assert_eq!(kept().await.1, query);
    let renamed = [("name", "Mine"), ("is_shared", "1"), ("columns", "impact"), ("query", query.as_str())];
    member.post(&path, &renamed).await.expect(303);
    assert_eq!(kept().await, ("Mine".to_owned(), query.clone()), "a name is no filter");

    let of_segment = format!("/desk/segments/{segment}");
    let page = member.get(&of_segment).await.expect(200);
    assert!(page.text_of("main").contains("Rules follow this segment: A rule"), "{}", page.text_of("main"));
    let page = member.post(&of_segment, &[("name", "Enterprise"), ("plans", "Free")]).await.expect(422);
    assert!(page.text_of(".error-summary").contains("Rules follow this segment."));
    member.post(&of_segment, &[("name", "Large"), ("plans", "Enterprise")]).await.expect(303);
    let manager = site.browser_of(&maja).await;
    manager.post(&of_segment, &[("name", "Large"), ("plans", "Free")]).await.expect(303);
}
