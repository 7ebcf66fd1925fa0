//! Where an act is done, read off the route: a word for the act, and the thing that it is done to.

/// What addresses call things, what the log calls them, and their tables. Only what has one row by a number, or by a slug.
const THINGS: [(&str, &str, &str); 25] = [
    ("account", "account", "accounts"),
    ("act", "act", "acts"),
    ("board", "board", "boards"),
    ("category", "category", "categories"),
    ("comment", "comment", "comments"),
    ("comments", "comment", "comments"),
    ("connection", "connection", "signin_connections"),
    ("delivery", "delivery", "deliveries"),
    ("idea", "idea", "ideas"),
    ("ideas", "idea", "ideas"),
    ("lens", "lens", "lenses"),
    ("mail", "mail", "mails"),
    ("note", "note", "notes"),
    ("pair", "likeness", "likenesses"),
    ("panel", "panel", "panels"),
    ("person", "person", "people"),
    ("response", "response", "responses"),
    ("round", "round", "rounds"),
    ("route", "route", "routes"),
    ("rule", "rule", "rules"),
    ("segment", "segment", "segments"),
    ("status", "status", "statuses"),
    ("storm", "storm", "storms"),
    ("tag", "tag", "tags"),
    ("template", "reply template", "reply_templates"),
];
/// What staff does as anybody could: no business of the log.
const OWN: [&str; 12] = [
    "/ideas",
    "/ideas/{idea}/vote",
    "/ideas/{idea}/follow",
    "/ideas/{idea}/outcome",
    "/ideas/{idea}/kano",
    "/ideas/{idea}/invitation",
    "/ideas/{idea}/questions/{route}",
    "/ideas/{idea}/comments",
    "/rounds/{round}/ballot",
    "/{kind:ideas|comments}/{id}/report",
    "/sign-in/token",
    "/desk/columns",
];
/// The same for everything that begins like this.
const OWN_FROM: [&str; 9] = [
    "/signin",
    "/signout",
    "/setup",
    "/demo/",
    "/welcome",
    "/language",
    "/me/",
    "/settings",
    "/unsubscribe/",
];

/// The table of what the log calls by this name.
pub(super) fn table_of(object: &str) -> Option<&'static str> {
    let known = THINGS.iter().find(|(_, own, _)| *own == object).map(|(_, _, table)| *table);
    if object == "team" { Some("teams") } else { known }
}

/// How a row is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    Number(i64),
    Slug(String),
}

/// Where an act is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The address without its beginning, with `*` for each thing.
    pub(super) act: String,
    /// What the act is done to: what the log calls it, its table, its row.
    pub(super) object: Option<(&'static str, &'static str, Key)>,
    /// What else the address names.
    pub(super) others: Vec<(String, String)>,
}

impl Place {
    /// From a route below the site's prefix and the path that was asked for; none where the log has no business.
    pub fn of(pattern: &str, path: &str) -> Option<Self> {
        if OWN.contains(&pattern) || OWN_FROM.iter().any(|start| pattern.starts_with(start)) {
            return None;
        }
        let mut place = Self { act: String::new(), object: site(pattern), others: Vec::new() };
        let (mut act, mut kind) = (Vec::new(), "");
        for (part, value) in pattern.split('/').zip(path.split('/')).skip(1) {
            let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) else {
                act.push(part);
                continue;
            };
            let name = name.split(':').next().unwrap_or_default();
            match name {
                "kind" => {
                    act.push(word(value));
                    kind = value;
                }
                "act" if part.contains(':') || pattern.starts_with("/desk/routes") => act.push(word(value)),
                "factor" => act.push(word(value)),
                _ => {
                    act.push("*");
                    place.name(if name == "id" && !kind.is_empty() { kind } else { name }, value);
                }
            }
        }
        place.act = act.join("/");
        Some(place)
    }

    /// Takes up what a part of the address stands for: the first is what the act is done to.
    fn name(&mut self, name: &str, value: &str) {
        let thing = THINGS.iter().find(|(own, ..)| *own == name).map(|(_, object, table)| (*object, *table));
        let thing = if name == "team" { Some(("team", "teams")) } else { thing };
        match (thing, key(name, value)) {
            (Some((object, table)), Some(key)) if self.object.is_none() => {
                self.object = Some((object, table, key));
            }
            _ => self.others.push((name.to_owned(), word(value).to_owned())),
        }
    }
}

/// The site's own settings, which no number stands for.
fn site(pattern: &str) -> Option<(&'static str, &'static str, Key)> {
    pattern.starts_with("/admin/look").then_some(("site", "site", Key::Number(1)))
}

/// Teams go by their slug, everything else by a number that a title may follow.
fn key(name: &str, value: &str) -> Option<Key> {
    if name == "team" {
        return (word(value) == value).then(|| Key::Slug(value.to_owned()));
    }
    let digits: &str = value.split('-').next().unwrap_or_default();
    digits.parse().ok().map(Key::Number)
}

/// A short plain part of an address as it is, and `?` for anything else.
fn word(value: &str) -> &str {
    let is_plain = value.len() <= 80 && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if is_plain { value } else { "?" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pattern: &str, path: &str) -> (String, Option<(&'static str, &'static str, Key)>) {
        let place = Place::of(pattern, path).unwrap();
        (place.act, place.object)
    }

    #[test]
    fn an_address_says_what_is_done_to_what() {
        let idea = |id| Some(("idea", "ideas", Key::Number(id)));
        assert_eq!(
            of("/desk/ideas/{idea}/answer", "/desk/ideas/7-tent/answer"),
            ("desk/ideas/*/answer".into(), idea(7))
        );
        assert_eq!(of("/{kind:ideas|comments}/{id}/hide", "/ideas/7/hide"), ("ideas/*/hide".into(), idea(7)));
        let team = Some(("team", "teams", Key::Slug("tents".into())));
        let (pattern, path) = ("/desk/teams/{team}/{act:archive|restore}", "/desk/teams/tents/archive");
        assert_eq!(of(pattern, path), ("desk/teams/*/archive".into(), team));
        assert_eq!(of("/admin/boards", "/admin/boards"), ("admin/boards".into(), None));
        let site = Some(("site", "site", Key::Number(1)));
        assert_eq!(of("/admin/look/logo", "/admin/look/logo"), ("admin/look/logo".into(), site));
    }

    #[test]
    fn the_first_thing_is_what_it_is_done_to_and_nothing_strange_goes_on() {
        let (pattern, path) =
            ("/desk/teams/{team}/members/{person}/remove", "/desk/teams/tents/members/9/remove");
        let place = Place::of(pattern, path).unwrap();
        assert_eq!(place.others, [("person".to_owned(), "9".to_owned())]);
        let odd = Place::of("/desk/teams/{team}/edit", "/desk/teams/x'%20OR%201=1/edit").unwrap();
        assert_eq!((odd.object, odd.others), (None, vec![("team".to_owned(), "?".to_owned())]));
    }

    #[test]
    fn what_anybody_could_do_is_left_out() {
        assert_eq!(Place::of("/ideas/{idea}/vote", "/ideas/7/vote"), None);
        assert_eq!(Place::of("/settings/sessions/end-all", "/settings/sessions/end-all"), None);
        assert!(Place::of("/something/new", "/something/new").is_some());
    }
}
