//! A site below a path: nothing that it prints leads outside.

use std::collections::{BTreeSet, VecDeque};

use groundswell::people::Role;

use crate::support::{Browser, Page, Site};

async fn below_a_path() -> Site {
    Site::start_with(|config| config.base_url = format!("{}/some/where", config.base_url)).await
}

/// The addresses of this site on a page: what it links, loads and posts to.
fn addresses(page: &Page, origin: &str) -> Vec<(String, bool)> {
    let mut all = Vec::new();
    for (selector, name, is_got) in [
        ("a[href]", "href", true),
        ("link[href]", "href", true),
        ("script[src]", "src", true),
        ("img[src]", "src", true),
        ("use[href]", "href", true),
        ("form[action]", "action", false),
        ("button[formaction]", "formaction", false),
        ("[data-similar-url]", "data-similar-url", false),
        ("[data-mentions-url]", "data-mentions-url", false),
        ("input[name=return_to]", "value", false),
    ] {
        all.extend(page.attributes(selector, name).into_iter().map(|address| (address, is_got)));
    }
    let own = |(address, is_got): (String, bool)| {
        let path = address.strip_prefix(origin).unwrap_or(&address).to_owned();
        (path.starts_with('/') && !path.starts_with("//")).then_some((path, is_got))
    };
    all.into_iter().filter_map(own).collect()
}

/// Follows every link from the front page, as far as `limit` pages; every address must lie below the path, and every style
/// sheet, script and picture must be there. (Links that lead nowhere are the affair of a test of their own.)
async fn walk(site: &Site, browser: &Browser, limit: usize) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let mut queue = VecDeque::from([("/some/where/".to_owned(), "the start".to_owned())]);
    while let Some((path, from)) = queue.pop_front() {
        let path = path.split('#').next().unwrap_or_default().to_owned();
        if seen.len() >= limit || !seen.insert(path.clone()) {
            continue;
        }
        let page = browser.get(&path).await;
        let is_page = !path.contains("/static/") && !path.contains(".css") && !path.contains(".svg");
        assert!(is_page || page.status.is_success(), "{} of {path}, linked from {from}", page.status);
        assert!(!page.status.is_server_error(), "{} of {path}, linked from {from}", page.status);
        if let Some(to) = page.location() {
            let to = to.strip_prefix(&site.address).unwrap_or(&to).to_owned();
            assert!(to.starts_with("/some/where/"), "{path} leads to {to}");
            queue.push_back((to, path.clone()));
        }
        if !page
            .headers
            .get("content-type")
            .is_some_and(|kind| kind.to_str().unwrap().starts_with("text/html"))
        {
            continue;
        }
        for (address, is_got) in addresses(&page, &site.address) {
            assert!(address.starts_with("/some/where/"), "{path} speaks of {address}");
            if is_got {
                queue.push_back((address, path.clone()));
            }
        }
    }
    seen
}

#[actix_web::test]
async fn every_page_of_a_site_below_a_path_stays_below_it() {
    let site = below_a_path().await;
    let board = site.board("Gear").await;
    let (ann, ada) = (site.customer("Ann").await, site.person("Ada", Role::Administrator).await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;
    site.comment(&ada, &idea, None, "Yes, @ann.").await;
    let seen = walk(&site, &site.visitor(), 400).await;
    assert!(seen.iter().any(|path| path.contains("/static/css/site.")), "{seen:?}");
    for person in [&ann, &ada] {
        walk(&site, &site.browser_of(person).await, 400).await;
    }
}

#[actix_web::test]
async fn forms_redirects_mails_and_cookies_of_a_site_below_a_path_stay_below_it() {
    let site = below_a_path().await;
    let board = site.board("Gear").await;
    let (ann, ben) = (site.customer("Ann").await, site.customer("Ben").await);
    let idea = site.idea(&ann, &board, "A lighter tent").await;

    let visitor = site.visitor();
    let page =
        visitor.post(&format!("/some/where/ideas/{}/vote", idea.id), &[("vote", "up")]).await.expect(303);
    assert!(page.location().unwrap().starts_with("/some/where/"), "{:?}", page.location());
    for cookie in page.headers.get_all("set-cookie") {
        assert!(cookie.to_str().unwrap().contains("Path=/some/where"), "{cookie:?}");
    }
    let browser = site.browser_of(&ben).await;
    let page =
        browser.post(&format!("/some/where/ideas/{}/vote", idea.id), &[("vote", "up")]).await.expect(303);
    assert!(page.location().unwrap().starts_with("/some/where/"));
    assert_eq!(site.stored_idea(idea.id).await.ranks.promotions, 2);

    site.comment(&ben, &idea, None, "Yes.").await;
    let letter = site.letters().await.remove(0);
    let address = letter.header("List-Unsubscribe").unwrap().trim_matches(['<', '>']).to_owned();
    assert!(address.starts_with(&format!("{}/unsubscribe/", site.base)), "{address}");
    visitor.get(&address).await.expect(200);
    assert!(letter.text.contains(&format!("{}/ideas/{}-", site.base, idea.id)));

    visitor.get("/some/where/healthz").await.expect(200);
    visitor.get("/healthz").await.expect(200);
    visitor.get("/").await.expect(404);
}
