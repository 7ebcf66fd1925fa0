//! The title of a page on the web, read with the same care with which webhooks are sent: no address inside this network,
//! little time, little text.

use std::time::Duration;

use reqwest::Client;
use reqwest::header::{ACCEPT, CONTENT_TYPE, LOCATION};
use url::Url;

use crate::config::Config;
use crate::outgoing::{client, may_call};

/// How long the whole may take.
const TIMEOUT: Duration = Duration::from_secs(5);
/// How much of a page is read, in bytes: its title stands near the beginning.
const READ: usize = 256 * 1_024;
/// How often a page may send on to another.
const REDIRECTS: usize = 3;

/// The title that the page at this address gives itself; none when it cannot be read, must not be called, or has none.
pub async fn title_at(config: &Config, url: &str) -> Option<String> {
    let to_private = config.webhooks_to_private_networks;
    let client = client(to_private).ok()?;
    let look = look(&client, Url::parse(url).ok()?, to_private);
    tokio::time::timeout(TIMEOUT, look).await.ok().flatten()
}

async fn look(client: &Client, mut url: Url, to_private: bool) -> Option<String> {
    for _ in 0..=REDIRECTS {
        if !matches!(url.scheme(), "http" | "https") || !(to_private || may_call(&url)) {
            return None;
        }
        let mut response = client.get(url.clone()).header(ACCEPT, "text/html").send().await.ok()?;
        if response.status().is_redirection() {
            let next = response.headers().get(LOCATION)?.to_str().ok()?;
            url = url.join(next).ok()?;
            continue;
        }
        let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
        if !response.status().is_success() || !kind.contains("html") {
            return None;
        }
        let mut bytes: Vec<u8> = Vec::new();
        while bytes.len() < READ {
            let Some(chunk) = response.chunk().await.ok()? else { break };
            bytes.extend(chunk.iter().take(READ - bytes.len()));
        }
        return title_in(&String::from_utf8_lossy(&bytes));
    }
    None
}

/// The text of the first title element.
fn title_in(html: &str) -> Option<String> {
    // As long as the original: only ASCII letters change.
    let lower = html.to_ascii_lowercase();
    let from = lower.find("<title")?;
    let start = from + lower.get(from..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find("</title")?;
    let text = unescaped(html.get(start..end)?);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Text with the character references that titles have.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let end = from.find(';').filter(|end| *end <= 10);
        let meant = end.and_then(|end| from.get(1..end)).and_then(meaning);
        match (meant, end) {
            (Some(meant), Some(end)) => {
                plain.push(meant);
                rest = from.get(end + 1..).unwrap_or("");
            }
            _ => {
                plain.push('&');
                rest = from.get(1..).unwrap_or("");
            }
        }
    }
    plain + rest
}

fn meaning(name: &str) -> Option<char> {
    let number = name.strip_prefix('#');
    let hex = number.and_then(|number| number.strip_prefix(['x', 'X']));
    match (name, number, hex) {
        (_, _, Some(hex)) => u32::from_str_radix(hex, 16).ok().and_then(char::from_u32),
        (_, Some(number), _) => number.parse().ok().and_then(char::from_u32),
        ("amp", ..) => Some('&'),
        ("lt", ..) => Some('<'),
        ("gt", ..) => Some('>'),
        ("quot", ..) => Some('"'),
        ("apos", ..) => Some('\''),
        ("nbsp", ..) => Some(' '),
        ("middot", ..) => Some('·'),
        ("ndash", ..) => Some('–'),
        ("mdash", ..) => Some('—'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_found_and_read_as_text() {
        for (html, expected) in [
            ("<html><head><title>T-12</title>", Some("T-12")),
            ("<TITLE data-x=\"1\">\n  Sew &amp; glue &#x2014; T&#45;12\n</TITLE>", Some("Sew & glue — T-12")),
            ("<title>a &unknown; b & c</title>", Some("a &unknown; b & c")),
            ("<title>&lt;b&gt;</title>", Some("<b>")),
            ("<title>Ünïcode İ</title>", Some("Ünïcode İ")),
            ("<title>never ends", None),
            ("<title>  </title>", None),
            ("", None),
        ] {
            assert_eq!(title_in(html).as_deref(), expected, "{html}");
        }
    }
}
