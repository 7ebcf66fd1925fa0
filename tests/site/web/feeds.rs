//! Feeds, the sitemap, robots.txt, and what pages say of themselves.

use diesel::prelude::*;
use groundswell::boards::{Audience, BoardDraft, Premoderation, Voting};
use groundswell::db::schema::{ideas, responses};
use groundswell::history::{ActAudience, ActKind, NewAct};
use groundswell::ideas::{PostState, shown};
use groundswell::people::Role;
use groundswell::time::{DAY, HOUR};
use reqwest::header::{ETAG, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED};
use scraper::{Html, Selector};

use crate::support::{Page, Site};

/// The texts of all elements of this name.
fn all(page: &Page, name: &str) -> Vec<String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let opened = page.text.split(open.as_str()).skip(1);
    opened.map(|rest| rest.split(close.as_str()).next().unwrap().to_owned()).collect()
}

/// The values of an attribute of all elements of this name.
fn attributes(page: &Page, element: &str, name: &str) -> Vec<String> {
    let document = Html::parse_fragment(&page.text);
    let found: Vec<String> = document
        .select(&Selector::parse(element).unwrap())
        .filter_map(|element| element.value().attr(name).map(str::to_owned))
        .collect();
    found
}

#[actix_web::test]
async fn the_feed_of_the_site_has_new_ideas_with_lasting_ids() {
    let site = Site::start().await;
    let gear = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let tent = site.idea_saying(&ann, &gear, "A lighter <tent> & more", "It is **heavy**.").await;
    site.clock.advance(DAY);
    let stove = site.idea(&ann, &gear, "A quieter stove").await;
    let base = &site.base;
    for path in ["/feeds/site.atom", "/feeds/boards/gear.atom"] {
        let page = site.visitor().get(path).await.expect(200);
        assert_eq!(page.headers["content-type"], "application/atom+xml; charset=utf-8");
        let ids = all(&page, "id");
        assert_eq!(
            ids,
            [
                format!("{base}{path}"),
                format!("{base}/ideas/{}", stove.id),
                format!("{base}/ideas/{}", tent.id)
            ]
        );
        assert!(page.text.contains("A lighter &lt;tent&gt; &amp; more"), "{}", page.text);
        assert!(page.text.contains("&lt;p&gt;It is &lt;strong&gt;heavy&lt;/strong&gt;.&lt;/p&gt;"));
        assert!(page.text.contains(&format!("href=\"{base}/ideas/{}-a-quieter-stove\"", stove.id)));
        assert_eq!(all(&page, "updated")[..2], ["2026-01-16T12:00:00+00:00", "2026-01-16T12:00:00+00:00"]);
        assert_eq!(all(&page, "name"), ["Ann", "Ann"]);
        let parsed = atom_syndication::Feed::read_from(page.text.as_bytes()).unwrap();
        assert_eq!(parsed.entries.len(), 2);
        assert!(parsed.links.iter().any(|link| link.rel == "self" && link.href == format!("{base}{path}")));
    }
    site.visitor().get("/feeds/site.atom?order=top").await.expect(422);
    site.visitor().get("/feeds/boards/none.atom").await.expect(404);
}

#[actix_web::test]
async fn a_reader_that_has_the_feed_is_told_so() {
    let site = Site::start().await;
    let gear = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    site.idea(&ann, &gear, "A lighter tent").await;
    let browser = site.visitor();
    for path in ["/feeds/site.atom", "/feeds/ideas/1.atom", "/sitemap.xml", "/sitemaps/1.xml", "/robots.txt"]
    {
        let first = browser.get(path).await.expect(200);
        let tag = first.headers[ETAG].to_str().unwrap().to_owned();
        let again = async |name, value: &str| {
            browser
                .client()
                .get(browser.url(path))
                .header(name, value)
                .send()
                .await
                .unwrap()
                .status()
                .as_u16()
        };
        assert_eq!(again(IF_NONE_MATCH, &tag).await, 304, "{path}");
        assert_eq!(again(IF_NONE_MATCH, &format!("\"other\", {tag}")).await, 304);
        assert_eq!(again(IF_NONE_MATCH, "\"other\"").await, 200);
        if let Some(changed) = first.headers.get(LAST_MODIFIED) {
            let changed = changed.to_str().unwrap();
            assert_eq!(changed, "Thu, 15 Jan 2026 12:00:00 GMT");
            assert_eq!(again(IF_MODIFIED_SINCE, changed).await, 304);
            assert_eq!(again(IF_MODIFIED_SINCE, "Wed, 14 Jan 2026 12:00:00 GMT").await, 200);
            assert_eq!(again(IF_MODIFIED_SINCE, "yesterday").await, 200);
        }
    }
    site.clock.advance(HOUR);
    let tag = browser.get("/feeds/site.atom").await.headers[ETAG].clone();
    site.idea(&ann, &gear, "A warmer tent").await;
    let request = browser.client().get(browser.url("/feeds/site.atom")).header(IF_NONE_MATCH, tag);
    assert_eq!(request.send().await.unwrap().status().as_u16(), 200);
}

#[actix_web::test]
async fn the_feed_of_an_idea_tells_what_became_of_it() {
    let site = Site::start().await;
    let gear = site.board("Gear").await;
    let (ann, sam) = (site.customer("Ann").await, site.person("Sam", Role::ProductManager).await);
    let tent = site.idea(&ann, &gear, "A lighter tent").await;
    site.clock.advance(HOUR);
    site.comment(&ann, &tent, None, "Mine is 4 kg.").await;
    let planned = site.state.settings().await.unwrap();
    let planned = planned.catalog.statuses_of(gear.id).find(|status| status.slug == "planned").unwrap().id;
    for answer in [false, true] {
        site.clock.advance(HOUR);
        let (now, sam, tent) = (site.now(), sam.id, tent.id);
        site.write(move |db| {
            if answer {
                diesel::insert_into(responses::table)
                    .values((
                        responses::idea_id.eq(tent),
                        responses::author_id.eq(sam),
                        responses::status_id.eq(planned),
                        responses::body.eq("In spring."),
                        responses::body_html.eq("<p>In spring.</p>"),
                        responses::render_version.eq(1),
                        responses::created_at.eq(now),
                    ))
                    .execute(db)?;
                diesel::update(ideas::table.find(tent)).set(ideas::answered_at.eq(Some(now))).execute(db)?;
            }
            NewAct::new(ActKind::StatusChanged, ActAudience::Public, Some(sam))
                .idea(tent)
                .detail(serde_json::json!({ "to": planned }))
                .record(db, now)
        })
        .await;
    }
    let page = site.visitor().get(&format!("/feeds/ideas/{}.atom", tent.id)).await.expect(200);
    let feed = atom_syndication::Feed::read_from(page.text.as_bytes()).unwrap();
    let titles: Vec<&str> = feed.entries.iter().map(|entry| entry.title.value.as_str()).collect();
    assert_eq!(titles, ["Sam answered: Planned", "Status: Planned", "Ann commented", "A lighter tent"]);
    let mut ids: Vec<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
    ids.dedup();
    assert_eq!(ids.len(), 4);
    let answers = site.visitor().get("/feeds/site.atom?order=answered").await.expect(200);
    let feed = atom_syndication::Feed::read_from(answers.text.as_bytes()).unwrap();
    assert_eq!(feed.entries.len(), 1);
    assert_eq!(feed.entries[0].content.as_ref().unwrap().value.as_deref(), Some("<p>In spring.</p>"));
    assert!(feed.entries[0].links[0].href.ends_with("-a-lighter-tent#response-1"));
}

#[actix_web::test]
async fn nothing_hidden_pending_or_for_staff_is_in_feeds_or_sitemap() {
    let site = Site::start().await;
    let gear = site.board("Gear").await;
    let draft = BoardDraft::parse("Inside", "", "").unwrap();
    let inside = site.board_from(draft.with(Audience::Staff, Voting::UpOnly, Premoderation::Off, 7)).await;
    let sam = site.person("Sam", Role::Administrator).await;
    let open = site.idea(&sam, &gear, "Seen by all").await;
    let secret = site.idea(&sam, &inside, "Secret inside").await;
    let mut unseen = vec![secret.id];
    for (title, state) in [("Secret hidden", PostState::Hidden), ("Secret pending", PostState::Pending)] {
        let id = site.idea(&sam, &gear, title).await.id;
        unseen.push(id);
        site.write(move |db| {
            diesel::update(ideas::table.find(id))
                .set((
                    ideas::state.eq(state),
                    ideas::shown.eq(shown(state, Audience::Public)),
                    ideas::answered_at.eq(Some(groundswell::time::Timestamp::from_micros(5))),
                ))
                .execute(db)?;
            Ok(())
        })
        .await;
    }
    let hidden = site.comment(&sam, &open, None, "Secret remark").await;
    site.write(move |db| {
        use groundswell::db::schema::comments;
        diesel::update(comments::table.find(hidden.id))
            .set(comments::state.eq(PostState::Hidden))
            .execute(db)?;
        Ok(())
    })
    .await;
    for browser in [site.visitor(), site.browser_of(&sam).await] {
        for path in [
            "/feeds/site.atom".to_owned(),
            "/feeds/site.atom?order=answered".to_owned(),
            "/feeds/boards/gear.atom".to_owned(),
            format!("/feeds/ideas/{}.atom", open.id),
            "/sitemap.xml".to_owned(),
            "/sitemaps/pages.xml".to_owned(),
            "/sitemaps/1.xml".to_owned(),
        ] {
            let page = browser.get(&path).await.expect(200);
            assert!(!page.text.to_lowercase().contains("secret") && !page.text.contains("inside"), "{path}");
        }
        browser.get("/feeds/boards/inside.atom").await.expect(404);
        for id in &unseen {
            browser.get(&format!("/feeds/ideas/{id}.atom")).await.expect(404);
        }
    }
}

#[actix_web::test]
async fn the_sitemap_lists_its_parts_and_robots_are_led_to_it() {
    let site = Site::start_with(|config| config.base_url.push_str("/voices")).await;
    let gear = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let tent = site.idea(&ann, &gear, "A lighter tent").await;
    let base = format!("{}/voices", site.address);
    let index = site.visitor().get("/voices/sitemap.xml").await.expect(200);
    assert_eq!(all(&index, "loc"), [format!("{base}/sitemaps/pages.xml"), format!("{base}/sitemaps/1.xml")]);
    let pages = site.visitor().get("/voices/sitemaps/pages.xml").await.expect(200);
    assert_eq!(
        all(&pages, "loc"),
        [format!("{base}/"), format!("{base}/help"), format!("{base}/boards/gear")]
    );
    let part = site.visitor().get("/voices/sitemaps/1.xml").await.expect(200);
    assert_eq!(all(&part, "loc"), [format!("{base}/ideas/{}-a-lighter-tent", tent.id)]);
    assert_eq!(all(&part, "lastmod"), ["2026-01-15T12:00:00Z"]);
    for none in ["2", "0", "-1", "x", "99999999999999999999", "9223372036854775807"] {
        site.visitor().get(&format!("/voices/sitemaps/{none}.xml")).await.expect(404);
    }
    let robots = site.visitor().get("/voices/robots.txt").await.expect(200);
    assert!(robots.text.contains("Disallow: /voices/desk\n"));
    assert!(robots.text.contains("Allow: /voices/moderation/log\n"));
    assert!(robots.text.ends_with(&format!("Sitemap: {base}/sitemap.xml\n")));
}

#[actix_web::test]
async fn a_list_says_what_it_is_to_those_who_link_to_it() {
    let site = Site::start().await;
    let gear = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    site.idea(&ann, &gear, "A lighter tent").await;
    let page = site.visitor().get("/boards/gear?order=top").await.expect(200);
    let base = &site.base;
    assert_eq!(page.attributes("link[rel=canonical]", "href"), [format!("{base}/boards/gear?order=top")]);
    assert_eq!(page.attributes("meta[property='og:title']", "content"), ["Gear"]);
    assert_eq!(page.attributes("meta[property='og:site_name']", "content"), ["Halden Ideas"]);
    assert_eq!(page.attributes("link[type='application/atom+xml']", "href"), ["/feeds/boards/gear.atom"]);
    let feed = site.visitor().get("/feeds/boards/gear.atom").await.expect(200);
    assert!(attributes(&feed, "link", "href").contains(&format!("{base}/boards/gear")));
    let own = site.browser_of(&ann).await.get("/?mine=1").await.expect(200);
    assert_eq!(own.attributes("meta[name=robots]", "content"), ["noindex"]);
}
