//! The search page and similar ideas.

use diesel::prelude::*;
use groundswell::boards::{Audience, Board, BoardDraft, Premoderation, Voting};
use groundswell::comments::Comment;
use groundswell::db::schema::{comments, ideas, responses};
use groundswell::ideas::{Idea, PostState, Viewer, shown};
use groundswell::ids::IdeaId;
use groundswell::outbox::{self, Event};
use groundswell::people::{Person, Role};
use groundswell::search;
use url::form_urlencoded::byte_serialize;

use crate::support::{Browser, Page, Site};

fn path(typed: &str) -> String {
    format!("/search?q={}", byte_serialize(typed.as_bytes()).collect::<String>())
}

async fn found(browser: &Browser, typed: &str) -> Vec<String> {
    titles(&browser.get(&path(typed)).await.expect(200))
}

fn titles(page: &Page) -> Vec<String> {
    // Marks part the words of scripts that have no spaces; they read as one all the same.
    let joined =
        |title: String| if title.is_ascii() || title.contains(", ") { title } else { title.replace(' ', "") };
    page.texts(".idea-row h2 a").into_iter().map(joined).collect()
}

/// Answers an idea, as the desk does.
async fn respond(site: &Site, author: &Person, idea: &Idea, body: &'static str) {
    let (author, idea, status, now) = (author.id, idea.id, idea.status_id, site.now());
    site.write(move |db| {
        let response = diesel::insert_into(responses::table)
            .values((
                responses::idea_id.eq(idea),
                responses::author_id.eq(author),
                responses::status_id.eq(status),
                responses::body.eq(body),
                responses::body_html.eq(format!("<p>{body}</p>")),
                responses::render_version.eq(1),
                responses::created_at.eq(now),
            ))
            .returning(responses::id)
            .get_result(db)?;
        diesel::update(ideas::table.find(idea)).set(ideas::answered_at.eq(Some(now))).execute(db)?;
        outbox::record(db, &Event::Answered { idea, response, status_changed: false, by: author }, now)
            .map(drop)
    })
    .await;
}

/// Hides an idea as moderation does, without the worker having heard of it yet.
async fn hide(site: &Site, idea: IdeaId, state: PostState) {
    site.write(move |db| {
        diesel::update(ideas::table.find(idea))
            .set((ideas::state.eq(state), ideas::shown.eq(shown(state, Audience::Public))))
            .execute(db)?;
        Ok(())
    })
    .await;
}

struct Library {
    site: Site,
    gear: Board,
    ann: Person,
    sam: Person,
    dark: Idea,
}

/// A few ideas on two boards, indexed.
async fn library() -> Library {
    let site = Site::start().await;
    let (gear, app) = (site.board("Gear").await, site.board("App").await);
    let (ann, sam) = (site.customer("Ann").await, site.person("Sam", Role::ProductManager).await);
    let dark = site
        .idea_saying(&ann, &app, "Dark mode for the map", "At dawn the white map ruins my night vision.")
        .await;
    site.idea_saying(
        &ann,
        &app,
        "Offline maps by valley",
        "I walk in one **valley**; dark evenings need no network.",
    )
    .await;
    site.idea_saying(
        &sam,
        &gear,
        "A windshield for the stove",
        "The Lykt boils in four minutes, never on the plateau.",
    )
    .await;
    site.idea_saying(&ann, &gear, "Modo oscuro, por favor", "La votación de los cafés: ¡mañana!").await;
    site.idea_saying(&ann, &gear, "アプリの黑暗模式", "希望有黑暗模式。").await;
    site.comment(&sam, &dark, None, "My headtorch battery lasts longer, too.").await;
    respond(&site, &sam, &dark, "Planned for the autumn release, with gamma correction.").await;
    site.work().await;
    Library { site, gear, ann, sam, dark }
}

#[actix_web::test]
async fn words_phrases_beginnings_accents_endings_and_dense_scripts_are_found() {
    let Library { site, .. } = library().await;
    let browser = site.visitor();
    let dark = "Dark mode for the map";
    let valley = "Offline maps by valley";
    for (typed, expected) in [
        ("dark mode", vec![dark]),
        ("DARK Modes", vec![dark]),
        ("dark", vec![dark, valley]),
        ("map", vec![dark, valley]),
        ("\"mode for the map\"", vec![dark]),
        ("\"map for the mode\"", vec![]),
        ("val*", vec![valley]),
        ("dark -valley", vec![dark]),
        ("votacion", vec!["Modo oscuro, por favor"]),
        ("CAFÉ MANANA", vec!["Modo oscuro, por favor"]),
        ("黑暗", vec!["アプリの黑暗模式"]),
        ("模式", vec!["アプリの黑暗模式"]),
        ("アプリ", vec!["アプリの黑暗模式"]),
        ("式", vec!["アプリの黑暗模式"]),
        ("headtorch", vec![dark]),
        ("gamma correct*", vec![dark]),
        ("dark gamma battery", vec![dark]),
        ("zzzyyy", vec![]),
        ("-dark", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(found(&browser, typed).await, expected, "{typed}");
    }
}

#[actix_web::test]
async fn a_hit_shows_where_it_is() {
    let Library { site, dark, .. } = library().await;
    let page = site.visitor().get(&path("map")).await.expect(200);
    assert_eq!(page.texts("h2 mark"), ["map", "maps"]);
    assert_eq!(page.texts(".excerpt mark")[0], "map");
    let page = site.visitor().get(&path("battery")).await.expect(200);
    assert_eq!(page.texts(".excerpt"), ["In a comment by Sam: My headtorch battery lasts longer, too."]);
    assert_eq!(page.texts(".excerpt mark"), ["battery"]);
    assert!(page.attributes(".excerpt a", "href")[0].starts_with(&format!("/ideas/{}-dark-mode", dark.id)));
    assert!(page.attributes(".excerpt a", "href")[0].contains("?comment="));
    let page = site.visitor().get(&path("\"gamma correction\"")).await.expect(200);
    assert_eq!(
        page.texts(".excerpt"),
        ["In the answer by Sam: Planned for the autumn release, with gamma correction ."],
        "the full stop stands behind the mark"
    );
}

#[actix_web::test]
async fn a_misspelt_word_is_put_right_only_when_it_finds_nothing() {
    let Library { site, .. } = library().await;
    for (typed, meant, title) in [
        ("winshield", "windshield", "A windshield for the stove"),
        ("baterry headtorch", "battery headtorch", "Dark mode for the map"),
        ("vallye", "valley", "Offline maps by valley"),
    ] {
        let page = site.visitor().get(&path(typed)).await.expect(200);
        assert_eq!(titles(&page), [title], "{typed}");
        assert!(page.text_of("[role=status]").contains(&format!("These hold “{meant}”")), "{typed}");
        assert!(page.has("mark"), "what was meant is marked");
    }
    let page = site.visitor().get(&path("stove")).await.expect(200);
    assert!(!page.text_of("[role=status]").contains("These hold"));
    let page = site.visitor().get(&path("zzzyyy")).await.expect(200);
    assert!(page.text_of(".empty p").contains("zzzyyy"));
}

#[actix_web::test]
async fn titles_come_first_then_bodies_then_talk() {
    let site = Site::start().await;
    let gear = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let talked = site.idea_saying(&ann, &gear, "Something about poles", "They bend.").await;
    site.idea_saying(&ann, &gear, "In the body", "A hammock, a hammock, my kingdom.").await;
    site.idea_saying(&ann, &gear, "A hammock with a roof and sides", "For rain.").await;
    site.idea_saying(&ann, &gear, "Hammock roof", "For rain.").await;
    site.comment(&ann, &talked, None, "The hammock has none.").await;
    site.work().await;
    assert_eq!(
        found(&site.visitor(), "hammock").await,
        ["Hammock roof", "A hammock with a roof and sides", "In the body", "Something about poles"]
    );
}

#[actix_web::test]
async fn filters_narrow_a_search_and_pages_go_on() {
    let site = Site::start().await;
    let (gear, app) = (site.board("Gear").await, site.board("App").await);
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    for n in 0..23 {
        site.idea_saying(&ann, &gear, &format!("Lantern number {n}"), "Light.").await;
    }
    site.idea_saying(&ben, &app, "Lantern in the app", "Light.").await;
    site.work().await;
    let browser = site.browser_of(&ben).await;
    let mine = browser.get("/search?q=lantern&mine=1").await.expect(200);
    assert_eq!(titles(&mine), ["Lantern in the app"]);
    let on_app = browser.get("/search?q=lantern&board=app").await.expect(200);
    assert_eq!(titles(&on_app), ["Lantern in the app"]);
    assert_eq!(on_app.texts(".chip"), ["Board: App remove"]);
    assert_eq!(on_app.attributes(".chip", "href"), ["/search?q=lantern"]);
    let none = browser.get("/search?q=lantern&status=planned").await.expect(200);
    assert!(none.has(".empty") && titles(&none).is_empty());
    let first = browser.get("/search?q=lantern&board=gear").await.expect(200);
    assert_eq!(first.texts("[role=status] p"), ["23 ideas"]);
    let next = first.attributes(".pager a", "href").pop().unwrap();
    let second = browser.get(&next).await.expect(200);
    let mut all: Vec<String> = titles(&first).into_iter().chain(titles(&second)).collect();
    all.sort();
    all.dedup();
    assert_eq!((titles(&first).len(), all.len()), (20, 23));
    browser.get("/search?q=lantern&after=x").await.expect(422);
    browser.get("/search?q=lantern&board=none").await.expect(404);
    site.visitor().get("/search?q=lantern&mine=1").await.expect(303);
}

#[actix_web::test]
async fn edits_and_what_is_deleted_are_followed() {
    let Library { site, ann, sam, dark, .. } = library().await;
    let comment: Comment = site.comment(&sam, &dark, None, "Consider periwinkle colours.").await;
    site.work().await;
    assert_eq!(found(&site.visitor(), "periwinkle").await.len(), 1);
    let now = site.now();
    site.write(move |db| {
        diesel::update(comments::table.find(comment.id))
            .set(comments::state.eq(PostState::Hidden))
            .execute(db)?;
        diesel::update(ideas::table.find(dark.id))
            .set(ideas::title.eq("Night mode for the map"))
            .execute(db)?;
        outbox::record(db, &Event::CommentVisibilityChanged { idea: dark.id, comment: comment.id }, now)?;
        outbox::record(db, &Event::IdeaEdited { idea: dark.id, by: ann.id }, now).map(drop)
    })
    .await;
    site.work().await;
    assert!(found(&site.visitor(), "periwinkle").await.is_empty());
    assert_eq!(found(&site.visitor(), "night mode").await, ["Night mode for the map"]);
    assert!(found(&site.visitor(), "\"dark mode\"").await.is_empty());
}

#[actix_web::test]
async fn nothing_hidden_pending_or_for_staff_is_found_hinted_at_or_spelt() {
    let Library { site, gear, ann, sam, .. } = library().await;
    let draft = BoardDraft::parse("Inside", "", "").unwrap();
    let inside = site.board_from(draft.with(Audience::Staff, Voting::UpOnly, Premoderation::Off, 7)).await;
    site.idea_saying(&sam, &inside, "Xylophone inside the office", "Only for us, marmalade.").await;
    let hidden = site.idea_saying(&ann, &gear, "Xylophone that was hidden", "Marmalade away.").await;
    let pending = site.idea_saying(&ann, &gear, "Xylophone still pending", "Marmalade waiting.").await;
    site.work().await;
    hide(&site, hidden.id, PostState::Hidden).await;
    hide(&site, pending.id, PostState::Pending).await;
    for is_told in [false, true] {
        if is_told {
            let now = site.now();
            site.write(move |db| {
                for idea in [hidden.id, pending.id] {
                    outbox::record(db, &Event::IdeaVisibilityChanged { idea }, now)?;
                }
                Ok(())
            })
            .await;
            site.work().await;
        }
        for browser in [site.visitor(), site.browser_of(&ann).await] {
            for typed in ["xylophone", "marmalade", "xyl*", "\"xylophone that\"", "xylophnoe", "marmelade"] {
                let page = browser.get(&path(typed)).await.expect(200);
                assert!(titles(&page).is_empty(), "{typed}");
                assert!(!page.text.contains("Marmalade") && !page.text.contains("These hold"), "{typed}");
            }
            let similar =
                browser.get("/ideas/similar?title=Xylophone+hidden+pending+office").await.expect(200);
            assert!(!similar.has(".similar"), "{}", similar.text);
        }
        let staff = site.browser_of(&sam).await;
        assert_eq!(found(&staff, "xylophone").await, ["Xylophone inside the office"]);
        assert_eq!(found(&staff, "xylophnoe").await, ["Xylophone inside the office"]);
        let similar = staff.get("/ideas/similar?title=Xylophone+in+the+office").await.expect(200);
        assert_eq!(similar.texts(".similar li a"), ["Xylophone inside the office"]);
    }
}

#[actix_web::test]
async fn the_index_is_made_anew_in_chunks() {
    let Library { site, .. } = library().await;
    site.write(|db| {
        let all = match db {
            groundswell::db::Db::Postgres(_) => "DELETE FROM search_text",
            groundswell::db::Db::Sqlite(_) => "DELETE FROM search_text WHERE rowid > 0",
        };
        groundswell::db::execute(db, all)?;
        groundswell::db::execute(db, "DELETE FROM search_documents")?;
        groundswell::db::execute(db, "DELETE FROM search_spellings").map(drop)
    })
    .await;
    assert!(found(&site.visitor(), "stove").await.is_empty());
    let mut after = None;
    let mut chunks = 0;
    while let Some(last) = site.write(move |db| search::rebuild(db, after, 2)).await {
        after = Some(last);
        chunks += 1;
    }
    assert_eq!(chunks, 3);
    assert_eq!(found(&site.visitor(), "stoev").await, ["A windshield for the stove"]);
    let gone = IdeaId::new(987_654);
    site.write(move |db| search::reindex(db, gone)).await;
}

#[actix_web::test]
async fn similar_ideas_are_offered_as_a_fragment_and_as_a_page() {
    let Library { site, ann, .. } = library().await;
    let browser = site.browser_of(&ann).await;
    let request = browser.client().get(browser.url("/ideas/similar?title=A+darker+mode+for+maps&board=app"));
    let fragment = request.header("x-fragment", "similar").send().await.unwrap().text().await.unwrap();
    assert!(fragment.starts_with("<section class=\"panel similar\""), "{fragment}");
    assert!(fragment.contains("Dark mode for the map") && fragment.contains("formaction="));
    let request = browser.client().get(browser.url("/ideas/similar?title=Zzz&board=nowhere"));
    assert_eq!(request.header("x-fragment", "similar").send().await.unwrap().text().await.unwrap(), "");
    let page = browser.get("/ideas/similar?title=Dark+mode").await.expect(200);
    assert_eq!(page.texts(".similar li a")[0], "Dark mode for the map");
    assert!(page.has("form[method=post] .similar button[formaction]"));
    browser.get("/ideas/similar").await.expect(200);
}

#[actix_web::test]
async fn ideas_in_other_words_order_or_spelling_are_similar() {
    let site = Site::start().await;
    let gear = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    for n in 0..40 {
        site.idea_saying(&ann, &gear, &format!("Please make the tent better {n}"), "For the rain.").await;
    }
    site.idea_saying(
        &ann,
        &gear,
        "Sell the rain fly of the tent on its own",
        "Mine is gone after nine summers.",
    )
    .await;
    site.idea_saying(&ann, &gear, "Repair kit in every bag", "Needle and thread.").await;
    site.work().await;
    let first = async |title: &'static str, body: &'static str| {
        let found = site.read(move |db| search::similar(db, title, body, Viewer::NOBODY, None, 5)).await;
        assert!(found.len() <= 5);
        found.into_iter().next().map(|idea| idea.title)
    };
    let fly = Some("Sell the rain fly of the tent on its own".to_owned());
    let kit = Some("Repair kit in every bag".to_owned());
    assert_eq!(first("Rain flies sold separately from tents", "").await, fly);
    assert_eq!(first("a bag with a kit for repairs", "").await, kit);
    assert_eq!(first("Repiar kit in bags", "").await, kit);
    assert_eq!(first("Completely unrelated", "").await, None);
    assert_eq!(first("", "").await, None);
    assert_eq!(first("!!! ???", "…").await, None);
}

#[actix_web::test]
async fn hostile_strings_are_searched_for_as_typed() {
    let Library { site, ann, gear, .. } = library().await;
    let naughty: Vec<String> = serde_json::from_str(
        &std::fs::read_to_string("../shared/data/hostile/naughty-strings.json").unwrap(),
    )
    .unwrap();
    let payloads = std::fs::read_to_string("../shared/data/hostile/xss-payloads.jsonl").unwrap();
    let payloads = payloads.lines().step_by(40).map(|line| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        value
            .as_str()
            .map(str::to_owned)
            .unwrap_or_else(|| value["payload"].as_str().unwrap_or(line).to_owned())
    });
    let more = [
        "\"",
        "\"\"",
        "*",
        "a*\"b",
        "-\"",
        "a OR b NEAR/2 c",
        "{title} : x",
        "x:*",
        "'; DROP TABLE ideas; --",
        "\\",
        "& | !",
        "a\0b",
    ];
    let browser = site.visitor();
    let all: Vec<String> =
        naughty.into_iter().step_by(3).chain(payloads).chain(more.map(str::to_owned)).collect();
    assert!(all.len() > 200, "{}", all.len());
    for typed in &all {
        let page = browser.get(&path(typed)).await;
        assert_eq!(page.status.as_u16(), 200, "{typed:?}");
        assert!(!page.has("main script") && !page.has("[onerror]") && !page.has("[onload]"), "{typed:?}");
        let similar =
            format!("/ideas/similar?title={}", byte_serialize(typed.as_bytes()).collect::<String>());
        browser.get(&similar).await.expect(200);
        browser
            .get(&format!("/?tag={}", byte_serialize(typed.as_bytes()).collect::<String>()))
            .await
            .expect(200);
    }
    for raw in ["/search?q=%FF%FE%00", "/search?q=%", "/search?q=a&q=b", "/?tag=%C3%28", "/search?q"] {
        assert!(browser.get(raw).await.status.as_u16() < 500, "{raw}");
    }
    browser.get(&path(&"long ".repeat(1_000))).await.expect(200);
    for (n, typed) in all.iter().filter(|typed| typed.chars().count() > 8).step_by(4).enumerate() {
        let body: String =
            typed.chars().filter(|c| !c.is_control() && *c != '\u{FFFE}' && *c != '\u{FFFF}').collect();
        if body.trim().is_empty() || groundswell::text::clean::is_invisible(&body) {
            continue;
        }
        site.idea_saying(&ann, &gear, &format!("Hostile number {n}"), &body).await;
    }
    site.work().await;
    let page = browser.get("/search?q=hostile").await.expect(200);
    assert_eq!(titles(&page).len(), 20);
    assert!(!page.has("main script") && !page.has("main img"));
}
