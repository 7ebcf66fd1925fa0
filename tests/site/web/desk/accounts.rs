//! Accounts and segments: who belongs to them, what they ask for, who may see it.

use std::collections::BTreeMap;

use diesel::prelude::*;
use groundswell::accounts::{
    self, Account, AccountDraft, AccountInput, JoinedBy, demand, membership, queries,
};
use groundswell::cli::doctor;
use groundswell::db::schema::{idea_accounts, mails, people, votes};
use groundswell::ids::{AccountId, IdeaId, PersonId};
use groundswell::people::{Person, Role};
use groundswell::time::{DAY, SECOND, Timestamp};
use groundswell::votes::{Ballot, cast};
use groundswell::{triage, worker};

use crate::support::{Page, Site, plan_of, queries_of};

impl Site {
    async fn account_of(&self, input: AccountInput) -> Account {
        let (draft, now) = (AccountDraft::parse(&input).unwrap(), self.now());
        self.write(move |db| accounts::create(db, &draft, now)).await
    }

    /// An account that pays so many whole euros a month.
    async fn account(&self, name: &str, value: &str) -> Account {
        let currency = if value.is_empty() { "" } else { "EUR" };
        self.account_of(AccountInput {
            name: name.into(),
            value: value.into(),
            currency: currency.into(),
            ..AccountInput::default()
        })
        .await
    }

    async fn put_in(&self, person: &Person, account: &Account) {
        let (person, account) = (person.id, account.id);
        self.write(move |db| membership::set(db, person, Some((account, JoinedBy::Desk)))).await;
    }

    async fn account_of_person(&self, person: PersonId) -> Option<(AccountId, JoinedBy)> {
        self.read(move |db| membership::of(db, person)).await
    }
}

fn titles(page: &Page) -> Vec<String> {
    page.texts("[data-row] [data-open]")
}

#[actix_web::test]
async fn an_account_is_made_changed_and_found() {
    let site = Site::start().await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    assert!(manager.get("/desk/accounts").await.expect(200).has(".empty"));
    manager.get("/desk/accounts/new").await.expect(200);
    let bad =
        [("name", ""), ("domains", "northwind.example gmail.com"), ("value", "1,200"), ("currency", "EUR")];
    let page = manager.post("/desk/accounts/new", &bad).await.expect(422);
    assert_eq!(page.texts(".error-summary li").len(), 3, "{:?}", page.texts(".error-summary li"));
    assert!(page.text_of("#domains-error").contains("number 2"));
    assert_eq!(page.attributes("#value", "value"), ["1,200"]);
    let good = [
        ("name", "Northwind"),
        ("domains", "Northwind.example\r\nnw.example"),
        ("plan", "Pro"),
        ("segment", "Enterprise"),
        ("value", "1200.50"),
        ("currency", "eur"),
        ("health", "at_risk"),
        ("owner", "@maja"),
    ];
    let page = manager.submit("/desk/accounts/new", &good).await.expect(200);
    let text = page.text_of("main");
    for part in ["Northwind", "1,200.50 EUR", "At risk", "Pro", "Enterprise", "Maja", "nw.example"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let edit = format!("{}/edit", page.path);
    let page = manager.post("/desk/accounts/new", &good).await.expect(422);
    let wrong = page.texts(".error-summary li");
    assert_eq!(wrong.len(), 2, "name and domain are taken: {wrong:?}");
    manager.post("/desk/accounts/new", &[("name", "Southwind")]).await.expect(303);
    let form = manager.get(&edit).await.expect(200);
    assert_eq!(form.attributes("#value", "value"), ["1200.50"]);
    assert_eq!(form.attributes("#owner", "value"), ["maja"]);
    manager.post(&edit, &[("name", "Northwind"), ("domains", "nw.example")]).await.expect(303);
    let stored = site.read(|db| queries::list(db, "", &Default::default(), None)).await.items;
    assert_eq!(stored.iter().map(|own| own.name.as_str()).collect::<Vec<_>>(), ["Northwind", "Southwind"]);
    assert_eq!((stored[0].value(), stored[0].health), (None, None), "what was emptied is empty");
    let names = |page: &Page| page.texts("tbody th");
    for (query, expected) in [
        ("?q=NORTH", vec!["Northwind"]),
        ("?q=%40nw.ex", vec!["Northwind"]),
        ("?q=northwind.example", vec![]),
        ("?q=o", vec![]),
        ("?health=good", vec![]),
        ("", vec!["Northwind", "Southwind"]),
    ] {
        let page = manager.get(&format!("/desk/accounts{query}")).await.expect(200);
        assert_eq!(names(&page), expected, "{query}");
    }
}

#[actix_web::test]
async fn the_pages_of_the_list_joined_are_all_accounts_by_name() {
    let site = Site::start().await;
    let maja = site.person("Maja", Role::ProductManager).await;
    site.write(|db| {
        for number in 0..(queries::PAGE + 7) {
            let input = AccountInput { name: format!("Account {number:03}"), ..AccountInput::default() };
            accounts::create(db, &AccountDraft::parse(&input)?, Timestamp::from_micros(0))?;
        }
        Ok(())
    })
    .await;
    let manager = site.browser_of(&maja).await;
    let page = manager.get("/desk/accounts").await.expect(200);
    let mut names = page.texts("tbody th");
    let next = page.attributes(".pager a", "href").remove(0);
    let page = manager.get(&next).await.expect(200);
    names.extend(page.texts("tbody th"));
    assert!(!page.has(".pager"));
    assert_eq!(names.len(), queries::PAGE + 7);
    assert!(names.is_sorted());
}

#[actix_web::test]
async fn people_join_the_account_of_their_mail_domain_when_they_sign_in_and_when_it_is_added() {
    let site = Site::start().await;
    let now = site.now();
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let cid = site.customer("Cid").await;
    let contoso = site.account("Contoso", "").await;
    site.put_in(&cid, &contoso).await;
    let (here, there) = (ann.id, cid.id);
    site.write(move |db| {
        diesel::update(people::table.filter(people::id.eq_any([here, there])))
            .set(people::seen_at.eq(Some(now)))
            .execute(db)?;
        Ok(())
    })
    .await;
    let input = AccountInput {
        name: "Northwind".into(),
        domains: "example.com northwind.example".into(),
        ..AccountInput::default()
    };
    let account = site.account_of(input).await;
    site.work().await;
    assert_eq!(site.account_of_person(ann.id).await, Some((account.id, JoinedBy::Domain)));
    assert_eq!(site.account_of_person(ben.id).await, None, "whoever never signed in has proven nothing");
    assert_eq!(site.account_of_person(cid.id).await, Some((contoso.id, JoinedBy::Desk)), "by hand wins");

    let browser = site.visitor();
    browser.post("/signin", &[("email", "dee@northwind.example")]).await.expect(303);
    let mail: String = site
        .read(|db| {
            let to = mails::table.filter(mails::recipient.eq("dee@northwind.example"));
            Ok(to.select(mails::body_text).first(db)?)
        })
        .await;
    let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
    let code = mail.lines().map(str::trim).find(is_code).unwrap().to_owned();
    browser.post("/signin/code", &[("code", &code)]).await.expect(303);
    let dee: PersonId = site
        .read(|db| {
            let found = people::table.filter(people::email.eq("dee@northwind.example"));
            Ok(found.select(people::id).first(db)?)
        })
        .await;
    assert_eq!(site.account_of_person(dee).await, Some((account.id, JoinedBy::Domain)));
    let page = browser.get("/settings/data").await.expect(200);
    assert!(page.text_of("#h-account + p + dl").contains("Northwind"));
}

/// What a vote should have kept, by idea and voter: its sign, when it was cast, and the account with its value then.
type Kept = BTreeMap<(IdeaId, PersonId), (i16, Timestamp, Option<(AccountId, Option<i64>)>)>;

#[actix_web::test]
async fn snapshots_stay_what_they_were_and_each_account_stands_behind_an_idea_once() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let author = site.customer("Author").await;
    let ideas = [
        site.idea(&author, &board, "A lighter tent").await.id,
        site.idea(&author, &board, "A warmer bag").await.id,
    ];
    let mut voters = Vec::new();
    for name in ["V1", "V2", "V3", "V4", "V5"] {
        voters.push(site.customer(name).await);
    }
    let accounts = [
        site.account("Northwind", "100").await.id,
        site.account("Contoso", "").await.id,
        site.account("Fabrikam", "5").await.id,
    ];
    // The index of the ideas, which is no concern of this.
    worker::drain(&site.state).await.unwrap();
    for seed in 0_u64..12 {
        let (people, start) = (voters.clone(), site.now());
        site.clock.advance(DAY);
        let (kept, stored, counted) = site
            .write(move |db| {
                let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
                let mut kept = Kept::new();
                for voter in &people {
                    for idea in &ideas {
                        cast(db, voter, *idea, Ballot::parse("none")?, start)?;
                    }
                }
                for step in 1..80 {
                    let now = start.plus(step * SECOND);
                    let (voter, idea) = (&people[chance.below(5)], ideas[chance.below(2)]);
                    let account = accounts[chance.below(3)];
                    match chance.below(6) {
                        0 => {
                            let joins = (chance.below(4) > 0).then_some((account, JoinedBy::Desk));
                            membership::set(db, voter.id, joins)?;
                        }
                        1 => change_value(db, account, chance.below(1_000), now)?,
                        other => {
                            let ballot = ["up", "up", "down", "none"][other - 2];
                            vote(db, &mut kept, (idea, voter), ballot, now)?;
                        }
                    }
                }
                Ok((kept, stored_votes(db, &people)?, stored_demand(db)?))
            })
            .await;
        assert_eq!(stored, kept, "seed {seed}");
        assert_eq!(counted, demand_of(&kept), "seed {seed}");
        assert_eq!(doctor::examine(&site.state.db).await.unwrap(), [], "seed {seed}");
        site.write(move |db| demand::recount(db, &ideas)).await;
        assert_eq!(site.read(stored_demand).await, counted, "made anew, seed {seed}");
    }
}

struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

type Db = groundswell::db::Db;
type Outcome<T> = groundswell::error::Result<T>;

fn change_value(db: &mut Db, account: AccountId, euros: usize, now: Timestamp) -> Outcome<()> {
    let before = queries::find(db, account)?;
    let input = AccountInput {
        name: before.name,
        value: euros.to_string(),
        currency: "EUR".into(),
        ..AccountInput::default()
    };
    accounts::update(db, account, &AccountDraft::parse(&input)?, now).map(drop)
}

fn vote(
    db: &mut Db,
    kept: &mut Kept,
    (idea, voter): (IdeaId, &Person),
    ballot: &str,
    now: Timestamp,
) -> Outcome<()> {
    cast(db, voter, idea, Ballot::parse(ballot)?, now)?;
    let sign = match ballot {
        "up" => 1,
        "down" => -1,
        _ => {
            kept.remove(&(idea, voter.id));
            return Ok(());
        }
    };
    if kept.get(&(idea, voter.id)).is_some_and(|before| before.0 == sign) {
        return Ok(());
    }
    let snapshot = match membership::of(db, voter.id)? {
        Some((account, _)) => Some((account, queries::find(db, account)?.value().map(|value| value.minor))),
        None => None,
    };
    kept.insert((idea, voter.id), (sign, now, snapshot));
    Ok(())
}

fn stored_votes(db: &mut Db, people: &[Person]) -> Outcome<Kept> {
    type Row = (IdeaId, PersonId, i16, Timestamp, Option<AccountId>, Option<i64>);
    let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    let rows: Vec<Row> = votes::table
        .filter(votes::person_id.eq_any(ids))
        .select((
            votes::idea_id,
            votes::person_id,
            votes::value,
            votes::cast_at,
            votes::account_id,
            votes::value_minor,
        ))
        .load(db)?;
    let kept = |(idea, person, sign, at, account, minor): Row| {
        ((idea, person), (sign, at, account.map(|account| (account, minor))))
    };
    Ok(rows.into_iter().map(kept).collect())
}

/// Promotions, value, first and last moment, by idea and account.
type Behind = BTreeMap<(IdeaId, AccountId), (i64, Option<i64>, Timestamp, Timestamp)>;

fn stored_demand(db: &mut Db) -> Outcome<Behind> {
    type Row = (IdeaId, AccountId, i64, Option<i64>, Timestamp, Timestamp);
    let rows: Vec<Row> = idea_accounts::table
        .select((
            idea_accounts::idea_id,
            idea_accounts::account_id,
            idea_accounts::promotions,
            idea_accounts::value_minor,
            idea_accounts::first_at,
            idea_accounts::last_at,
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(idea, of, count, minor, first, last)| ((idea, of), (count, minor, first, last)))
        .collect())
}

fn demand_of(kept: &Kept) -> Behind {
    let mut behind = Behind::new();
    for ((idea, _), (sign, at, snapshot)) in kept {
        let (1, Some((account, minor))) = (sign, snapshot) else { continue };
        let entry = behind.entry((*idea, *account)).or_insert((0, *minor, *at, *at));
        entry.0 += 1;
        if *at >= entry.3 {
            (entry.1, entry.3) = (*minor, *at);
        }
        entry.2 = entry.2.min(*at);
    }
    behind
}

#[actix_web::test]
async fn the_desk_shows_which_accounts_ask_and_never_adds_currencies() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let (ann, ben, cid) =
        (site.customer("Ann").await, site.customer("Ben").await, site.customer("Cid").await);
    let northwind = site.account("Northwind", "1000").await;
    let contoso = site
        .account_of(AccountInput {
            name: "Contoso".into(),
            plan: "Pro".into(),
            value: "20".into(),
            currency: "USD".into(),
            ..AccountInput::default()
        })
        .await;
    site.put_in(&ann, &northwind).await;
    site.put_in(&ben, &northwind).await;
    site.put_in(&cid, &contoso).await;
    let tent = site.idea(&ann, &board, "A lighter tent").await;
    let bag = site.idea(&cid, &board, "A warmer bag").await;
    site.idea(&maja, &board, "Nobody’s idea").await;
    site.promote(&ben, &tent).await;
    site.promote(&cid, &tent).await;
    let manager = site.browser_of(&maja).await;
    let page = manager.get("/desk").await.expect(200);
    let row = page.texts("[data-row]").into_iter().find(|row| row.contains("lighter tent")).unwrap();
    for part in ["2 accounts", "1,000 EUR + 20 USD a month", "Northwind", "Contoso"] {
        assert!(row.contains(part), "{part} in {row}");
    }
    let page = manager.get(&format!("/desk/ideas/{}", tent.id)).await.expect(200);
    let aside = page.text_of("#accounts");
    assert!(aside.contains("Northwind") && aside.contains("2 votes"), "{aside}");
    let of = |account: &Account| format!("/desk?account={}", account.id);
    let mut both = titles(&manager.get(&of(&contoso)).await.expect(200));
    both.sort();
    assert_eq!(both, ["A lighter tent", "A warmer bag"]);
    assert_eq!(titles(&manager.get(&of(&northwind)).await.expect(200)), ["A lighter tent"]);
    manager.get("/desk?account=99999").await.expect(404);

    let page = manager.post("/desk/segments/new", &[("name", "Everybody")]).await.expect(422);
    assert!(page.has("#plans-error"));
    let form = [("name", "Dollars"), ("plans", "Pro\r\nTeam"), ("currency", "USD"), ("least", "20")];
    let page = manager.submit("/desk/segments/new", &form).await.expect(200);
    assert_eq!(page.texts("tbody td.num"), ["1", "1"], "one account, one person");
    let segment = page.attributes("tbody th a", "href").remove(0);
    let form = manager.get(&segment).await.expect(200);
    assert_eq!(form.attributes("#least", "value"), ["20"]);
    let id = segment.rsplit('/').next().unwrap().to_owned();
    let mut found = titles(&manager.get(&format!("/desk?segment={id}")).await.expect(200));
    found.sort();
    assert_eq!(found, ["A lighter tent", "A warmer bag"]);
    let both = format!("/desk?segment={id}&account={}", northwind.id);
    assert!(titles(&manager.get(&both).await.expect(200)).is_empty(), "of no account in the segment");
    let page = manager.get(&format!("/desk/accounts?segment={id}")).await.expect(200);
    assert_eq!(page.texts("tbody th"), ["Contoso"]);
    manager.get(&format!("{segment}/delete")).await.expect(200);
    manager.post(&format!("{segment}/delete"), &[]).await.expect(303);
    assert!(manager.get("/desk/segments").await.expect(200).has(".empty"));
    let _ = bag;
}

#[actix_web::test]
async fn the_page_of_an_account_tells_what_they_asked_for_and_how_long_they_waited() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let ann = site.customer("Ann").await;
    let northwind = site.account("Northwind", "1000").await;
    site.put_in(&ann, &northwind).await;
    let [tent, bag, stove] = [
        site.idea(&ann, &board, "A lighter tent").await,
        site.idea(&ann, &board, "A warmer bag").await,
        site.idea(&ann, &board, "A louder stove").await,
    ];
    let team = site.team("Tents", &[&aino]).await;
    let route = site.send_to(&maja, &tent, &team).await;
    site.make_move(&aino, route, triage::routes::Move::AskAuthor, "For how many people?").await;
    site.clock.advance(10 * DAY);
    site.answer(&maja, &board, &bag, "delivered", "It is there.").await;
    site.answer(&maja, &board, &stove, "not_planned", "It is loud enough.").await;
    let manager = site.browser_of(&maja).await;
    let path = format!("/desk/accounts/{}", northwind.id);
    let page = manager.get(&path).await.expect(200);
    let section = |id: &str| page.text_of(&format!("section[aria-labelledby={id}]"));
    assert!(section("open-h").contains("A lighter tent") && section("open-h").contains("10 days"));
    assert!(section("got-h").contains("A warmer bag") && section("got-h").contains("10 days"));
    assert!(section("declined-h").contains("A louder stove"));
    assert!(section("questions-h").contains("For how many people?"));
    assert!(section("people-h").contains("Ann"));
    let page = manager.post(&format!("{path}/people"), &[("person", "ghost")]).await.expect(422);
    assert_eq!(page.attributes("#person", "value"), ["ghost"]);
    let ben = site.customer("Ben").await;
    manager.post(&format!("{path}/people"), &[("person", "ben@example.com")]).await.expect(303);
    assert_eq!(site.account_of_person(ben.id).await, Some((northwind.id, JoinedBy::Desk)));
    manager.post(&format!("{path}/people/{}/remove", ben.id), &[]).await.expect(303);
    assert_eq!(site.account_of_person(ben.id).await, None);
}

#[actix_web::test]
async fn customers_see_what_is_stored_about_their_own_account_and_nothing_of_others() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let northwind = site.account("Northwind", "1000").await;
    let contoso = site.account("Contoso", "77").await;
    site.put_in(&ann, &northwind).await;
    site.put_in(&ben, &contoso).await;
    let tent = site.idea(&ben, &board, "A lighter tent").await;
    site.promote(&ann, &tent).await;
    let browser = site.browser_of(&ann).await;
    for path in [
        "/desk/accounts".to_owned(),
        "/desk/accounts/new".into(),
        format!("/desk/accounts/{}", contoso.id),
        format!("/desk/accounts/{}/edit", contoso.id),
        "/desk/segments".into(),
        "/desk/segments/new".into(),
        format!("/desk?account={}", contoso.id),
    ] {
        browser.get(&path).await.expect(403);
    }
    browser.post(&format!("/desk/accounts/{}/people", contoso.id), &[("person", "ann")]).await.expect(403);
    let page = browser.get("/settings/data").await.expect(200);
    assert!(page.text.contains("Northwind") && page.text.contains("1,000\u{a0}EUR"));
    assert!(!page.text.contains("Contoso"));
    let file = browser.get("/settings/data.json").await.expect(200);
    let all: serde_json::Value = serde_json::from_str(&file.text).unwrap();
    assert_eq!(all["account"]["name"], "Northwind");
    assert_eq!(all["account"]["value_a_month"]["amount"], "1000");
    assert_eq!(all["votes"][0]["value_of_account_a_month"]["currency"], "EUR");
    assert!(!file.text.contains("Contoso"));
    for path in ["/", &format!("/ideas/{}", tent.id), &format!("/ideas/{}/voters", tent.id), "/me"] {
        let page = browser.visit(path).await.expect(200);
        assert!(!page.text.contains("Contoso") && !page.text.contains("Northwind"), "{path}");
    }
}

#[actix_web::test]
async fn who_leaves_takes_their_account_along_and_their_votes_out_of_its_demand() {
    use groundswell::people::leave::{LeaversVotes, leave};
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let northwind = site.account("Northwind", "1000").await;
    site.put_in(&ann, &northwind).await;
    let tent = site.idea(&ben, &board, "A lighter tent").await;
    site.promote(&ann, &tent).await;
    assert_eq!(site.read(stored_demand).await.len(), 1);
    let (who, now) = (ann.clone(), site.now());
    site.write(move |db| leave(db, &who, LeaversVotes::Go, now)).await;
    assert!(site.read(stored_demand).await.is_empty());
    assert_eq!(site.account_of_person(ann.id).await, None);
}

#[actix_web::test]
async fn no_query_about_accounts_reads_all_votes_people_or_ideas() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let northwind = site.account("Northwind", "1000").await;
    site.put_in(&ann, &northwind).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await.id;
    let account = northwind.id;
    site.read(move |db| {
        let (_, queries) = queries_of(db, |db| {
            demand::of_ideas(db, &[idea]).unwrap();
            demand::asking(db, idea, 50).unwrap();
            triage::accounts::asked(db, account).unwrap();
            triage::accounts::questions(db, account).unwrap();
            queries::people_of(db, account).unwrap();
            queries::people_counts(db, &[account]).unwrap();
        });
        for query in &queries {
            // Closed sets among the values cannot be written out for PostgreSQL to explain.
            if query.contains("route") && matches!(db, Db::Postgres(_)) {
                continue;
            }
            let plan = plan_of(db, query);
            for table in ["votes", "people", "ideas", "idea_accounts", "routes"] {
                for scan in [format!("SCAN {table}"), format!("Seq Scan on {table}")] {
                    let reads = plan.lines().any(|line| line.contains(&scan) && !line.contains("INDEX"));
                    assert!(!reads, "{query}\n{plan}");
                }
            }
        }
        Ok(())
    })
    .await;
}

#[actix_web::test]
async fn accounts_of_one_name_made_at_the_same_time_are_one() {
    let site = Site::start().await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let form = [("name", "Northwind"), ("domains", "northwind.example")];
    let made = (0..8).map(|_| manager.post("/desk/accounts/new", &form));
    let pages = futures_util::future::join_all(made).await;
    let mut statuses: Vec<u16> = pages.iter().map(|page| page.status.as_u16()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422, 422, 422, 422, 422, 422, 422]);
}

#[actix_web::test]
async fn votes_of_one_account_at_the_same_time_are_all_counted_behind_it() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let author = site.customer("Author").await;
    let northwind = site.account("Northwind", "1000").await;
    let tent = site.idea(&author, &board, "A lighter tent").await.id;
    worker::drain(&site.state).await.unwrap();
    let mut browsers = Vec::new();
    for name in ["V1", "V2", "V3", "V4", "V5", "V6"] {
        let voter = site.customer(name).await;
        site.put_in(&voter, &northwind).await;
        browsers.push(site.browser_of(&voter).await);
    }
    let path = format!("/ideas/{tent}/vote");
    let votes = browsers.iter().map(|browser| async {
        for vote in ["up", "down", "none", "up"] {
            browser.post(&path, &[("vote", vote)]).await.expect(303);
        }
    });
    futures_util::future::join_all(votes).await;
    let behind = site.read(stored_demand).await;
    assert_eq!(behind[&(tent, northwind.id)].0, 6);
    assert_eq!(doctor::examine(&site.state.db).await.unwrap(), []);
}
