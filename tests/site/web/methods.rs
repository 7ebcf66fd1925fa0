//! Every route answers HEAD as GET, and other methods with 405; bodies too long or not text are refused.

use groundswell::people::Role;

use crate::support::{Browser, Site, site_map};

/// A path with something in each hole: of `{act:on|off}` the first choice, else 1.
fn filled(path: &str) -> String {
    let mut parts = path.split('{');
    let mut filled = parts.next().unwrap().to_owned();
    for part in parts {
        let (hole, rest) = part.split_once('}').unwrap();
        filled += hole.split_once(':').map_or("1", |(_, choices)| choices.split('|').next().unwrap());
        filled += rest;
    }
    filled
}

#[actix_web::test]
async fn every_route_answers_head_as_get_and_refuses_other_methods() {
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ada = site.person("Ada", Role::Administrator).await;
    site.idea(&ada, &board, "A lighter tent").await;
    let browser = site.browser_of(&ada).await;
    let probes = ["/healthz", "/readyz", "/static/icons/icon.svg"].map(|path| (path.to_owned(), true));
    let pages = site_map().into_iter().map(|route| (route.path, route.is_page));
    for (path, is_read) in pages.chain(probes) {
        let path = filled(&path);
        let ask = async |method| browser.client().request(method, browser.url(&path)).send().await.unwrap();
        assert_eq!(ask(reqwest::Method::DELETE).await.status(), 405, "DELETE {path}");
        let head = ask(reqwest::Method::HEAD).await;
        if is_read {
            let get = ask(reqwest::Method::GET).await;
            assert_eq!(head.status(), get.status(), "HEAD {path}");
            assert_eq!(head.headers().get("content-type"), get.headers().get("content-type"), "HEAD {path}");
            assert!(head.bytes().await.unwrap().is_empty(), "HEAD {path} has no body");
        } else {
            assert_eq!(head.status(), 405, "HEAD {path}");
        }
    }
}

async fn send(browser: &Browser, path: &str, kind: &str, body: Vec<u8>) -> (u16, String) {
    let request = browser.client().post(browser.url(path)).header("content-type", kind).body(body);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[actix_web::test]
async fn bodies_that_no_form_sends_are_refused_with_a_page() {
    const FORM: &str = "application/x-www-form-urlencoded";
    let site = Site::start().await;
    let board = site.board("Gear").await;
    let ann = site.customer("Ann").await;
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    let browser = site.browser_of(&ann).await;
    let comments = format!("/ideas/{}/comments", idea.id);
    for path in ["/ideas", comments.as_str(), "/settings", "/signin"] {
        let mut long = b"title=Dark+mode&board=gear&body=".to_vec();
        long.resize(10 * 1024 * 1024, b'a');
        let (status, page) = send(&browser, path, FORM, long).await;
        assert_eq!(status, 413, "{path}");
        assert!(page.contains("<h1>"), "{path}: a page, in the layout");
        for body in
            [&b"board=gear&title=%FF%FE%FD&body=x"[..], b"board=gear&title=\xff\xfe\xfd&body=\xc3\x28"]
        {
            let (status, page) = send(&browser, path, FORM, body.to_vec()).await;
            assert!([303, 400, 422].contains(&status), "{path}: {status}");
            assert!(status == 303 || page.contains("<h1>"), "{path}");
        }
        let (status, page) = send(&browser, path, "multipart/form-data; boundary=x", b"--x--".to_vec()).await;
        assert_eq!(status, 415, "{path}");
        assert!(!page.contains("on our side"), "{path}: whose fault it is");
    }
}
