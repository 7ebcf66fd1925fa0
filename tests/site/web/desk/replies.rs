//! Reply templates, reasons that were good before, and the line to the author alone.

use diesel::prelude::*;
use groundswell::boards::Board;
use groundswell::db::schema::{ideas, private_lines, responses};
use groundswell::ids::IdeaId;
use groundswell::people::{Role, leave, records};

use super::field;
use crate::support::{Browser, Page, Site};

const THANKS: [(&str, &str); 3] = [
    ("name", "Thanks"),
    ("body_en", "Thank you, {author}: {title} is with {team}. It is {status}."),
    ("body_es", "Gracias, {author}."),
];

async fn answer_form(manager: &Browser, idea: IdeaId) -> Page {
    manager.get(&format!("/desk/ideas/{idea}")).await.expect(200)
}

impl Site {
    async fn open_id(&self, board: &Board) -> String {
        self.status(board, "open").await
    }
}

#[actix_web::test]
async fn a_template_is_written_per_language_changed_and_deleted() {
    let site = Site::start().await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    assert!(manager.get("/desk/replies").await.expect(200).has(".empty"));
    let wrong = [("name", ""), ("body_en", "Dear {athor}"), ("body_es", "Hola")];
    let page = manager.post("/desk/replies/new", &wrong).await.expect(422);
    assert_eq!(page.texts(".error-summary li").len(), 2, "{:?}", page.texts(".error-summary li"));
    assert!(page.text_of("#body_en").contains("Dear {athor}"), "what was typed stays");
    manager.post("/desk/replies/new", &[("name", "Empty")]).await.expect(422);
    let page = manager.submit("/desk/replies/new", &THANKS).await.expect(200);
    assert_eq!(page.texts("tbody th"), ["Thanks"]);
    assert!(page.text_of("tbody").contains("English, Español"));
    let edit = page.attributes("tbody th a", "href").remove(0);
    let form = [("name", "Thanks again"), ("declines", "on"), ("body_en", "Thank you.")];
    let page = manager.submit(&edit, &form).await.expect(200);
    assert!(page.text_of("tbody").contains("Thanks again"));
    assert!(!page.text_of("tbody").contains("Español"), "what was emptied is gone");
    manager.get(&format!("{edit}/delete")).await.expect(200);
    manager.submit(&format!("{edit}/delete"), &[]).await.expect(200);
    assert!(manager.get("/desk/replies").await.has(".empty"));
}

#[actix_web::test]
async fn a_template_fills_the_form_and_nothing_typed_is_lost() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    manager.post("/desk/replies/new", &THANKS).await.expect(303);
    let idea = site.idea(&ann, &board, "A *lighter* tent").await;
    let page = answer_form(&manager, idea.id).await;
    let choices = page.attributes("#template option", "value");
    assert_eq!(choices.len(), 3, "{choices:?}");
    assert!(choices[1].ends_with(".en"), "the author's language comes first");
    let (act, planned) = (format!("/desk/ideas/{}/answer", idea.id), site.status(&board, "planned").await);
    let seen = field(&page, "seen");
    let mut form = vec![
        ("seen", seen.as_str()),
        ("status", planned.as_str()),
        ("effort", "m"),
        ("response", "Hello."),
        ("private", "Between us."),
        ("template", choices[1].as_str()),
    ];
    let fill: Vec<(&str, &str)> = form.iter().copied().chain([("fill", "1")]).collect();
    let page = manager.post(&act, &fill).await.expect(200);
    let text = page.text_of("#response");
    assert!(text.starts_with("Hello."), "{text}");
    assert!(text.contains(r"Thank you, Ann: A \*lighter\* tent is with {team}. It is Planned."), "{text}");
    assert!(page.text_of("#private").contains("Between us."));
    assert_eq!(page.attributes("#status option[selected]", "value"), [planned.as_str()]);
    assert_eq!(page.attributes("#effort option[selected]", "value"), ["m"]);
    let told: i64 = site.read(|db| Ok(responses::table.count().get_result(db)?)).await;
    assert_eq!(told, 0, "nothing is decided yet");
    // A field that nobody could fill is not published.
    form[3] = ("response", &text);
    let page = manager.post(&act, &form).await.expect(422);
    assert!(page.text_of("#response-error").contains("still open"));
    let team = site.team("Tents", &[]).await;
    site.send_to(&maja, &idea, &team).await;
    form[3] = ("response", "");
    let fill: Vec<(&str, &str)> = form.iter().copied().chain([("fill", "1")]).collect();
    let page = manager.post(&act, &fill).await.expect(200);
    let text = page.text_of("#response");
    assert!(text.contains("is with Tents"), "{text}");
    form[3] = ("response", &text);
    manager.post(&act, &form).await.expect(303);
    let page = site.visitor().visit(&format!("/ideas/{}", idea.id)).await.expect(200);
    assert!(page.text_of(".response").contains("A *lighter* tent is with Tents"));
}

#[actix_web::test]
async fn a_no_proposes_the_closest_reason_and_the_effort_with_why() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let other = site.idea(&ann, &board, "Sell the stove in pink").await;
    let like = site.idea(&ann, &board, "Inflatable poles for the dome tent").await;
    let idea = site.idea(&ann, &board, "Inflatable poles for the tunnel tent").await;
    // What is alike is found once the worker has read it.
    while site.work().await > 0 {}
    let declined = site.status(&board, "not_planned").await;
    for (idea, effort, why) in
        [(&other, "s", "Pink fades."), (&like, "xl", "Inflatable poles leak in the cold.")]
    {
        let page = answer_form(&manager, idea.id).await;
        let form = [
            ("seen", field(&page, "seen")),
            ("status", declined.clone()),
            ("effort", effort.to_owned()),
            ("response", why.to_owned()),
        ];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        manager.post(&format!("/desk/ideas/{}/answer", idea.id), &form).await.expect(303);
    }
    let template = [
        ("name", "Poles stay poles"),
        ("declines", "on"),
        ("body_en", "Dear {author}, poles of aluminium can be repaired."),
    ];
    manager.post("/desk/replies/new", &template).await.expect(303);
    let act = format!("/desk/ideas/{}/answer", idea.id);
    let page = answer_form(&manager, idea.id).await;
    assert!(!page.has(".proposals"), "nothing is proposed to whoever did not ask");
    let seen = field(&page, "seen");
    let form = [("seen", seen.as_str()), ("status", &declined), ("effort", ""), ("response", "")];
    let page = manager.post(&act, &form).await.expect(422);
    let cards = page.texts(".proposals .note");
    assert_eq!(cards.len(), 2, "{cards:?}");
    assert!(cards[0].contains("dome tent") && cards[0].contains("leak in the cold"), "{cards:?}");
    assert!(cards[0].contains("inflatable"), "why it is proposed: {cards:?}");
    assert!(cards[0].contains("quarters"), "and the effort: {cards:?}");
    assert!(cards[1].contains("Dear Ann, poles of aluminium"), "{cards:?}");
    let take = page.attributes("button[name=take]", "value");
    let open = site.open_id(&board).await;
    let form = [
        ("seen", seen.as_str()),
        ("status", &open),
        ("effort", ""),
        ("response", "Sorry."),
        ("take", &take[0]),
    ];
    let page = manager.post(&act, &form).await.expect(200);
    let text = page.text_of("#response");
    assert!(text.starts_with("Sorry.") && text.contains("leak in the cold"), "{text}");
    assert_eq!(page.attributes("#status option[selected]", "value"), [declined.as_str()]);
    assert_eq!(page.attributes("#effort option[selected]", "value"), ["xl"]);
    let lonely = site.idea(&ann, &board, "Umbrella").await;
    let act = format!("/desk/ideas/{}/answer", lonely.id);
    let page =
        manager.post(&act, &[("propose", "1"), ("status", &open), ("response", "Hm.")]).await.expect(200);
    assert!(page.text_of("main").contains("No earlier no"));
    assert!(page.text_of("#response").contains("Hm."));
}

#[actix_web::test]
async fn a_private_line_is_read_by_the_author_and_staff_alone_and_is_in_the_authors_mail() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    site.follow(&ben, &idea).await;
    // The author hears of what is said to them alone even if they do not follow any more.
    let id = idea.id;
    let author = ann.id;
    site.write(move |db| {
        use groundswell::db::schema::follows;
        diesel::delete(follows::table.find((id, author))).execute(db)?;
        diesel::update(ideas::table.find(id)).set(ideas::follower_count.eq(1)).execute(db)?;
        Ok(())
    })
    .await;
    site.work().await;
    site.clear_letters().await;
    let manager = site.browser_of(&maja).await;
    let page = answer_form(&manager, idea.id).await;
    let (act, declined) =
        (format!("/desk/ideas/{}/answer", idea.id), site.status(&board, "not_planned").await);
    let seen = field(&page, "seen");
    let alone = [("seen", seen.as_str()), ("status", &declined), ("effort", "l"), ("private", "Call me.")];
    let page = manager.post(&act, &alone).await.expect(422);
    assert!(page.text_of("#private").contains("Call me."), "what was typed stays");
    assert!(page.text_of("#answer-help").contains("No earlier no"), "a no without a word proposes a reason");
    let both: Vec<(&str, &str)> = alone.iter().copied().chain([("response", "We cannot.")]).collect();
    let page = manager.submit(&act, &both).await.expect(200);
    assert!(page.text_of(".response").contains("Call me."));
    for (browser, reads) in [
        (site.visitor(), false),
        (site.browser_of(&ben).await, false),
        (site.browser_of(&ann).await, true),
        (site.browser_of(&aino).await, true),
        (manager, true),
    ] {
        let page = browser.visit(&format!("/ideas/{}", idea.id)).await.expect(200);
        assert!(page.text_of(".response").contains("We cannot."));
        assert_eq!(page.text.contains("Call me."), reads);
    }
    let feed = site.visitor().get(&format!("/feeds/ideas/{}.atom", idea.id)).await.expect(200);
    assert!(feed.text.contains("We cannot.") && !feed.text.contains("Call me."));
    while site.work().await > 0 {}
    let letters = site.letters().await;
    let of = |person: &groundswell::people::Person| {
        let address = person.email.clone().unwrap();
        letters.iter().find(|letter| letter.to == address).map(|letter| letter.text.clone())
    };
    let (to_ann, to_ben) = (of(&ann).unwrap(), of(&ben).unwrap());
    assert!(to_ann.contains("Call me.") && to_ann.contains("We cannot."), "{to_ann}");
    assert!(to_ben.contains("We cannot.") && !to_ben.contains("Call me."), "{to_ben}");
    let (reader, now) = (ann.clone(), site.now());
    let stored = site.read(move |db| records::export(db, &reader, now)).await.to_string();
    assert!(stored.contains("Call me."));
    site.write(move |db| leave::leave(db, &ann, leave::LeaversVotes::Stay, now)).await;
    let left: i64 = site.read(|db| Ok(private_lines::table.count().get_result(db)?)).await;
    assert_eq!(left, 0, "it goes with its reader");
}

#[actix_web::test]
async fn of_two_who_change_a_template_the_second_is_shown_what_the_first_stored() {
    let site = Site::start().await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let page = manager.submit("/desk/replies/new", &THANKS).await.expect(200);
    let edit = page.attributes("tbody th a", "href").remove(0);
    let seen = field(&manager.get(&edit).await.expect(200), "seen");
    let save = async |name: &str, seen: &str| {
        site.clock.advance(1);
        let fields = [("name", name), ("body_en", "Thank you."), ("body_es", ""), ("seen", seen)];
        manager.post(&edit, &fields).await
    };
    save("Many thanks", &seen).await.expect(303);
    let page = save("Thanks so much", &seen).await.expect(409);
    assert_eq!(field(&page, "name"), "Thanks so much", "as typed");
    assert_eq!(page.texts("#there dd"), ["Many thanks"], "beside what is there");
    save("Thanks so much", &field(&page, "seen")).await.expect(303);
}

#[actix_web::test]
async fn what_was_said_before_an_idea_was_declined_is_no_reason_for_a_no() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let like = site.idea(&ann, &board, "Inflatable poles for the dome tent").await;
    let idea = site.idea(&ann, &board, "Inflatable poles for the tunnel tent").await;
    while site.work().await > 0 {}
    let (open, declined) = (site.open_id(&board).await, site.status(&board, "not_planned").await);
    let page = answer_form(&manager, like.id).await;
    let looked = [("seen", &*field(&page, "seen")), ("status", &*open), ("response", "We look into poles.")];
    manager.post(&format!("/desk/ideas/{}/answer", like.id), &looked).await.expect(303);
    let (id, status) = (like.id, declined.parse::<groundswell::ids::StatusId>().unwrap());
    // Declined without a word, as a status may be that wants no reason.
    site.write(move |db| {
        diesel::update(ideas::table.find(id))
            .set((ideas::status_id.eq(status), ideas::status_kind.eq("closed")))
            .execute(db)?;
        Ok(())
    })
    .await;
    let act = format!("/desk/ideas/{}/answer", idea.id);
    let ask = [("propose", "1"), ("status", &*declined), ("response", "Hm.")];
    let page = manager.post(&act, &ask).await.expect(200);
    assert!(page.text_of("main").contains("No earlier no"), "{:?}", page.texts(".proposals .note"));
}
