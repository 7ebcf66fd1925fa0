//! What a team has before it, page by page.

use std::collections::HashSet;

use groundswell::people::Role;
use groundswell::triage::routes::{self, InboxFilter, OPEN_SHOWN};

use crate::support::{Site, plan_of, queries_of};

#[actix_web::test]
async fn every_route_is_on_one_page_of_a_long_inbox_those_without_a_day_too() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let team = site.team("Tents", &[&aino]).await;
    let mut sent = HashSet::new();
    for n in 0..OPEN_SHOWN * 2 + 3 {
        let idea = site.idea(&maja, &board, &format!("Wish number {n}")).await;
        sent.insert(site.send_to(&maja, &idea, &team).await);
    }
    let dated: Vec<_> =
        sent.iter().copied().enumerate().filter(|(n, _)| n % 2 == 0).map(|(_, route)| route).collect();
    let due = site.now().plus(groundswell::time::DAY);
    site.write(move |db| {
        use diesel::prelude::*;
        use groundswell::db::schema::routes::dsl;
        let own = dsl::routes.filter(dsl::id.eq_any(&dated));
        diesel::update(own).set(dsl::due_at.eq(Some(due))).execute(db)?;
        Ok(())
    })
    .await;
    let member = site.browser_of(&aino).await;
    let (mut path, mut seen, mut pages) = ("/desk/teams/tents".to_owned(), Vec::new(), 0);
    loop {
        let page = member.get(&path).await.expect(200);
        seen.extend(page.attributes(".route form[action$=\"/accept\"]", "action"));
        pages += 1;
        assert_eq!(page.text_of("main").contains("Back to the first"), pages > 1);
        match page.attributes("a[rel=next]", "href").first() {
            Some(next) => path = next.clone(),
            None => break,
        }
    }
    let distinct: HashSet<&String> = seen.iter().collect();
    assert_eq!((pages, seen.len(), distinct.len()), (3, sent.len(), sent.len()));
    member.get("/desk/teams/tents?after=nonsense").await.expect(422);
}

#[actix_web::test]
async fn an_inbox_is_read_along_its_index() {
    let site = Site::start().await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let team = site.team("Tents", &[&aino]).await.id;
    site.read(move |db| {
        for after in [None, Some("9223372036854775807_4")] {
            let (_, queries) =
                queries_of(db, |db| routes::inbox(db, team, InboxFilter::default(), after).unwrap());
            let open = queries.iter().find(|sql| sql.contains("COALESCE(routes.due_at")).unwrap();
            let plan = plan_of(db, open);
            assert!(plan.contains("routes_inbox"), "{plan}\n{open}");
            assert!(!plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "{plan}\n{open}");
        }
        Ok(())
    })
    .await;
}
