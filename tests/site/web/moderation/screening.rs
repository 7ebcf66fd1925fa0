//! Rules that hold posts: what each holds and lets through, what author and moderator are told, and the page of the rules.

use diesel::prelude::*;
use groundswell::boards::Board;
use groundswell::db::schema::drafts;
use groundswell::ideas::{Idea, PostState};
use groundswell::people::{Person, Role};
use groundswell::screening::{self, Rule, RuleDraft, WordsDraft};
use groundswell::text::words::Language;
use groundswell::time::{DAY, HOUR, MINUTE, SECOND};

use crate::support::{Browser, Page, Site};

/// Two sentences that nobody writes twice by chance.
pub(super) const OFFER: &str = "Our new store has the cheapest trail shoes of all brands, delivered to your door within \
    two days, and whoever orders today gets a second pair for half the price with a code";

impl Site {
    /// Switches rules on as they usually are.
    pub(super) async fn screen_by(&self, rules: &'static [Rule]) {
        self.write(move |db| screening::switch_on(db, rules)).await;
    }

    /// Switches a rule on with these numbers.
    pub(super) async fn set_rule(&self, admin: &Person, rule: Rule, numbers: &[&str]) {
        let (admin, draft, now) = (admin.clone(), RuleDraft::parse(rule, true, numbers).unwrap(), self.now());
        self.write(move |db| screening::save(db, &admin, &draft, now)).await;
    }

    async fn list(&self, admin: &Person, language: Language, words: &'static str) {
        let (admin, draft, now) = (admin.clone(), WordsDraft::parse(language, words).unwrap(), self.now());
        self.write(move |db| screening::save_words(db, &admin, &draft, now)).await;
    }

    /// Whether an idea with this text is held.
    async fn holds(&self, author: &Person, board: &Board, body: &str) -> bool {
        let idea: Idea = self.idea_saying(author, board, "Something new", body).await;
        idea.state == PostState::Pending
    }

    /// What the queue says of why posts are held.
    pub(super) async fn reasons(&self, moderator: &Browser) -> Vec<String> {
        moderator.get("/moderation").await.expect(200).texts(".seen li")
    }
}

#[actix_web::test]
async fn rules_are_off_until_somebody_switches_them_on() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    for _ in 0..8 {
        assert!(!site.holds(&ann, &board, &format!("{OFFER} at https://shop.example")).await);
    }
}

#[actix_web::test]
async fn links_hold_first_posts_until_enough_of_them_stand() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, aino) = (site.customer("Ann").await, site.person("Aino", Role::TeamMember).await);
    let moderator = site.browser_of(&site.person("Maja", Role::Moderator).await).await;
    site.screen_by(&[Rule::Links]).await;
    assert!(!site.holds(&ann, &board, "Plain words, and shop.example is no link.").await);
    for link in [
        "See https://shop.example/a.",
        "See [this](https://shop.example/a) and <https://other.example>",
        "See [this](https&colon;//shop.example/a)",
        "See www.shop.example",
        "See [this][1]\n\n[1]: HTTP://shop.example/a",
    ] {
        assert!(site.holds(&ann, &board, link).await, "{link}");
    }
    let reasons = site.reasons(&moderator).await;
    assert_eq!(reasons[0], "Links in first posts: one link, to shop.example");
    assert_eq!(reasons[1], "Links in first posts: 2 links, to other.example, shop.example");
    let own = format!("As I said in {}/ideas/1", site.base);
    assert!(!site.holds(&ann, &board, &own).await, "the site's own pages; and now two posts stand");
    assert!(!site.holds(&ann, &board, "See https://shop.example/a").await);
    assert!(!site.holds(&aino, &board, "See https://shop.example/a").await, "staff");
}

#[actix_web::test]
async fn a_new_account_posts_so_many_and_the_rest_waits() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, maja) = (site.customer("Ann").await, site.person("Maja", Role::Moderator).await);
    site.screen_by(&[Rule::Rate]).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    for n in 0..4 {
        assert_eq!(site.remark(&ann, idea.id, &format!("Thought {n}")).await.state, PostState::Visible);
    }
    assert_eq!(site.remark(&ann, idea.id, "One too many").await.state, PostState::Pending);
    assert!(site.holds(&ann, &board, "An idea too many").await);
    let moderator = site.browser_of(&maja).await;
    let reasons = site.reasons(&moderator).await;
    assert!(
        reasons.contains(&"Many posts of a new account: 6 posts within one hour".to_owned()),
        "{reasons:?}"
    );
    site.clock.advance(HOUR + MINUTE);
    assert!(!site.holds(&ann, &board, "An hour later").await);
    site.clock.advance(7 * DAY);
    for n in 0..8 {
        assert!(!site.holds(&ann, &board, &format!("No longer new, {n}")).await);
    }
}

#[actix_web::test]
async fn what_was_said_lately_waits_whoever_says_it_again() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let moderator = site.browser_of(&site.person("Maja", Role::Moderator).await).await;
    site.screen_by(&[Rule::Alike]).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let first = site.remark(&ann, idea.id, OFFER).await;
    assert_eq!(first.state, PostState::Visible);
    let again = site.remark(&ben, idea.id, &format!("{} Thanks!", OFFER.to_uppercase())).await;
    assert_eq!(again.state, PostState::Pending);
    let page = moderator.get("/moderation").await.expect(200);
    assert!(page.text_of(".seen li").starts_with("Near-identical posts: "), "{}", page.text_of(".seen li"));
    assert_eq!(page.attributes(".seen a", "href"), [format!("/comments/{}", first.id)]);
    for short in ["I would like that, too.", "I would like that, too."] {
        assert_eq!(site.remark(&ben, idea.id, short).await.state, PostState::Visible);
    }
    site.clock.advance(31 * DAY);
    assert_eq!(site.remark(&ben, idea.id, OFFER).await.state, PostState::Visible, "long ago");
}

#[actix_web::test]
async fn words_of_all_lists_hold_in_any_language() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ada) = (site.customer("Ann").await, site.person("Ada", Role::Administrator).await);
    site.screen_by(&[Rule::Words]).await;
    assert!(!site.holds(&ann, &board, "Best casinos in town").await, "the lists are empty");
    site.list(&ada, Language::En, "casino\nget rich quick").await;
    site.list(&ada, Language::Es, "lotería").await;
    for held in ["Best CASINOS in town", "Get *rich*, quick!", "La mejor loteria"] {
        assert!(site.holds(&ann, &board, held).await, "{held}");
    }
    for passes in ["Occasional rain", "Rich people get quick tents", "A lot of it"] {
        assert!(!site.holds(&ann, &board, passes).await, "{passes}");
    }
    let moderator = site.browser_of(&ada).await;
    let reasons = site.reasons(&moderator).await;
    assert_eq!(reasons[1], "Words from the lists: get rich quick");
}

/// What a form holds, as a browser would send it.
fn hidden(page: &Page, form: &str, name: &str) -> String {
    page.attributes(&format!("{form} input[name={name}]"), "value").remove(0)
}

#[actix_web::test]
async fn a_form_that_no_person_filled_in_is_held() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let moderator = site.browser_of(&site.person("Maja", Role::Moderator).await).await;
    site.screen_by(&[Rule::Form]).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    assert_eq!(idea.state, PostState::Visible, "what came by no form is none of the rule's business");
    let browser = site.browser_of(&ben).await;
    let path = format!("/ideas/{}", idea.id);
    let stamp = hidden(&browser.visit(&path).await, "#new-comment", "stamp");
    let post = async |fields: &[(&str, &str)]| {
        browser.submit(&format!("{path}/comments"), fields).await.expect(200).text_of(".flash p")
    };
    let held =
        "Thank you. Your comment waits for a moderator; until then only you and the moderators see it.";
    assert_eq!(post(&[("body", "At once"), ("stamp", &stamp)]).await, held);
    site.clock.advance(3 * SECOND);
    assert_eq!(post(&[("body", "In time"), ("stamp", &stamp)]).await, "Your comment is on the page.");
    assert_eq!(post(&[("body", "Trapped"), ("stamp", &stamp), ("homepage", "x")]).await, held);
    assert_eq!(post(&[("body", "No stamp")]).await, held);
    let forged = format!("{}0", &stamp[..stamp.len() - 1]);
    let forged = if forged == stamp { format!("{}1", &stamp[..stamp.len() - 1]) } else { forged };
    assert_eq!(post(&[("body", "Forged"), ("stamp", &forged)]).await, held);
    site.clock.advance(7 * DAY);
    assert_eq!(post(&[("body", "A week later"), ("stamp", &stamp)]).await, held);
    let reasons = site.reasons(&moderator).await;
    let expected = [
        "Filled in by a program: posted at once",
        "Filled in by a program: the field that no person sees was filled in",
        "Filled in by a program: the form was never shown",
        "Filled in by a program: the form was never shown",
        "Filled in by a program: the form had been open for more than a week",
    ];
    assert_eq!(reasons, expected);
}

#[actix_web::test]
async fn a_form_that_came_back_or_waited_for_a_sign_in_is_as_old_as_it_is() {
    let site = Site::start().await;
    site.board("Gear").await;
    let ann = site.customer("Ann").await;
    site.screen_by(&[Rule::Form]).await;
    let browser = site.browser_of(&ann).await;
    let stamp = hidden(&browser.get("/ideas/new").await.expect(200), "#submit", "stamp");
    site.clock.advance(MINUTE);
    let fields = [("board", "gear"), ("title", "Hm"), ("body", "Lighter poles."), ("stamp", &*stamp)];
    let back = browser.post("/ideas", &fields).await.expect(422);
    assert_eq!(hidden(&back, "#submit", "stamp"), stamp, "as it was");
    assert!(back.has("[aria-hidden=true] input[name=homepage][tabindex='-1'][autocomplete=off]"));
    let fields = [("board", "gear"), ("title", "Lighter poles"), ("body", "Please."), ("stamp", &*stamp)];
    let page = browser.submit("/ideas", &fields).await.expect(200);
    assert_eq!(page.text_of(".flash p"), "Your idea is on the page. Your own vote is counted.");
    let visitor = site.visitor();
    let stamp = hidden(&visitor.get("/ideas/new").await.expect(200), "#submit", "stamp");
    site.clock.advance(MINUTE);
    let fields = [("board", "gear"), ("title", "Shorter poles"), ("body", "Please."), ("stamp", &*stamp)];
    visitor.post("/ideas", &fields).await.expect(303);
    site.write(|db| {
        let key = groundswell::site::token_hash("the-key");
        diesel::update(drafts::table).set(drafts::key_hash.eq(key)).execute(db)?;
        Ok(())
    })
    .await;
    let form = browser.get("/ideas/new?draft=the-key").await.expect(200);
    assert_eq!(hidden(&form, "#submit", "stamp"), stamp, "signing in costs no stamp");
}

#[actix_web::test]
async fn the_author_is_told_that_it_waits_and_not_why() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    site.screen_by(&[Rule::Links]).await;
    let idea = site.idea_saying(&ann, &board, "A good shop", "See https://shop.example/a").await;
    let path = format!("/ideas/{}", idea.id);
    let page = site.browser_of(&ann).await.visit(&path).await.expect(200);
    assert!(page.text.contains("This idea waits for a moderator."));
    assert!(!page.text.contains("Links in first posts"));
    site.browser_of(&ben).await.get(&path).await.expect(404);
    let data = site.browser_of(&ann).await.get("/settings/data.json").await.expect(200);
    let data: serde_json::Value = serde_json::from_str(&data.text).unwrap();
    assert_eq!(data["held_for_a_moderator"][0]["idea"], serde_json::json!(idea.id));
    assert!(!data["held_for_a_moderator"].to_string().contains("links"));
}

#[actix_web::test]
async fn edits_are_looked_at_for_what_they_bring() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ada) = (site.customer("Ann").await, site.person("Ada", Role::Administrator).await);
    site.screen_by(&[Rule::Links, Rule::Words, Rule::Alike]).await;
    site.list(&ada, Language::En, "casino").await;
    let idea = site.idea_saying(&ann, &board, "A good tent", &format!("{OFFER} https://old.example")).await;
    let moderator = site.browser_of(&ada).await;
    moderator.post(&format!("/ideas/{}/approve", idea.id), &[]).await.expect(303);
    let browser = site.browser_of(&ann).await;
    let edit = async |body: &str| {
        let page = browser.get(&format!("/ideas/{}/edit", idea.id)).await.expect(200);
        let seen = hidden(&page, "form", "seen");
        let fields = [("title", "A good tent"), ("body", body), ("seen", &*seen)];
        browser.post(&format!("/ideas/{}/edit", idea.id), &fields).await.expect(303);
        site.stored_idea(idea.id).await.state
    };
    let corrected = format!("{OFFER} - corrected - https://old.example");
    assert_eq!(edit(&corrected).await, PostState::Visible, "nothing new to hold");
    assert_eq!(edit(&format!("{corrected} and https://new.example")).await, PostState::Pending);
    assert_eq!(site.reasons(&moderator).await, ["Links in first posts: one link, to new.example"]);
    assert_eq!(edit(&format!("{corrected} and a casino")).await, PostState::Pending);
    let reasons = site.reasons(&moderator).await;
    assert_eq!(reasons.len(), 2, "an edit while it waits does not take back what was seen: {reasons:?}");
    moderator.post(&format!("/ideas/{}/approve", idea.id), &[]).await.expect(303);
    assert_eq!(site.event_kinds().await.iter().filter(|kind| *kind == "idea_posted").count(), 1);
    let comment = site.remark(&ann, idea.id, "Plain words").await;
    let path = format!("/comments/{}/edit", comment.id);
    browser.post(&path, &[("body", "Plain words in the casino")]).await.expect(303);
    assert_eq!(site.comment_state(comment.id).await, PostState::Pending);
    site.assert_comments_counted().await;
    browser.post(&format!("/comments/{}/delete", comment.id), &[]).await.expect(303);
    let left = site.read(|db| screening::latest(db, 50)).await;
    assert!(
        left.iter().all(|finding| finding.place.comment.is_none()),
        "the text is gone, and what was seen in it"
    );
}

#[actix_web::test]
async fn administrators_set_rules_and_lists_and_moderators_read_and_try() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let (maja, ada) =
        (site.person("Maja", Role::Moderator).await, site.person("Ada", Role::Administrator).await);
    let (moderator, admin) = (site.browser_of(&maja).await, site.browser_of(&ada).await);
    let rules = "/moderation/screening/rules";
    let wrong = [("is_on", "on"), ("links_count", "0"), ("links_posts", "3")];
    let page = admin.post(&format!("{rules}/links"), &wrong).await.expect(422);
    assert_eq!(page.text_of(".error-summary a"), "Give a whole number from 1 to 20.");
    assert_eq!(page.attributes("#links_count, #links_posts", "value"), ["0", "3"]);
    let right = [("is_on", "on"), ("links_count", "2"), ("links_posts", "3")];
    admin.post(&format!("{rules}/links"), &right).await.expect(303);
    admin.post(&format!("{rules}/words"), &[("is_on", "on")]).await.expect(303);
    admin.post(&format!("{rules}/nothing"), &right).await.expect(404);
    let words = "/moderation/screening/words";
    admin.post(&format!("{words}/en"), &[("words", "!!!")]).await.expect(422);
    admin.post(&format!("{words}/fr"), &[("words", "x")]).await.expect(404);
    let page = admin.submit(&format!("{words}/en"), &[("words", "casino\r\n")]).await.expect(200);
    assert_eq!(page.text_of(".flash p"), "Saved. It holds from the next post on.");
    assert_eq!(page.text_of("#words_en"), "casino");
    assert!(!site.holds(&ann, &board, "One link: https://shop.example").await);
    assert!(site.holds(&ann, &board, "Casino").await);
    moderator.post(&format!("{rules}/links"), &right).await.expect(403);
    let page = moderator.get("/moderation/screening").await.expect(200);
    assert_eq!(page.texts("main .pill.active").len(), 2);
    assert!(page.text_of("#rule-words").contains("It held one post in twelve weeks."));
    assert!(!page.has("#rule-words button") && page.text_of("#words_en").contains("one entry"));
    let text = [("body", "Casino at https://a.example and https://b.example")];
    let page = moderator.post("/moderation/screening", &text).await.expect(200);
    let told = page.texts("#tried li");
    assert_eq!(told[0], "Links in first posts : Would hold it 2 links, to a.example, b.example");
    assert_eq!(told[1], "Near-identical posts (off) : lets it pass.");
    assert_eq!(told[2], "Words from the lists : Would hold it casino");
    moderator.post("/moderation/screening", &[("body", " ")]).await.expect(422);
    let idea = site.stored_idea(groundswell::ids::IdeaId::new(2)).await;
    moderator.post(&format!("/ideas/{}/approve", idea.id), &[]).await.expect(303);
    let page = moderator.get("/moderation/screening").await.expect(200);
    let line = page.text_of("#rule-words");
    assert!(line.contains("One of them is decided, 1 approved all the same (100 %)."), "{line}");
    assert_eq!(page.texts("tbody td:last-child"), ["Approved"]);
    let log = site.visitor().get("/moderation/log").await.expect(200);
    assert!(
        !log.text.contains("Automatic holding changed"),
        "limits that everybody knows are limits to stay below"
    );
}
