//! The table of what roles may do: every power, for every role, with the button and the act together.

use groundswell::history::ActKind;
use groundswell::ideas::Idea;
use groundswell::ids::RouteId;
use groundswell::people::powers::{self, CHANGEABLE, PowerTable};
use groundswell::people::{Power, Role};

use crate::support::{Browser, Page, Site};

/// What the form would send: the ticked boxes, and what it was made from.
fn fields_of(page: &Page) -> Vec<(String, String)> {
    let boxes = page.attributes("table.powers input[checked]", "name");
    let mut fields: Vec<(String, String)> = boxes.into_iter().map(|name| (name, "on".to_owned())).collect();
    fields.push(("seen".into(), page.attributes("input[name=seen]", "value").remove(0)));
    fields
}

async fn save(admin: &Browser, fields: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    admin.post("/admin/roles", &fields).await
}

/// Gives a role exactly these powers.
pub(super) async fn give(admin: &Browser, role: Role, powers: &[Power]) {
    let page = admin.get("/admin/roles").await.expect(200);
    let mut fields = fields_of(&page);
    fields.retain(|(name, _)| !name.starts_with(&format!("{role}-")));
    fields.extend(powers.iter().map(|power| (format!("{role}-{power}"), "on".to_owned())));
    save(admin, &fields).await.expect(303);
}

/// Where the button of a power stands, and the act behind it.
struct Place {
    page: String,
    button: &'static str,
    act: String,
    is_post: bool,
}

fn place(power: Power, idea: &Idea) -> Place {
    let desk = format!("/desk/ideas/{}", idea.id);
    let public = format!("/ideas/{}", idea.id);
    let (page, button, act, is_post): (String, &'static str, String, bool) = match power {
        Power::Desk => ("/".into(), r#".site-nav a[href$="/desk"]"#, "/desk".into(), false),
        Power::Score => {
            let factors = format!("{desk}/factors");
            (factors.clone(), r#"form[action$="/factors/reach"]"#, format!("{factors}/reach"), true)
        }
        Power::Answer => (desk.clone(), r#"form[action$="/answer"]"#, format!("{desk}/answer"), true),
        Power::Route => (desk.clone(), r#"form[action$="/routes"]"#, format!("{desk}/routes"), true),
        Power::Merge => (desk.clone(), r#"a[href$="/merge"]"#, format!("{desk}/merge"), false),
        Power::Capture => (desk, r#"a[href*="/desk/capture"]"#, "/desk/capture".into(), false),
        Power::Edit => (public.clone(), r#"main a[href$="/edit"]"#, format!("{public}/edit"), false),
        Power::Call => ("/desk".into(), r#".tabs a[href$="/desk/storms"]"#, "/desk/storms".into(), false),
    };
    Place { page, button, act, is_post }
}

async fn agrees(browser: &Browser, place: &Place, may: bool, told: &str) {
    // The page of an idea moves to the address with its title.
    let page = browser.visit(&place.page).await.expect(200);
    assert_eq!(page.has(place.button), may, "the button: {told}");
    let done = match place.is_post {
        true => browser.post(&place.act, &[]).await,
        false => browser.visit(&place.act).await,
    };
    assert_eq!(done.status != 403, may, "the act: {told}, {}", done.status);
}

#[actix_web::test]
async fn each_power_of_each_role_is_one_for_the_button_and_the_act() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let admin = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    let people = [
        (Role::TeamMember, site.person("Aino", Role::TeamMember).await),
        (Role::Moderator, site.person("Mo", Role::Moderator).await),
        (Role::ProductManager, site.person("Maja", Role::ProductManager).await),
    ];
    for (role, person) in &people {
        let browser = site.browser_of(person).await;
        for power in Power::ALL.iter().copied() {
            let place = place(power, &idea);
            give(&admin, *role, &[Power::Desk, power]).await;
            agrees(&browser, &place, true, &format!("{role} with {power}")).await;
            let others: Vec<Power> = Power::ALL.iter().copied().filter(|other| *other != power).collect();
            let rest = if power == Power::Desk { Vec::new() } else { others };
            give(&admin, *role, &rest).await;
            agrees(&browser, &place, false, &format!("{role} without {power}")).await;
            agrees(&admin, &place, true, &format!("an administrator, {power}")).await;
        }
    }
}

#[actix_web::test]
async fn as_it_comes_product_managers_may_all_and_others_nothing() {
    let site = Site::start().await;
    let table = site.read(PowerTable::load).await;
    for power in Power::ALL.iter().copied() {
        for role in Role::ALL.iter().copied() {
            let may = role >= Role::ProductManager;
            assert_eq!(table.allows(role, power), may, "{role}, {power}");
        }
        let roles = site.read(move |db| powers::roles_with(db, power)).await;
        assert_eq!(roles, [Role::ProductManager, Role::Administrator]);
    }
}

#[actix_web::test]
async fn what_customers_and_administrators_may_cannot_be_changed() {
    let site = Site::start().await;
    let admin = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    let ann = site.browser_of(&site.customer("Ann").await).await;
    let page = admin.get("/admin/roles").await.expect(200);
    let open = Power::ALL.len() * CHANGEABLE.len();
    assert_eq!(page.attributes("table.powers input[type=checkbox]", "name").len(), open);
    let mut fields = fields_of(&page);
    for power in Power::ALL {
        fields.push((format!("customer-{power}"), "on".into()));
    }
    save(&admin, &fields).await.expect(303);
    ann.get("/desk").await.expect(403);
    admin.get("/desk").await.expect(200);
    ann.get("/admin/roles").await.expect(403);
    ann.post("/admin/roles", &[("customer-desk", "on")]).await.expect(403);
}

#[actix_web::test]
async fn a_power_on_a_desk_that_is_not_seen_is_refused_with_the_boxes_kept() {
    let site = Site::start().await;
    let admin = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    let mut fields = fields_of(&admin.get("/admin/roles").await.expect(200));
    fields.push(("moderator-merge".into(), "on".into()));
    let page = save(&admin, &fields).await.expect(422);
    assert_eq!(page.attributes(".error-summary a", "href"), ["#moderator"]);
    assert!(page.has("#moderator-merge[checked]") && page.has("#moderator-error"));
    assert!(!admin.get("/admin/roles").await.has("#moderator-merge[checked]"));
}

#[actix_web::test]
async fn two_who_change_the_table_at_once_see_what_happened() {
    let site = Site::start().await;
    let admin = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    let mut stale = fields_of(&admin.get("/admin/roles").await.expect(200));
    give(&admin, Role::TeamMember, &[Power::Desk]).await;
    stale.push(("moderator-desk".into(), "on".into()));
    let page = save(&admin, &stale).await.expect(409);
    assert!(page.text_of(".error-summary").contains("Somebody else changed the table"));
    assert!(page.has("#moderator[checked]") && !page.has("#team_member[checked]"), "what was ticked is kept");
    save(&admin, &fields_of(&page)).await.expect(303);
    let page = admin.get("/admin/roles").await.expect(200);
    assert!(page.has("#moderator[checked]") && !page.has("#team_member[checked]"));
}

#[actix_web::test]
async fn the_public_log_tells_what_a_role_was_given_and_what_it_lost() {
    let site = Site::start().await;
    let admin = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    let log = format!("/moderation/log?kind={}", ActKind::PowersChanged);
    give(&admin, Role::Moderator, &[Power::Desk, Power::Merge]).await;
    give(&admin, Role::Moderator, &[Power::Desk, Power::Merge]).await;
    give(&admin, Role::Moderator, &[Power::Desk, Power::Answer]).await;
    let page = site.visitor().get(&log).await.expect(200);
    let told = page.texts("main").join(" ");
    assert!(told.contains("moderator: may now: See the desk, Merge"), "{told}");
    assert!(told.contains("moderator: may now: Answer; no longer may: Merge"), "{told}");
    assert_eq!(told.matches("may now").count(), 2, "the same again is no change: {told}");
    assert!(!told.contains("Ada"));
}

#[actix_web::test]
async fn who_sees_the_desk_without_routing_reads_inboxes_and_changes_nothing_in_them() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let (ann, aino) = (site.customer("Ann").await, site.person("Aino", Role::TeamMember).await);
    let maja = site.person("Maja", Role::ProductManager).await;
    let team = site.team("Tents", &[&aino]).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let route: RouteId = site.send_to(&maja, &idea, &team).await;
    let admin = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    give(&admin, Role::Moderator, &[Power::Desk]).await;
    let reader = site.browser_of(&site.person("Mo", Role::Moderator).await).await;
    let page = reader.get(&format!("/desk/routes/{route}")).await.expect(200);
    assert!(!page.has("form[action$=\"/accept\"]") && !page.has("form[action$=\"/assign\"]"));
    reader.get("/desk/teams/tents").await.expect(200);
    for act in ["accept", "assign", "estimate"] {
        let fields = [("assignee", ""), ("effort", "s"), ("confidence", "high")];
        reader.post(&format!("/desk/routes/{route}/{act}"), &fields).await.expect(403);
    }
    let member = site.browser_of(&aino).await;
    assert!(member.get(&format!("/desk/routes/{route}")).await.has("form[action$=\"/assign\"]"));
    member.post(&format!("/desk/routes/{route}/accept"), &[]).await.expect(303);
}
