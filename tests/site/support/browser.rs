//! A browser without JavaScript: it keeps cookies, follows links, fills forms.

use std::sync::Arc;
use std::time::Duration;

use reqwest::cookie::Jar;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};
use scraper::{ElementRef, Html, Selector};

/// A browser. Redirects are not followed unless asked for.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    jar: Arc<Jar>,
    address: String,
}

/// What came back.
pub struct Page {
    pub status: StatusCode,
    pub headers: reqwest::header::HeaderMap,
    pub path: String,
    pub text: String,
}

impl Browser {
    pub fn new(address: &str) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let jar = Arc::new(Jar::default());
        let client = Client::builder()
            // On a busy machine the server would close an idle connection in the instant in which it is used again.
            .pool_max_idle_per_host(0)
            .cookie_provider(Arc::clone(&jar))
            .redirect(Policy::none())
            .build()
            .unwrap();
        Self { client, jar, address: address.to_owned() }
    }

    /// Keeps a cookie, as `name=value`.
    pub fn keep_cookie(&self, cookie: &str) {
        self.jar.add_cookie_str(cookie, &Url::parse(&self.address).unwrap());
    }

    /// The underlying client, for requests that no form makes.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The full address of a path.
    pub fn url(&self, path: &str) -> String {
        if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.address) }
    }

    /// Gets a page.
    pub async fn get(&self, path: &str) -> Page {
        Page::of(path, self.client.get(self.url(path)).send().await.unwrap()).await
    }

    /// Gets a page, and follows where it leads.
    pub async fn visit(&self, path: &str) -> Page {
        self.follow(self.get(path).await).await
    }

    /// Posts a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let origin = self.address.clone();
        let request = self.client.post(self.url(path)).header("origin", origin).form(fields);
        Page::of(path, request.send().await.unwrap()).await
    }

    /// Posts a form whose fields leave long after its head, and after something else was done.
    pub async fn post_late(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        meanwhile: impl FnOnce() + Send + 'static,
    ) -> Page {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let late = futures_util::stream::once(async move {
            tokio::time::sleep(Duration::from_millis(400)).await;
            meanwhile();
            Ok::<_, std::io::Error>(body)
        });
        let request = self
            .client
            .post(self.url(path))
            .header("origin", self.address.clone())
            .header("content-type", "application/x-www-form-urlencoded")
            .body(reqwest::Body::wrap_stream(late));
        Page::of(path, request.send().await.unwrap()).await
    }

    /// Posts a form, and follows where it leads.
    pub async fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.follow(self.post(path, fields).await).await
    }

    /// Follows redirects to their end.
    pub async fn follow(&self, mut page: Page) -> Page {
        for _ in 0..10 {
            let Some(to) = page.location() else { return page };
            page = self.get(&to).await;
        }
        panic!("redirected in circles at {}", page.path);
    }
}

impl Page {
    async fn of(path: &str, response: reqwest::Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        Self { status, headers, path: path.to_owned(), text: response.text().await.unwrap() }
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Option<String> {
        if !self.status.is_redirection() {
            return None;
        }
        self.headers.get("location").map(|value| value.to_str().unwrap().to_owned())
    }

    /// Panics with the page unless the status is this.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(
            self.status.as_u16(),
            status,
            "{}: {}",
            self.path,
            self.text.chars().take(2000).collect::<String>()
        );
        self
    }

    /// The visible words of all that a CSS selector finds, spaces folded.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let words = |element: ElementRef<'_>| {
            element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
        };
        Html::parse_document(&self.text).select(&selector).map(words).collect()
    }

    /// The visible words of the first that a CSS selector finds.
    #[track_caller]
    pub fn text_of(&self, selector: &str) -> String {
        self.texts(selector).into_iter().next().unwrap_or_else(|| panic!("{} has no {selector}", self.path))
    }

    /// An attribute of all that a CSS selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let document = Html::parse_document(&self.text);
        document
            .select(&selector)
            .filter_map(|element| element.value().attr(name).map(str::to_owned))
            .collect()
    }

    /// Whether a CSS selector finds anything.
    pub fn has(&self, selector: &str) -> bool {
        Html::parse_document(&self.text).select(&Selector::parse(selector).unwrap()).next().is_some()
    }
}
