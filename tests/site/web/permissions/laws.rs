//! What no table may say, however it was written.

use super::Line;
use super::cast::WHO;

/// Pages of the staff that everybody may read.
const PUBLIC: [&str; 1] = ["/moderation/log"];
/// Acts of those who have not signed in, and of those who are about to: what they typed is kept until they have.
const OPEN_ACTS: [&str; 11] = [
    "/signin",
    "/signout",
    "/signin/code",
    "/signin/link/{link}",
    "/sign-in/token",
    "/demo/signin/{role}",
    "/language",
    "/setup",
    "/unsubscribe/{token}",
    "/ideas",
    "/ideas/{idea}/comments",
];

fn answer<'a>(line: &'a Line, who: &str) -> &'a str {
    let at = WHO.iter().position(|name| *name == who).unwrap();
    &line.answers[at]
}

/// Panics with every line that breaks one.
pub fn hold(lines: &[Line]) {
    let broken: Vec<String> = lines
        .iter()
        .flat_map(|line| {
            let named = |law: &str| format!("{law}: {} {} {:?}", line.method, line.path, line.answers);
            broken_by(line).into_iter().map(named).collect::<Vec<_>>()
        })
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

fn broken_by(line: &Line) -> Vec<&'static str> {
    let is_staff_only = is_under(line, "/desk") || is_under(line, "/admin") || is_under(line, "/moderation");
    let refused = |who: &[&str]| who.iter().all(|who| answer(line, who) == "403");
    let laws = [
        ("the site failed", line.answers.iter().all(|cell| !cell.starts_with('5'))),
        ("whoever has left is nobody here", answer(line, "former") == answer(line, "visitor")),
        (
            "pages of the staff are refused to customers",
            !is_staff_only
                || PUBLIC.contains(&line.path.as_str())
                || (answer(line, "visitor") == "sign-in" && refused(&["customer", "author", "banned"])),
        ),
        (
            "the administration is for administrators",
            !is_under(line, "/admin")
                || (refused(&["member", "outsider", "moderator", "manager"])
                    && answer(line, "admin") != "403"),
        ),
        (
            "nobody acts without having signed in",
            line.method == "GET"
                || OPEN_ACTS.contains(&line.path.as_str())
                || ["sign-in", "400", "403", "404"].contains(&answer(line, "visitor")),
        ),
    ];
    laws.into_iter().filter(|(_, holds)| !holds).map(|(law, _)| law).collect()
}

fn is_under(line: &Line, root: &str) -> bool {
    line.path == root || line.path.starts_with(&format!("{root}/"))
}
