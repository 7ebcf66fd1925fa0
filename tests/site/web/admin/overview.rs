//! Who gets in, and the front page.

use groundswell::people::Role;

use crate::support::Site;

#[actix_web::test]
async fn the_administration_is_for_administrators() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let pages = [
        "/admin",
        "/admin/look",
        "/admin/boards",
        "/admin/boards/new",
        "/admin/tags",
        "/admin/tags/new",
        "/admin/people",
        "/admin/people/new",
        "/admin/roles",
        "/admin/mail",
        "/admin/imports",
    ];
    let status = site.state.settings().await.unwrap().catalog.first_status(board.id).unwrap().id;
    let rows = [
        format!("/admin/boards/{}", board.id),
        format!("/admin/boards/{}/archive", board.id),
        format!("/admin/boards/{}/statuses/new", board.id),
        format!("/admin/boards/{}/categories/new", board.id),
        format!("/admin/statuses/{status}"),
        format!("/admin/statuses/{status}/delete"),
    ];
    let manager = site.browser_of(&site.person("Petra", Role::ProductManager).await).await;
    let admin = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    for path in pages.into_iter().map(str::to_owned).chain(rows) {
        manager.get(&path).await.expect(403);
        manager.post(&path, &[("name", "x")]).await;
        let page = admin.get(&path).await.expect(200);
        assert!(page.has("h1"), "{path}");
        assert!(!page.text.contains("admin-") || !page.texts("main").join(" ").contains("admin-"), "{path}");
        let visitor = site.visitor().get(&path).await.expect(303);
        assert!(visitor.location().unwrap().starts_with("/signin"), "{path}");
    }
    for path in
        ["/admin/boards/999", "/admin/statuses/999", "/admin/tags/999", "/admin/people/999", "/admin/mail/9"]
    {
        admin.get(path).await.expect(404);
    }
}

#[actix_web::test]
async fn without_a_mail_server_the_overview_says_where_mails_are() {
    let site = Site::start().await;
    let admin = site.browser_of(&site.person("Ada", Role::Administrator).await).await;
    let page = admin.get("/admin").await.expect(200);
    assert!(page.text_of(".flash.warn").starts_with("No mail server is set up"));
}
