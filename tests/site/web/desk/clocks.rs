//! The pages of calendars and clocks.

use groundswell::people::Role;
use groundswell::triage::routes::Move;

use crate::support::Site;

const WEEK: [(&str, &str); 5] = [
    ("monday", "9-17"),
    ("tuesday", "9-17"),
    ("wednesday", "9-17"),
    ("thursday", "9-17"),
    ("friday", "09:00-12:00, 13:00-15:00"),
];

#[actix_web::test]
async fn a_team_gets_hours_and_holidays_of_its_own_and_its_routes_are_due_by_them() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let team = site.team("Tents", &[&aino]).await;
    let manager = site.browser_of(&maja).await;

    let page = manager.get("/desk/teams/tents/clock").await.expect(200);
    assert!(page.text_of("main").contains("works by the site’s calendar"));
    let form = [("due_days", "2"), ("remind_hours", "x"), ("escalate_hours", "3"), ("pauses", "on")];
    let page = manager.post("/desk/teams/tents/clock", &form).await.expect(422);
    assert_eq!(page.texts(".error-summary li").len(), 2);
    assert_eq!(page.attributes("#remind_hours", "value"), ["x"]);
    let to = format!("person-{}", maja.id);
    let form = [
        ("due_days", "2"),
        ("remind_hours", "4"),
        ("escalate_hours", "0"),
        ("escalate_to", &*to),
        ("pauses", "on"),
    ];
    let page = manager.submit("/desk/teams/tents/clock", &form).await.expect(200);
    assert_eq!(page.attributes("#escalate_to option[selected]", "value"), [to.as_str()]);

    let mut week = WEEK.to_vec();
    week.push(("tuesday", "17-9"));
    week.retain(|field| *field != ("tuesday", "9-17"));
    week.push(("holidays", "12/25/2026"));
    let page = manager.post("/desk/teams/tents/calendar", &week).await.expect(422);
    assert_eq!(page.texts(".error-summary li").len(), 2);
    assert_eq!(page.attributes("#tuesday", "value"), ["17-9"]);

    let mut week = WEEK.to_vec();
    week.push(("time_zone", "Europe/Madrid"));
    week.push(("holidays", "2026-01-16 A day off"));
    week.push(("more", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260119\nSUMMARY:Another\nEND:VEVENT\nEND:VCALENDAR"));
    let page = manager.submit("/desk/teams/tents/calendar", &week).await.expect(200);
    assert_eq!(page.text_of("#holidays"), "2026-01-16 A day off 2026-01-19 Another");
    assert_eq!(page.attributes("#friday", "value"), ["09:00-12:00, 13:00-15:00"]);

    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let route = site.send_to(&maja, &idea, &team).await;
    site.work().await;
    // Friday and Monday are off: Tuesday, Wednesday; 17:00 in Madrid.
    let due = site.stored_route(route).await.due_at.unwrap();
    assert_eq!(due.to_rfc3339(), "2026-01-21T16:00:00Z");
    let member = site.browser_of(&aino).await;
    let page = member.get(&format!("/desk/routes/{route}")).await.expect(200);
    assert!(
        page.text_of(".page-head").contains("Due 21 January 2026, 16:00"),
        "{}",
        page.text_of(".page-head")
    );

    site.make_move(&aino, route, Move::AskAuthor, "Which poles?").await;
    site.work().await;
    for path in ["/desk/teams/tents".to_owned(), format!("/desk/routes/{route}")] {
        let text = member.get(&path).await.expect(200).text_of("main");
        assert!(text.contains("Paused since 15 January 2026, 12:00: waiting for the author"), "{text}");
    }
    let text = manager.get(&format!("/desk/ideas/{}", idea.id)).await.expect(200).text_of(".aside");
    assert!(text.contains("20 working hours left"), "{text}");

    let page = manager.submit("/desk/teams/tents/calendar/leave", &[]).await.expect(200);
    assert!(page.text_of("main").contains("works by the site’s calendar"));
}

#[actix_web::test]
async fn the_sites_calendar_is_changed_on_its_page() {
    let site = Site::start().await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let page = manager.get("/desk/calendar").await.expect(200);
    assert_eq!(page.attributes("#monday", "value"), ["09:00-17:00"]);
    assert_eq!(page.attributes("#sunday", "value"), [""]);
    let page = manager.post("/desk/calendar", &[("monday", "")]).await.expect(422);
    assert!(page.text_of(".error-summary").contains("Somebody has to work"));
    let page = manager.submit("/desk/calendar", &[("sunday", "8-12"), ("time_zone", "Asia/Dubai")]).await;
    assert_eq!(page.expect(200).attributes("#sunday", "value"), ["08:00-12:00"]);
}

#[actix_web::test]
async fn of_two_who_change_holidays_the_second_is_shown_what_the_first_stored() {
    let site = Site::start().await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let seen = manager.get("/desk/calendar").await.attributes("[name=seen]", "value").remove(0);
    site.clock.advance(groundswell::time::HOUR);
    let save = async |holidays: &str, seen: &str| {
        let mut form = WEEK.to_vec();
        form.extend([("holidays", holidays), ("seen", seen)]);
        manager.post("/desk/calendar", &form).await
    };
    save("2026-12-24 Eve", &seen).await.expect(303);
    let page = save("2026-12-31 Last", &seen).await.expect(409);
    assert_eq!(page.text_of("#holidays"), "2026-12-31 Last");
    assert_eq!(page.text_of("#stored"), "2026-12-24 Eve");
    let seen = page.attributes("[name=seen]", "value").remove(0);
    save("2026-12-31 Last", &seen).await.expect(303);
    assert_eq!(manager.get("/desk/calendar").await.text_of("#holidays"), "2026-12-31 Last");
}
