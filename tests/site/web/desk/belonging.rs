//! Who belongs to an account and stays out of it, and forms that somebody else was quicker with.

use diesel::prelude::*;
use groundswell::accounts::{self, Account, AccountDraft, AccountInput, JoinedBy, demand, membership};
use groundswell::db::schema::people;
use groundswell::ids::AccountId;
use groundswell::jobs::Progress;
use groundswell::people::{Person, Role, roles};
use groundswell::time::MINUTE;

use super::field;
use crate::support::Site;

impl Site {
    async fn account_with(&self, name: &str, domains: &str) -> Account {
        let input = AccountInput { name: name.into(), domains: domains.into(), ..AccountInput::default() };
        let (draft, now) = (AccountDraft::parse(&input).unwrap(), self.now());
        self.write(move |db| accounts::create(db, &draft, now)).await
    }

    async fn belongs_to(&self, person: &Person) -> Option<(AccountId, JoinedBy)> {
        let person = person.id;
        self.read(move |db| membership::of(db, person)).await
    }

    /// Somebody proves their address, and the job of the domain goes along everybody.
    async fn proves_mail(&self, person: &Person) {
        let (person, now) = (person.clone(), self.now());
        let email = person.email.clone().unwrap();
        self.write(move |db| {
            diesel::update(people::table.find(person.id)).set(people::seen_at.eq(Some(now))).execute(db)?;
            membership::join_by_mail(db, person.id, &email)?;
            membership::join_step(db, "example.com", Progress::default()).map(drop)
        })
        .await;
    }
}

#[actix_web::test]
async fn who_was_taken_out_of_an_account_is_not_put_back_by_their_domain() {
    let site = Site::start().await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let account = site.account_with("Northwind", "example.com").await;
    let manager = site.browser_of(&maja).await;
    for (name, by_hand) in [("Ann", true), ("Ben", false)] {
        let person = site.customer(name).await;
        site.proves_mail(&person).await;
        assert_eq!(site.belongs_to(&person).await, Some((account.id, JoinedBy::Domain)));
        if by_hand {
            let act = format!("/desk/accounts/{}/people/{}/remove", account.id, person.id);
            let page = manager.submit(&act, &[]).await.expect(200);
            assert!(page.text_of(".flash").contains("no more"), "{}", page.text_of(".flash"));
            let again = manager.submit(&act, &[]).await.expect(200);
            assert!(again.text_of(".flash").contains("do not belong"), "{}", again.text_of(".flash"));
        } else {
            let id = person.id;
            site.write(move |db| membership::take_out(db, id, JoinedBy::Import)).await;
        }
        site.proves_mail(&person).await;
        assert_eq!(site.belongs_to(&person).await, None, "{name}");
    }
    manager
        .post(&format!("/desk/accounts/{}/people", account.id), &[("person", "ann@example.com")])
        .await
        .expect(303);
}

#[actix_web::test]
async fn staff_belong_to_no_account_and_their_votes_are_no_customers_demand() {
    let site = Site::start().await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let ann = site.customer("Ann").await;
    let account = site.account_with("Northwind", "example.com").await;
    for person in [&maja, &aino, &ann] {
        site.proves_mail(person).await;
    }
    assert_eq!(site.belongs_to(&maja).await, None);
    assert_eq!(site.belongs_to(&ann).await.map(|own| own.0), Some(account.id));
    let path = format!("/desk/accounts/{}/people", account.id);
    let page = site.browser_of(&maja).await.post(&path, &[("person", "@aino")]).await.expect(422);
    assert!(page.text_of("#person-error").contains("member of staff"), "{}", page.text);
    let (by, id, now) = (maja.id, ann.id, site.now());
    site.write(move |db| roles::change(db, by, id, Role::Moderator, now)).await;
    assert_eq!(site.belongs_to(&ann).await, None, "a customer who works for the company now");
    assert!(site.read(move |db| demand::snapshot(db, id)).await.is_none());
    site.write(move |db| roles::change(db, by, id, Role::Customer, now)).await;
    site.proves_mail(&ann).await;
    assert_eq!(site.belongs_to(&ann).await.map(|own| own.0), Some(account.id), "and back again");
}

#[actix_web::test]
async fn nobody_is_moved_from_one_account_to_another_without_a_word() {
    let site = Site::start().await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let ben = site.customer("Ben").await;
    let (here, there) =
        (site.account_with("Northwind", "").await, site.account_with("Contoso & Sons", "").await);
    let manager = site.browser_of(&maja).await;
    let add = |account: &Account| format!("/desk/accounts/{}/people", account.id);
    manager.post(&add(&there), &[("person", "@ben")]).await.expect(303);
    manager.post(&add(&there), &[("person", "@ben")]).await.expect(303);
    assert!(!manager.get(&format!("/desk/accounts/{}", here.id)).await.has("#move"));
    let page = manager.post(&add(&here), &[("person", "@ben")]).await.expect(422);
    assert!(page.text_of("label[for=move]").contains("Contoso & Sons"), "{}", page.text);
    assert!(page.has("#person-error") && page.attributes("#person", "value") == ["@ben"]);
    assert_eq!(site.belongs_to(&ben).await.map(|own| own.0), Some(there.id));
    manager.post(&add(&here), &[("person", "@ben"), ("move", "on")]).await.expect(303);
    assert_eq!(site.belongs_to(&ben).await, Some((here.id, JoinedBy::Desk)));
}

#[actix_web::test]
async fn forms_of_accounts_segments_and_lenses_do_not_overwrite_what_somebody_else_saved_meanwhile() {
    let site = Site::start().await;
    let (maja, nils) =
        (site.person("Maja", Role::ProductManager).await, site.person("Nils", Role::Administrator).await);
    let account = site.account_with("Northwind", "").await;
    let (first, second) = (site.browser_of(&maja).await, site.browser_of(&nils).await);
    first.post("/desk/segments/new", &[("name", "Dollars"), ("plans", "Pro")]).await.expect(303);
    let lens = [("name", "Tents"), ("columns", "impact"), ("is_shared", "on")];
    let lens = first.post("/desk/lenses/new", &lens).await.expect(303).location().unwrap();
    let lens = lens.rsplit('=').next().unwrap().to_owned();
    for path in [
        format!("/desk/accounts/{}/edit", account.id),
        "/desk/segments/1".to_owned(),
        format!("/desk/lenses/{lens}"),
    ] {
        site.clock.advance(MINUTE);
        let seen = field(&first.get(&path).await.expect(200), "seen");
        assert_eq!(field(&second.get(&path).await.expect(200), "seen"), seen, "{path}");
        let form = |name: &'static str, seen: &str| {
            [("name", name), ("plans", "Pro"), ("columns", "impact"), ("is_shared", "on")]
                .map(|(field, value)| (field, value.to_owned()))
                .into_iter()
                .chain([("seen", seen.to_owned())])
                .collect::<Vec<_>>()
        };
        let send = async |browser: &crate::support::Browser, fields: Vec<(&'static str, String)>| {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, &**value)).collect();
            browser.post(&path, &fields).await
        };
        send(&second, form("Theirs", &seen)).await.expect(303);
        let refused = send(&first, form("", &seen)).await.expect(422);
        assert_eq!(field(&refused, "seen"), seen, "{path}: a form that is wrong has seen nothing new");
        let late = send(&first, form("Mine", &seen)).await.expect(409);
        assert_eq!(field(&late, "name"), "Mine", "{path}");
        assert!(late.text_of("#name-error").contains("Somebody else changed this"), "{path}: {}", late.text);
        assert!(field(&second.get(&path).await, "name") == "Theirs", "{path}");
        let again = field(&late, "seen");
        assert_ne!(again, seen, "{path}");
        send(&first, form("Mine", &again)).await.expect(303);
        assert_eq!(field(&second.get(&path).await, "name"), "Mine", "{path}");
    }
}
