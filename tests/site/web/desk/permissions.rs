//! Who may open and do what: one table.

use groundswell::people::Role;

use crate::support::Site;

#[actix_web::test]
async fn each_role_opens_what_is_its_own() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let bram = site.person("Bram", Role::TeamMember).await;
    let mod_ = site.person("Mo", Role::Moderator).await;
    let admin = site.person("Ada", Role::Administrator).await;
    let team = site.team("Tents", &[&aino]).await;
    site.team("Stoves", &[&bram]).await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let route = site.send_to(&maja, &idea, &team).await;
    let (desk_idea, route) = (format!("/desk/ideas/{}", idea.id), format!("/desk/routes/{route}"));
    let (merge, factors) = (format!("{desk_idea}/merge"), format!("{desk_idea}/factors"));
    let split = format!("{desk_idea}/split");
    let browsers = [
        site.visitor(),
        site.browser_of(&ann).await,
        site.browser_of(&aino).await,
        site.browser_of(&bram).await,
        site.browser_of(&mod_).await,
        site.browser_of(&maja).await,
        site.browser_of(&admin).await,
    ];
    // visitor, customer, member, member of another team, moderator, manager, administrator
    let table = [
        ("/desk", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/first-time", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/lenses", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/lenses/new", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/lenses/99999", [303, 403, 403, 403, 403, 404, 404]),
        ("/desk/exports", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/export.csv", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/export.xlsx", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/returned", [303, 403, 403, 403, 403, 200, 200]),
        (&desk_idea, [303, 403, 403, 403, 403, 200, 200]),
        (&factors, [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/accounts", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/accounts/new", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/accounts/99999", [303, 403, 403, 403, 403, 404, 404]),
        ("/desk/segments", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/segments/new", [303, 403, 403, 403, 403, 200, 200]),
        (&merge, [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/capture", [303, 403, 403, 403, 403, 200, 200]),
        (&split, [303, 403, 403, 403, 403, 200, 200]),
        ("/privacy", [200, 200, 200, 200, 200, 200, 200]),
        ("/leaving", [303, 303, 303, 303, 303, 303, 303]),
        ("/settings/data/archive/1", [303, 404, 404, 404, 404, 404, 404]),
        ("/me/waiting", [303, 200, 200, 200, 200, 200, 200]),
        ("/desk/duplicates", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/storms", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/storms/new", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/storms/99999", [303, 403, 403, 403, 403, 404, 404]),
        ("/desk/rounds", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/rounds/new", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/rounds/99999", [303, 403, 403, 403, 403, 404, 404]),
        ("/desk/replies", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/replies/new", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/replies/99999", [303, 403, 403, 403, 403, 404, 404]),
        ("/desk/panels", [303, 403, 200, 200, 200, 200, 200]),
        ("/desk/panels/new", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/panels/99999", [303, 403, 404, 404, 404, 404, 404]),
        ("/desk/panels/99999/edit", [303, 403, 403, 403, 403, 404, 404]),
        ("/desk/rules", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/rules/map", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/rules/new", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/rules/99999/try", [303, 403, 403, 403, 403, 404, 404]),
        ("/desk/deliveries", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/teams", [303, 403, 200, 200, 200, 200, 200]),
        ("/desk/teams/new", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/teams/tents/edit", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/promises", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/calendar", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/teams/tents/clock", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/teams/tents/calendar", [303, 403, 403, 403, 403, 200, 200]),
        ("/desk/teams/tents", [303, 403, 200, 404, 404, 200, 200]),
        ("/desk/teams/nobody", [303, 403, 404, 404, 404, 404, 404]),
        (&route, [303, 403, 200, 404, 404, 200, 200]),
        ("/desk/routes/99999", [303, 403, 404, 404, 404, 404, 404]),
        ("/admin/roles", [303, 403, 403, 403, 403, 403, 200]),
        ("/admin/sign-in", [303, 403, 403, 403, 403, 403, 200]),
        ("/admin/sign-in/new", [303, 403, 403, 403, 403, 403, 200]),
        ("/admin/sign-in/99999", [303, 403, 403, 403, 403, 403, 404]),
        ("/admin/sign-in/99999/try", [303, 403, 403, 403, 403, 403, 404]),
        ("/admin/sign-in/99999/delete", [303, 403, 403, 403, 403, 403, 404]),
        ("/sign-in/token", [403, 403, 403, 403, 403, 403, 403]),
        ("/desk/ideas/99999", [303, 403, 403, 403, 403, 404, 404]),
    ];
    for (path, expected) in table {
        for (browser, status) in browsers.iter().zip(expected) {
            browser.get(path).await.expect(status);
        }
    }
    let acts: [(String, [u16; 5]); 17] = [
        ("/leaving".into(), [303, 303, 303, 303, 303]),
        ("/settings/data/archive".into(), [303, 303, 303, 303, 303]),
        ("/desk/duplicates".into(), [303, 403, 403, 403, 403]),
        ("/desk/rules/1/run".into(), [303, 403, 403, 403, 403]),
        ("/admin/sign-in".into(), [303, 403, 403, 403, 403]),
        ("/admin/sign-in/1".into(), [303, 403, 403, 403, 403]),
        ("/admin/sign-in/1/key".into(), [303, 403, 403, 403, 403]),
        ("/admin/sign-in/1/switch".into(), [303, 403, 403, 403, 403]),
        ("/admin/sign-in/1/delete".into(), [303, 403, 403, 403, 403]),
        (format!("{desk_idea}/factors/reach"), [303, 403, 403, 403, 403]),
        ("/desk/factors/1/undo".into(), [303, 403, 403, 403, 403]),
        (format!("{desk_idea}/answer"), [303, 403, 403, 403, 403]),
        (format!("{desk_idea}/routes"), [303, 403, 403, 403, 403]),
        (format!("{route}/accept"), [303, 403, 303, 404, 404]),
        (format!("{route}/take-back"), [303, 403, 403, 404, 404]),
        (format!("{route}/settle"), [303, 403, 403, 403, 403]),
        (format!("{route}/reassign"), [303, 403, 422, 404, 404]),
    ];
    for (path, expected) in acts {
        for (browser, status) in browsers.iter().zip(expected) {
            browser.post(&path, &[]).await.expect(status);
        }
    }
}

#[actix_web::test]
async fn an_act_from_another_site_is_refused() {
    let site = Site::start().await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let browser = site.browser_of(&maja).await;
    let request =
        browser.client().post(browser.url("/desk/teams/new")).header("origin", "https://evil.example");
    assert_eq!(request.form(&[("name", "Evil")]).send().await.unwrap().status(), 403);
}
