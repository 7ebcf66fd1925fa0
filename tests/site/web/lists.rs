//! The list of the site and of a board: orders, filters, pages.

use diesel::prelude::*;
use groundswell::boards::{Audience, Board, BoardDraft, Premoderation, Voting};
use groundswell::db::schema::{categories, follows, idea_tags, ideas, statuses, tags, votes};
use groundswell::ideas::list::{Cards, ListOrder, ListQuery};
use groundswell::ideas::{PostState, Viewer, shown};
use groundswell::ids::{CategoryId, IdeaId, StatusId, TagId};
use groundswell::people::{Person, Role};
use groundswell::time::{DAY, HOUR, MINUTE, Timestamp};
use groundswell::votes::{Ballot, VoteValue, cast};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use crate::support::{Page, Site, plan_of, queries_of};

/// Posts ideas named "Idea 1" and so on.
async fn post(site: &Site, author: &Person, board: &Board, count: usize) -> Vec<IdeaId> {
    let mut ids = Vec::new();
    for n in 1..=count {
        ids.push(site.idea(author, board, &format!("Idea {n} on {}", board.name)).await.id);
    }
    ids
}

/// Gives ideas any place in any order, with many of them level.
async fn shuffle(site: &Site, ids: &[IdeaId], seed: u64) {
    let (ids, now) = (ids.to_vec(), site.now());
    site.write(move |db| {
        let mut chance = StdRng::seed_from_u64(seed);
        for id in &ids {
            let answered = chance.random_bool(0.4).then(|| now.minus(chance.random_range(0..4) * HOUR));
            diesel::update(ideas::table.find(id))
                .set((
                    ideas::net.eq(chance.random_range(-2..3_i64)),
                    ideas::wilson.eq(f64::from(chance.random_range(0..3_u8)) / 7.0),
                    ideas::heat.eq(f64::from(chance.random_range(-2..3_i8)) * 1e60 / 3.0),
                    ideas::site_heat.eq(f64::from(chance.random_range(-2..3_i8)) / 3.0),
                    ideas::impact.eq(f64::from(chance.random_range(0..3_u8)) / 3.0),
                    ideas::created_at.eq(now.minus(chance.random_range(0..5) * DAY)),
                    ideas::comment_count.eq(chance.random_range(0..4_i64)),
                    ideas::answered_at.eq(answered),
                    ideas::is_first_by_author.eq(chance.random_bool(0.3)),
                ))
                .execute(db)?;
        }
        Ok(())
    })
    .await;
}

/// All ids of a list, page by page.
async fn walk(site: &Site, query: &ListQuery, size: usize) -> Vec<IdeaId> {
    let (mut ids, mut query) = (Vec::new(), query.clone());
    loop {
        let asked = query.clone();
        let page = site.read(move |db| asked.page(db, size)).await;
        assert!(page.items.len() <= size);
        ids.extend(page.items);
        match page.next {
            Some(next) => query.after = Some(next.parse().unwrap()),
            None => return ids,
        }
    }
}

#[actix_web::test]
async fn the_pages_of_every_order_joined_are_the_whole_list() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let (gear, app) = (site.board("Gear").await, site.board("App").await);
    let mut all = post(&site, &ann, &gear, 25).await;
    all.extend(post(&site, &ann, &app, 12).await);
    for seed in 0..3 {
        shuffle(&site, &all, seed).await;
        for order in ListOrder::ALL {
            for board in [None, Some(gear.id)] {
                let mut query = ListQuery::new(Viewer::NOBODY, *order);
                query.board = board;
                let whole = walk(&site, &query, 100).await;
                let of_few = ListQuery { among: Some(all.clone()), ..query.clone() };
                assert_eq!(whole, walk(&site, &of_few, 100).await, "{order}: index and memory sort alike");
                if !matches!(order, ListOrder::Answered | ListOrder::Unanswered) {
                    assert_eq!(whole.len(), if board.is_some() { 25 } else { 37 }, "{order}");
                }
                for size in [1, 4, 7] {
                    assert_eq!(whole, walk(&site, &query, size).await, "{order} by {size}");
                    assert_eq!(whole, walk(&site, &of_few, size).await, "{order} by {size}, few");
                }
            }
        }
    }
}

#[actix_web::test]
async fn every_page_is_read_along_the_index_of_its_order() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let gear = site.board("Gear").await;
    let all = post(&site, &ann, &gear, 30).await;
    shuffle(&site, &all, 7).await;
    for order in ListOrder::ALL {
        for board in [None, Some(gear.id)] {
            let mut query = ListQuery::new(Viewer::NOBODY, *order);
            query.board = board;
            site.read(move |db| {
                for _ in 0..3 {
                    let (page, queries) = queries_of(db, |db| query.page(db, 3).unwrap());
                    assert!(queries.len() <= 3, "{queries:?}");
                    for sql in &queries {
                        let plan = plan_of(db, sql);
                        assert!(
                            !plan.contains("TEMP B-TREE") && !plan.contains("Sort"),
                            "{order}: {plan}\n{sql}"
                        );
                        let index = match board {
                            None => format!("ideas_{order}"),
                            Some(_) => format!("ideas_board_{order}"),
                        };
                        // Ideas of first-time authors lie in the same order in the desk's index of them.
                        let is_first = *order == ListOrder::Unanswered && plan.contains("ideas_first_time");
                        assert!(plan.contains(&index) || is_first, "{index}: {plan}\n{sql}");
                    }
                    query.after = page.next.map(|next| next.parse().unwrap());
                }
                Ok(())
            })
            .await;
        }
    }
}

#[actix_web::test]
async fn a_page_takes_the_same_number_of_queries_however_many_ideas_it_shows() {
    let site = Site::start().await;
    let ann = site.customer("Ann").await;
    let gear = site.board("Gear").await;
    let viewer = Viewer::from(&ann);
    let count = async || {
        site.read(move |db| {
            let query = ListQuery::new(viewer, ListOrder::Trending);
            let load = |db: &mut _| {
                let page = query.page(db, 50).unwrap();
                Cards::load(db, &page.items, viewer).unwrap()
            };
            Ok(queries_of(db, load).1.len())
        })
        .await
    };
    post(&site, &ann, &gear, 2).await;
    let few = count().await;
    post(&site, &ann, &gear, 28).await;
    assert_eq!((few, count().await), (few, few));
    assert!(few <= 8, "{few}");
}

fn titles(page: &Page) -> Vec<String> {
    page.texts(".idea-row h2 a")
}

#[actix_web::test]
async fn the_site_lists_ideas_and_each_says_why_it_stands_there() {
    let site = Site::start().await;
    let gear = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.person("Ben", Role::ProductManager).await);
    let tent = site.idea(&ann, &gear, "A lighter tent").await;
    site.clock.advance(DAY);
    site.idea(&ben, &gear, "A warmer tent").await;
    let now = site.now();
    site.write(move |db| cast(db, &ben, tent.id, Ballot(Some(VoteValue::Promote)), now)).await;
    let page = site.visitor().get("/").await.expect(200);
    assert_eq!(titles(&page), ["A lighter tent", "A warmer tent"]);
    assert_eq!(page.texts(".why p")[0], "1st in Trending: 2 promotions.");
    assert_eq!(page.texts(".vote-count"), ["2 votes", "1 vote"]);
    assert_eq!(page.texts(".meta .badge"), ["Staff"]);
    assert_eq!(page.texts(".excerpt")[0], "A lighter tent, because it is missed.");
    assert_eq!(page.texts(".meta .pill"), ["Open", "Open"]);
    assert!(page.texts(".promise")[0].contains("14 days"));
    let page = site.visitor().get("/?order=new").await.expect(200);
    assert_eq!(titles(&page), ["A warmer tent", "A lighter tent"]);
    assert_eq!(page.texts(".tabs a[aria-current]"), ["New"]);
    assert_eq!(page.texts(".why p")[0], "1st in New: posted just now.");
    let page = site.visitor().get("/?order=unanswered").await.expect(200);
    assert_eq!(
        page.texts(".why p")[0],
        "1st in Unanswered: its author’s first idea, waiting for an answer for a day."
    );
}

#[actix_web::test]
async fn half_of_the_votes_and_totals_brought_along_are_named() {
    let site = Site::start().await;
    let gear = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let tent = site.idea(&ann, &gear, "A lighter tent").await;
    for (name, days) in [("Ben", 10), ("Cleo", 4), ("Dan", 0)] {
        site.clock.advance(days * DAY);
        let (voter, now) = (site.customer(name).await, site.now());
        let ballot = Ballot(Some(if name == "Cleo" { VoteValue::Demote } else { VoteValue::Promote }));
        site.write(move |db| cast(db, &voter, tent.id, ballot, now)).await;
    }
    site.clock.advance(5 * DAY + HOUR);
    site.write(move |db| {
        diesel::update(ideas::table.find(tent.id))
            .set((ideas::brought_promotions.eq(40), ideas::brought_from.eq("IdeaScale")))
            .execute(db)?;
        groundswell::ranking::store::refresh(db, tent.id).map(drop)
    })
    .await;
    let page = site.visitor().get("/?order=top").await.expect(200);
    assert_eq!(
        page.texts(".why p")[0],
        "1st in Top: 43 promotions and 1 demotion, half of them in the last 6 days, of which 40 came along from IdeaScale."
    );
}

#[actix_web::test]
async fn more_ideas_leads_on_and_back() {
    let site = Site::start().await;
    let gear = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    post(&site, &ann, &gear, 23).await;
    for path in ["/", "/boards/gear", "/?order=top", "/boards/gear?order=unanswered"] {
        let first = site.visitor().get(path).await.expect(200);
        assert_eq!(titles(&first).len(), 20);
        let next = first.attributes(".pager a", "href").pop().unwrap();
        let second = site.visitor().get(&next).await.expect(200);
        assert_eq!(titles(&second).len(), 3, "{next}");
        assert!(titles(&first).iter().all(|title| !titles(&second).contains(title)));
        assert!(second.texts(".why p")[0].starts_with("21st in"), "{:?}", second.texts(".why p"));
        assert_eq!(second.attributes(".pager a", "href"), [path]);
    }
}

#[actix_web::test]
async fn a_vote_between_two_pages_shows_no_idea_twice() {
    let site = Site::start().await;
    let gear = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let all = post(&site, &ann, &gear, 12).await;
    for order in [ListOrder::Top, ListOrder::Trending, ListOrder::New, ListOrder::Discussed] {
        let mut query = ListQuery::new(Viewer::NOBODY, order);
        let asked = query.clone();
        let first = site.read(move |db| asked.page(db, 4)).await;
        // An idea of the second page is promoted past the first; one of the third within the rest.
        let (now, voter) = (site.now(), ben.clone());
        let rest: Vec<IdeaId> = all.iter().copied().filter(|id| !first.items.contains(id)).collect();
        let lifted = *rest.iter().min().unwrap();
        site.write(move |db| cast(db, &voter, lifted, Ballot(Some(VoteValue::Promote)), now)).await;
        query.after = Some(first.next.clone().unwrap().parse().unwrap());
        let others = walk(&site, &query, 4).await;
        let mut shown: Vec<IdeaId> = first.items.iter().chain(&others).copied().collect();
        let length = shown.len();
        shown.sort_unstable();
        shown.dedup();
        assert_eq!(shown.len(), length, "{order}: none twice");
        let missing: Vec<IdeaId> = all.iter().copied().filter(|id| !shown.contains(id)).collect();
        assert!(
            missing.is_empty() || missing == [lifted],
            "{order}: {missing:?} missing, {lifted} was lifted"
        );
        let voter = ben.clone();
        site.write(move |db| cast(db, &voter, lifted, Ballot(None), now)).await;
    }
}

#[actix_web::test]
async fn a_cursor_that_says_nothing_is_refused_in_words() {
    let site = Site::start().await;
    let gear = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    post(&site, &ann, &gear, 21).await;
    let next = site.visitor().get("/?order=new").await.attributes(".pager a", "href").pop().unwrap();
    let after = next.split("after=").nth(1).unwrap();
    for path in [
        "/?after=x".to_owned(),
        "/?after=%00%ff".to_owned(),
        "/?order=nothing".to_owned(),
        format!("/?order=top&after={after}"),
        format!("/boards/gear?order=new&after={after}"),
        format!("/?order=new&after={after}0x"),
    ] {
        let page = site.visitor().get(&path).await;
        assert!(matches!(page.status.as_u16(), 400 | 422), "{path}: {}", page.status);
        assert!(page.has("h1"), "{path}");
    }
    site.visitor().get("/boards/none").await.expect(404);
    site.visitor().get("/?board=none").await.expect(404);
}

struct Filtered {
    site: Site,
    ann: Person,
    ben: Person,
}

/// Two boards with the same category, a tag, a status, and what Ben did with them.
async fn filtered() -> Filtered {
    let site = Site::start().await;
    let (gear, app) = (site.board("Gear").await, site.board("App").await);
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let tent = site.idea(&ann, &gear, "The tent").await.id;
    let map = site.idea(&ann, &app, "The map").await.id;
    let stove = site.idea(&ben, &gear, "Stove").await.id;
    let (now, voter) = (site.now(), ben.clone());
    site.write(move |db| {
        for board in [gear.id, app.id] {
            let id: CategoryId = diesel::insert_into(categories::table)
                .values((
                    categories::board_id.eq(board),
                    categories::slug.eq("night"),
                    categories::name.eq("Night"),
                    categories::position.eq(1),
                ))
                .returning(categories::id)
                .get_result(db)?;
            let idea = if board == gear.id { tent } else { map };
            diesel::update(ideas::table.find(idea)).set(ideas::category_id.eq(Some(id))).execute(db)?;
        }
        for (slug, staff, idea) in [("repair", false, tent), ("churn-risk", true, map)] {
            let id: TagId = diesel::insert_into(tags::table)
                .values((tags::slug.eq(slug), tags::name.eq(slug), tags::is_staff_only.eq(staff)))
                .returning(tags::id)
                .get_result(db)?;
            diesel::insert_into(idea_tags::table)
                .values((idea_tags::idea_id.eq(idea), idea_tags::tag_id.eq(id)))
                .execute(db)?;
        }
        let planned: StatusId = statuses::table
            .filter(statuses::board_id.eq(gear.id))
            .filter(statuses::slug.eq("planned"))
            .select(statuses::id)
            .first(db)?;
        diesel::update(ideas::table.find(stove))
            .set((ideas::status_id.eq(planned), ideas::status_kind.eq("active")))
            .execute(db)?;
        cast(db, &voter, map, Ballot(Some(VoteValue::Demote)), now).map(drop)
    })
    .await;
    site.state.reload().await.unwrap();
    Filtered { site, ann, ben }
}

#[actix_web::test]
async fn filters_combine_and_stand_in_the_address() {
    let Filtered { site, ben, .. } = filtered().await;
    let browser = site.browser_of(&ben).await;
    for (path, expected) in [
        ("/?category=night&order=new", vec!["The map", "The tent"]),
        ("/boards/gear?category=night", vec!["The tent"]),
        ("/?tag=repair", vec!["The tent"]),
        ("/?tag=%23repair", vec!["The tent"]),
        ("/?tag=nothing", vec![]),
        ("/?status=planned", vec!["Stove"]),
        ("/boards/app?status=planned", vec![]),
        ("/?status=none", vec![]),
        ("/?mine=1", vec!["Stove"]),
        ("/?voted=1&order=new", vec!["Stove", "The map"]),
        ("/?followed=1&order=new", vec!["Stove", "The map"]),
        ("/?voted=1&category=night", vec!["The map"]),
        ("/?voted=1&category=night&tag=repair", vec![]),
        ("/?tag=repair&status=open&category=night&order=top", vec!["The tent"]),
    ] {
        let page = browser.get(path).await.expect(200);
        assert_eq!(titles(&page), expected, "{path}");
        assert_eq!(page.has(".empty"), expected.is_empty(), "{path}");
    }
    let page = browser.get("/boards/gear?tag=repair&status=open&order=top").await.expect(200);
    assert_eq!(page.texts(".chip"), ["Tag: repair remove", "Status: Open remove"]);
    assert_eq!(
        page.attributes(".chip", "href"),
        ["/boards/gear?order=top&status=open", "/boards/gear?order=top&tag=repair"]
    );
    assert_eq!(page.texts(".why p"), ["Top: 1 promotion."], "no place in a filtered list");
    let moved = browser.get("/?board=gear&tag=repair&status=").await.expect(303);
    assert_eq!(moved.location().unwrap(), "/boards/gear?tag=repair");
}

#[actix_web::test]
async fn filters_about_oneself_lead_to_the_sign_in() {
    let Filtered { site, .. } = filtered().await;
    for path in ["/?mine=1", "/boards/gear?voted=1", "/?followed=1"] {
        let page = site.visitor().get(path).await.expect(303);
        assert!(page.location().unwrap().starts_with("/signin"));
    }
    assert!(!site.visitor().get("/").await.has("#f-mine"));
}

#[actix_web::test]
async fn a_tag_for_staff_is_no_tag_to_others() {
    let Filtered { site, ann, .. } = filtered().await;
    let page = site.browser_of(&ann).await.get("/?tag=churn-risk").await.expect(200);
    assert!(titles(&page).is_empty());
    let page = site.browser_of(&ann).await.get("/").await.expect(200);
    assert!(!page.text.contains("churn-risk"));
    let staff = site.person("Sam", Role::TeamMember).await;
    let page = site.browser_of(&staff).await.get("/?tag=churn-risk").await.expect(200);
    assert_eq!(titles(&page), ["The map"]);
    assert_eq!(page.texts(".tag"), ["churn-risk"]);
}

#[actix_web::test]
async fn a_filter_that_many_ideas_pass_is_checked_along_the_order() {
    let site = Site::start().await;
    let gear = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let id = site.idea(&ann, &gear, "The only one by hand").await.id;
    let open =
        site.read(move |db| Ok(ideas::table.find(id).select(ideas::status_id).first::<StatusId>(db)?)).await;
    // More than are looked up one by one.
    site.write(move |db| {
        let columns = "board_id, author_id, title, body, body_html, render_version, status_id, status_kind, status_at, \
            state, shown, is_locked, is_first_by_author, created_at, active_at, promotions, demotions, comment_count, \
            follower_count, held_count, brought_promotions, brought_demotions, net, wilson, heat, site_heat, impact";
        for _ in 0..11 {
            groundswell::db::execute(db, &format!("INSERT INTO ideas ({columns}) SELECT {columns} FROM ideas"))?;
        }
        let tag: TagId = diesel::insert_into(tags::table)
            .values((tags::slug.eq("all"), tags::name.eq("all"), tags::is_staff_only.eq(false)))
            .returning(tags::id)
            .get_result(db)?;
        groundswell::db::execute(
            db,
            &format!("INSERT INTO idea_tags (idea_id, tag_id) SELECT id, {tag} FROM ideas"),
        )?;
        let yes = if matches!(db, groundswell::db::Db::Postgres(_)) { "TRUE" } else { "1" };
        groundswell::db::execute(
            db,
            &format!(
                "INSERT INTO follows (idea_id, person_id, is_on, created_at) \
                 SELECT id, author_id, {yes}, 0 FROM ideas WHERE id <> {id}"
            ),
        )?;
        if matches!(db, groundswell::db::Db::Postgres(_)) {
            groundswell::db::execute(db, "ANALYZE")?;
        }
        Ok(())
    })
    .await;
    site.state.reload().await.unwrap();
    let tag = site.state.settings().await.unwrap().catalog.tags[0].id;
    let viewer =
        Viewer { id: Some(site.stored_idea(id).await.author_id), is_staff: false, is_moderator: false };
    site.read(move |db| {
        let base = ListQuery::new(viewer, ListOrder::Trending);
        let queries = [
            ListQuery { statuses: Some(vec![open]), ..base.clone() },
            ListQuery { tags: Some(vec![tag]), ..base.clone() },
            ListQuery { mine: true, ..base.clone() },
            ListQuery { followed: true, ..base.clone() },
            ListQuery { statuses: Some(vec![open]), tags: Some(vec![tag]), board: Some(gear.id), ..base },
        ];
        for query in queries {
            let (page, sql) = queries_of(db, |db| query.page(db, 20).unwrap());
            assert_eq!(page.items.len(), 20);
            let last = sql.last().unwrap();
            let plan = plan_of(db, last);
            assert!(!plan.contains("Sort") && !plan.contains("B-TREE FOR ORDER"), "{plan}\n{last}");
            assert!(plan.contains("trending"), "{plan}\n{last}");
        }
        Ok(())
    })
    .await;
}

#[actix_web::test]
async fn what_is_hidden_pending_or_for_staff_is_on_no_list() {
    let site = Site::start().await;
    let gear = site.board("Gear").await;
    let draft = BoardDraft::parse("Inside", "", "").unwrap();
    let inside = site.board_from(draft.with(Audience::Staff, Voting::UpOnly, Premoderation::Off, 7)).await;
    let (ann, sam) = (site.customer("Ann").await, site.person("Sam", Role::ProductManager).await);
    let open = site.idea(&ann, &gear, "Seen by all").await;
    site.idea(&sam, &inside, "Seen inside").await;
    for (title, state) in [("Hidden away", PostState::Hidden), ("Still pending", PostState::Pending)] {
        let id = site.idea(&ann, &gear, title).await.id;
        site.write(move |db| {
            let hidden = shown(state, Audience::Public);
            diesel::update(ideas::table.find(id))
                .set((ideas::state.eq(state), ideas::shown.eq(hidden)))
                .execute(db)?;
            Ok(())
        })
        .await;
    }
    for order in ListOrder::PUBLIC.iter().filter(|order| **order != ListOrder::Answered) {
        for (who, expected) in [(&ann, vec!["Seen by all"]), (&sam, vec!["Seen inside", "Seen by all"])] {
            let browser = site.browser_of(who).await;
            let mut found = titles(&browser.get(&format!("/?order={order}")).await.expect(200));
            found.sort_by_key(|title| title.contains("all"));
            assert_eq!(found, expected, "{order}");
            let own = browser.get(&format!("/?order={order}&followed=1")).await.expect(200);
            assert!(!own.text.contains("Hidden away") && !own.text.contains("Still pending"));
        }
    }
    site.visitor().get("/boards/inside").await.expect(404);
    let page = site.visitor().get("/").await.expect(200);
    assert!(!page.text.contains("Inside") && !page.text.contains("inside"), "not even its name");
    assert_eq!(titles(&page), [open.title]);
    let page = site.browser_of(&sam).await.get("/boards/inside").await.expect(200);
    assert_eq!(page.texts(".badge.plain").last().unwrap(), "Staff only");
}

#[actix_web::test]
async fn an_empty_site_says_what_to_do() {
    let site = Site::start().await;
    let page = site.visitor().get("/").await.expect(200);
    assert_eq!(page.text_of(".empty h2"), "Nobody has posted yet");
    site.board("Gear").await;
    for (path, heading) in [
        ("/?order=answered", "Still water"),
        ("/boards/gear?order=unanswered", "All answered"),
        ("/?tag=x", "Still water"),
        ("/?status=planned", "Still water"),
    ] {
        assert_eq!(site.visitor().get(path).await.expect(200).text_of(".empty h2"), heading, "{path}");
    }
}

#[actix_web::test]
async fn a_page_speaks_the_readers_language_and_lies_under_its_path() {
    let site = Site::start_with(|config| config.base_url.push_str("/ideas-site")).await;
    let gear = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    site.idea(&ann, &gear, "Una tienda").await;
    let client = site.visitor();
    let request = client.client().get(client.url("/ideas-site/")).header("accept-language", "es");
    let text = request.send().await.unwrap().text().await.unwrap();
    assert!(text.contains("Puesto 1 en Tendencias: 1 voto a favor."), "{text}");
    assert!(text.contains("href=\"/ideas-site/boards/gear\""));
    assert!(!text.contains("href=\"/boards") && !text.contains("action=\"/ideas/"));
}

#[actix_web::test]
async fn the_aside_counts_what_is_there() {
    let Filtered { site, ann, .. } = filtered().await;
    let tent =
        site.idea(&ann, &site.state.settings().await.unwrap().catalog.boards[0].clone(), "Second tent").await;
    let (answered, author): (Timestamp, _) = (tent.created_at.plus(3 * DAY + HOUR), ann.id);
    site.write(move |db| {
        use groundswell::db::schema::responses;
        diesel::insert_into(responses::table)
            .values((
                responses::idea_id.eq(tent.id),
                responses::author_id.eq(author),
                responses::status_id.eq(tent.status_id),
                responses::body.eq("We are **on** it."),
                responses::body_html.eq("<p>We are <strong>on</strong> it.</p>"),
                responses::render_version.eq(1),
                responses::created_at.eq(answered),
            ))
            .execute(db)?;
        diesel::update(ideas::table.find(tent.id))
            .set((
                ideas::answered_at.eq(Some(answered)),
                ideas::status_kind.eq("done"),
                ideas::status_at.eq(answered),
            ))
            .execute(db)?;
        Ok(())
    })
    .await;
    site.clock.advance(5 * DAY + MINUTE);
    let page = site.visitor().get("/").await.expect(200);
    assert_eq!(
        page.text_of(".aside .muted"),
        "Right now half of the answers come within 4 days. 2 ideas are waiting."
    );
    assert_eq!(page.texts(".boards a"), ["Gear 2 open", "App 1 open"]);
    assert_eq!(page.texts(".aside .stack a"), ["Second tent"]);
    let page = site.visitor().get("/?order=answered").await.expect(200);
    assert_eq!(page.texts(".answered"), ["Ann answered yesterday: We are on it."]);
}

#[actix_web::test]
async fn votes_follows_and_own_ideas_have_indexes_of_their_own() {
    let Filtered { site, ben, .. } = filtered().await;
    let viewer = Viewer::from(&ben);
    site.read(move |db| {
        let (own, _) = (votes::table.filter(votes::person_id.eq(ben.id)), follows::table);
        assert!(own.count().get_result::<i64>(db)? > 0);
        let base = ListQuery::new(viewer, ListOrder::Top);
        for (query, index) in [
            (ListQuery { mine: true, ..base.clone() }, "ideas_author"),
            (ListQuery { voted: true, ..base.clone() }, "votes_person"),
            (ListQuery { followed: true, ..base.clone() }, "follows_person"),
        ] {
            let (_, sql) = queries_of(db, |db| query.page(db, 20).unwrap());
            assert_eq!(sql.len(), 2, "{sql:?}");
            assert!(plan_of(db, &sql[0]).contains(index), "{}", plan_of(db, &sql[0]));
        }
        Ok(())
    })
    .await;
}
