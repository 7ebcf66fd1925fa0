//! Teams and their webhooks.

use groundswell::people::Role;
use groundswell::triage::teams;

use crate::support::Site;

#[actix_web::test]
async fn a_team_is_made_changed_staffed_and_closed() {
    let site = Site::start().await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let aino = site.person("Aino", Role::TeamMember).await;
    let ann = site.customer("Ann").await;
    let manager = site.browser_of(&maja).await;
    assert!(manager.get("/desk/teams").await.expect(200).has(".empty"));
    manager.get("/desk/teams/new").await.expect(200);
    let bad =
        [("name", ""), ("address", "nowhere"), ("webhook_url", "http://plain.example/"), ("slug", "new")];
    let page = manager.post("/desk/teams/new", &bad).await.expect(422);
    assert_eq!(page.texts(".error-summary li").len(), 4, "{:?}", page.texts(".error-summary li"));
    assert_eq!(page.attributes("#address", "value"), ["nowhere"]);
    let good = [("name", "Tents & packs"), ("address", "tents@example.com")];
    let page = manager.submit("/desk/teams/new", &good).await.expect(200);
    assert_eq!(page.path, "/desk/teams/tents-packs/edit");
    let page = manager.post("/desk/teams/new", &good).await.expect(422);
    assert!(page.text_of(".error-summary").contains("taken"));

    let members = "/desk/teams/tents-packs/members";
    manager.post(members, &[("person", "@aino")]).await.expect(303);
    manager.post(members, &[("person", "AINO@example.com")]).await.expect(303);
    let page = manager.post(members, &[("person", &ann.handle)]).await.expect(422);
    assert!(page.text_of(".error-summary").contains("members of staff"));
    manager.post(members, &[("person", "ghost")]).await.expect(422);
    let page = manager.get("/desk/teams/tents-packs/edit").await.expect(200);
    assert_eq!(page.texts("#members li").len(), 1, "added twice is there once");
    let member = site.browser_of(&aino).await;
    assert!(member.get("/desk/teams").await.text_of("tbody").contains("Tents & packs"));
    manager.post(&format!("{members}/{}/remove", aino.id), &[]).await.expect(303);
    member.get("/desk/teams/tents-packs").await.expect(404);

    manager.post("/desk/teams/tents-packs/archive", &[]).await.expect(303);
    let board = site.board("Gear").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let team = site.read(|db| teams::find_by_slug(db, "tents-packs")).await;
    let send = format!("/desk/ideas/{}/routes", idea.id);
    let page = manager.post(&send, &[("team", &team.id.to_string())]).await.expect(422);
    assert!(page.text_of(".error-summary").contains("takes no routes"));
    manager.post("/desk/teams/tents-packs/restore", &[]).await.expect(303);
    manager.post(&send, &[("team", &team.id.to_string())]).await.expect(303);
}

#[actix_web::test]
async fn a_secret_is_shown_once_and_a_new_one_replaces_it() {
    let site = Site::start().await;
    let maja = site.person("Maja", Role::ProductManager).await;
    let manager = site.browser_of(&maja).await;
    let form = [("name", "Tents"), ("webhook_url", "https://hooks.example.com/in")];
    let page = manager.post("/desk/teams/new", &form).await.expect(200);
    let secret = page.attributes("#secret", "value")[0].clone();
    assert!(secret.starts_with("whsec_"));
    assert_eq!(page.headers["cache-control"], "no-store");
    let page = manager.get("/desk/teams/tents/edit").await.expect(200);
    assert!(!page.text.contains(&secret));
    manager.post("/desk/teams/tents/edit", &form).await.expect(303);
    let stored = site.read(|db| teams::find_by_slug(db, "tents")).await.webhook_secret.unwrap();
    assert_eq!(stored, secret, "saving the form keeps the secret");
    let page = manager.post("/desk/teams/tents/secret", &[]).await.expect(200);
    assert_ne!(page.attributes("#secret", "value")[0], secret);
}
