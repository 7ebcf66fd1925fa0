//! What rendering promises, over the CommonMark examples, every hostile string, and anything at all.

use std::collections::BTreeMap;

use proptest::prelude::*;
use scraper::{Html, Node};

use super::*;
use crate::text::events::MAX_DEPTH;
use crate::text::hostile::{data, strings};

fn html(source: &str) -> String {
    let hosts = ["img.example.org".to_owned()];
    let mention = |handle: &str| (handle == "ana").then(|| "/people/7".to_owned());
    render(source, &RenderOptions { image_hosts: &hosts, mention: &mention }).into_string()
}

/// Parses as a browser would and fails on anything that is not plainly harmless.
fn assert_safe(html: &str, source: &str) {
    let tags = "html p br hr h3 h4 h5 h6 em strong code pre blockquote ul ol li a img";
    for node in Html::parse_fragment(html).root_element().descendants() {
        match node.value() {
            Node::Element(element) => {
                let tag = element.name();
                assert!(tags.split(' ').any(|allowed| allowed == tag), "<{tag}> from {source:?}: {html}");
                for (name, value) in element.attrs() {
                    assert_safe_attribute(tag, name, value, source);
                }
                if tag == "a" {
                    assert_eq!(element.attr("rel"), Some(LINK_REL), "{source:?}");
                    assert!(element.attr("href").is_some(), "{source:?}: {html}");
                }
            }
            Node::Text(_) => {}
            other => panic!("{other:?} from {source:?}"),
        }
    }
}

fn assert_safe_attribute(tag: &str, name: &str, value: &str, source: &str) {
    match (tag, name) {
        ("a", "href") => {
            // What a browser does before it looks at the scheme.
            let bare: String = value.chars().filter(|c| !c.is_ascii_control() && *c != ' ').collect();
            let scheme = bare.split_once(':').map(|(scheme, _)| scheme.to_lowercase());
            let is_scheme = |s: &String| s.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
            let safe = scheme.filter(is_scheme).is_none_or(|scheme| SCHEMES.contains(&scheme.as_str()));
            assert!(safe, "href {value:?} from {source:?}");
        }
        ("img", "src") => assert!(value.starts_with("https://img.example.org/"), "{value:?} from {source:?}"),
        ("ol", "start") => assert!(value.parse::<u64>().is_ok(), "{value:?}"),
        ("a" | "img", "title") | ("img", "alt" | "loading" | "referrerpolicy") | ("a", "rel") => {}
        other => panic!("attribute {other:?} from {source:?}"),
    }
}

/// The text that a reader sees.
fn seen(html: &str) -> String {
    Html::parse_fragment(html).root_element().text().collect()
}

#[test]
fn hostile_strings_render_harmlessly() {
    for payload in strings() {
        assert_safe(&html(&payload), &payload);
        let wrapped = format!(
            "[a]({payload})\n\n![a]({payload})\n\n[b]\n\n[b]: {payload} \"{payload}\"\n\n<{payload}>"
        );
        assert_safe(&html(&wrapped), &wrapped);
    }
}

#[test]
fn tags_typed_are_shown_as_typed() {
    assert_eq!(html("<script>alert(1)</script>"), "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
    assert_eq!(html("a <b>c</b>"), "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n");
    assert_eq!(html("<!-- note -->\n\nafter"), "<p>&lt;!-- note --&gt;\n</p>\n<p>after</p>\n");
    for payload in
        strings().iter().filter(|s| s.starts_with('<') && s.is_ascii() && !s.contains(['\\', '&', '\r']))
    {
        let tag = payload.split_inclusive('>').next().unwrap_or_default();
        if tag.chars().all(|c| c.is_ascii_alphanumeric() || "<>/=() ".contains(c)) {
            assert!(seen(&html(payload)).contains(tag.trim_end()), "{payload:?} gave {}", html(payload));
        }
    }
}

#[test]
fn headings_leave_the_first_two_levels_to_the_page() {
    let source = "# 1\n\n## 2\n\n### 3\n\n#### 4\n\n##### 5\n\n###### 6";
    let expected = "<h3>1</h3>\n<h4>2</h4>\n<h5>3</h5>\n<h6>4</h6>\n<h6>5</h6>\n<h6>6</h6>\n";
    assert_eq!(html(source), expected);
}

#[test]
fn images_show_from_allowed_hosts_over_https_only() {
    let shown = html("![A *cat*](https://img.example.org/c.png \"t\")");
    assert!(
        shown.starts_with("<p><img src=\"https://img.example.org/c.png\" alt=\"A cat\" title=\"t\""),
        "{shown}"
    );
    assert!(
        shown.contains("loading=\"lazy\"") && shown.contains("referrerpolicy=\"no-referrer\""),
        "{shown}"
    );
    let link =
        |href: &str, words: &str| format!("<p><a href=\"{href}\" rel=\"{LINK_REL}\">{words}</a></p>\n");
    for other in [
        "http://img.example.org/c.png",
        "https://other.example.org/c.png",
        "https://img.example.org:8443/c.png",
        "https://img.example.org.evil.example/c.png",
        "https://img.example.org@evil.example/c.png",
        "/c.png",
    ] {
        assert_eq!(html(&format!("![cat]({other})")), link(other, "cat"));
        assert_eq!(html(&format!("![]({other})")), link(other, other));
    }
    assert_eq!(html("[![cat](/c.png)](/page)"), link("/page", "cat"));
    assert_eq!(html("![a](data:image/png;base64,AAAA)"), "<p>a</p>\n");
}

#[test]
fn mentions_of_people_and_bare_addresses_become_links() {
    let link = |href: &str, words: &str| format!("<a href=\"{href}\" rel=\"{LINK_REL}\">{words}</a>");
    let expected = format!("<p>Hi {}, @nobody, <code>@ana</code></p>\n", link("/people/7", "@Ana"));
    assert_eq!(html("Hi @Ana, @nobody, `@ana`"), expected);
    let address = "https://example.org/a_b_c?d=e&amp;f=g";
    let expected = format!("<p>at {}.</p>\n", link(address, address));
    assert_eq!(html("at https://example.org/a_b_c?d=e&f=g."), expected);
}

#[test]
fn links_with_other_schemes_show_their_words() {
    assert_eq!(html("[click](javascript:alert(1))"), "<p>click</p>\n");
    assert_eq!(html("<irc://example.org/x>"), "<p>irc://example.org/x</p>\n");
    assert_eq!(html("[](javascript:alert(1))"), "<p>javascript:alert(1)</p>\n");
}

/// Why an example of the specification renders otherwise here.
fn reason(markdown: &str, section: &str) -> Option<&'static str> {
    let parsed: Vec<Event<'_>> = pulldown_cmark::Parser::new(markdown).collect();
    let any = |test: fn(&Event<'_>) -> bool| parsed.iter().any(test);
    if section == "Raw HTML" || any(|e| matches!(e, Event::Html(_) | Event::InlineHtml(_))) {
        Some("tags typed are text")
    } else if any(|e| matches!(e, Event::Start(Tag::Image { .. }))) {
        Some("images become links")
    } else if any(|e| matches!(e, Event::Start(Tag::Link { dest_url, .. }) if !is_safe(dest_url))) {
        Some("links have known schemes")
    } else if markdown.contains("](")
        && any(|e| matches!(e, Event::Start(Tag::Link { .. })))
        && has_empty_link(&parsed)
    {
        Some("a link without words shows its address")
    } else if markdown.contains("http") {
        Some("bare addresses become links")
    } else {
        None
    }
}

fn has_empty_link(parsed: &[Event<'_>]) -> bool {
    parsed.windows(2).any(|w| matches!(w, [Event::Start(Tag::Link { .. }), Event::End(TagEnd::Link)]))
}

/// A tree as text, without what is ours to choose: `rel`, and the language of a code block, which is left out.
fn canonical(html: &str) -> String {
    fn walk(node: scraper::ElementRef<'_>, out: &mut String) {
        let attributes = node.value().attrs().filter(|(name, _)| !matches!(*name, "rel" | "class"));
        let attributes: BTreeMap<_, _> = attributes.collect();
        out.push_str(&format!("<{} {attributes:?}>", node.value().name()));
        for child in node.children() {
            match (child.value(), scraper::ElementRef::wrap(child)) {
                (Node::Text(text), _) => out.push_str(text),
                (_, Some(element)) => walk(element, out),
                // A comment, which only the specification has.
                (_, None) => out.push_str("<!>"),
            }
        }
        out.push_str("</>");
    }
    let mut out = String::new();
    walk(Html::parse_fragment(html.trim_end()).root_element(), &mut out);
    out
}

/// Headings of the specification's HTML, lowered as ours are.
fn lowered(html: &str) -> String {
    let mut html = html.to_owned();
    for (from, to) in [("h6", "h6"), ("h5", "h6"), ("h4", "h6"), ("h3", "h5"), ("h2", "h4"), ("h1", "h3")] {
        html = html.replace(&format!("<{from}>"), &format!("<{to}>"));
        html = html.replace(&format!("</{from}>"), &format!("</{to}>"));
    }
    html
}

#[test]
fn the_examples_of_commonmark_render_as_specified_but_for_documented_changes() {
    let file = std::fs::read_to_string(data("hostile/commonmark-spec-tests-0.31.2.json")).unwrap();
    let examples: Vec<serde_json::Value> = serde_json::from_str(&file).unwrap();
    let (mut same, mut changed) = (0, BTreeMap::<&str, Vec<i64>>::new());
    for example in &examples {
        let (markdown, expected) = (example["markdown"].as_str().unwrap(), example["html"].as_str().unwrap());
        let ours = html(markdown);
        assert_safe(&ours, markdown);
        if canonical(&ours) == canonical(&lowered(expected)) {
            same += 1;
            continue;
        }
        let why = reason(markdown, example["section"].as_str().unwrap());
        let why = why.unwrap_or_else(|| panic!("example {} gave {ours}\nnot {expected}", example["example"]));
        changed.entry(why).or_default().push(example["example"].as_i64().unwrap());
    }
    let counts: Vec<_> = changed.iter().map(|(why, which)| (*why, which.len())).collect();
    let documented = [
        ("a link without words shows its address", 1),
        ("bare addresses become links", 3),
        ("images become links", 22),
        ("links have known schemes", 4),
        ("tags typed are text", 72),
    ];
    assert_eq!((examples.len(), same, counts.as_slice()), (652, 550, &documented[..]), "{changed:?}");
}

/// Hostile shapes, each as a function of its length in characters.
fn nested(shape: usize, length: usize) -> String {
    let repeat = |unit: &str| unit.repeat(length / unit.len());
    match shape {
        0 => repeat(">"),
        1 => repeat("["),
        2 => repeat("- "),
        3 => repeat("![["),
        4 => repeat("*a **a "),
        5 => repeat("[a]("),
        6 => repeat("> - "),
        7 => repeat("<"),
        8 => repeat("`a``"),
        9 => repeat("- ").split_off(length / 2) + &"\n".repeat(length / 2),
        10 => repeat("[](<a>)"),
        11 => format!("[a]: /{}\n\n{}", "x".repeat(length / 2), "[a]".repeat(length / 6)),
        12 => "*".repeat(length / 2) + "a" + &"*".repeat(length / 2),
        13 => repeat("@a @ab https://"),
        _ => repeat("1. "),
    }
}

#[test]
fn hostile_nesting_gives_shallow_html_in_proportion_to_its_length() {
    for shape in 0..15 {
        let nodes = [10_000, 20_000, 40_000].map(|length| {
            let source = nested(shape, length);
            let html = html(&source);
            // References may expand up to a fixed budget, whatever the length.
            assert!(html.len() <= 70 * length + 200_000, "shape {shape}: {} bytes", html.len());
            let tree = Html::parse_fragment(&html);
            let depth =
                tree.root_element().descendants().map(|node| node.ancestors().count()).max().unwrap_or(0);
            assert!(depth <= MAX_DEPTH + 6, "shape {shape}: {depth} deep");
            tree.root_element().descendants().count()
        });
        assert!(nodes[2] <= nodes[0] * 4 + 100, "shape {shape} grows faster than its length: {nodes:?}");
    }
}

#[test]
fn plain_text_is_one_line_cut_between_words() {
    let source =
        "# Title\n\nSome *emphasised* `code` and\na [link](/x).\n\n- one\n- two\n\n![alt](/i.png) <b>tag</b>";
    assert_eq!(plain(source, 200), "Title Some emphasised code and a link. one two alt <b>tag</b>");
    assert_eq!(plain(source, 20), "Title Some…");
    assert_eq!(plain("abcdefghij", 5), "abcd…");
    assert_eq!(plain("abcde", 5), "abcde");
    assert_eq!((plain("abc", 0), plain("abc", 1)), (String::new(), "…".to_owned()));
    assert_eq!(plain("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 10), "👩‍👩‍👧‍👦…");
}

proptest! {
    #[test]
    fn anything_renders_harmlessly(source in "(?s)([<>*_`\\[\\]()!#@&;:\"'= \n-]|javascript:|http://a\\.b|.){0,80}") {
        assert_safe(&html(&source), &source);
    }

    #[test]
    fn plain_text_keeps_its_length(source in "(?s).{0,120}", max in 0_usize..60) {
        let text = plain(&source, max);
        prop_assert!(text.chars().count() <= max);
        prop_assert!(!text.contains('\n'));
    }
}
