//! What no table may say, however it was written.

use super::Line;
use super::cast::WHO;

/// Pages of the staff that everybody may read.
const PUBLIC: [&str; 1] = ["/moderation/log"];
/// Acts of those who have not signed in.
const OPEN_ACTS: [&str; 8] = [
    "/signin",
    "/signin/code",
    "/signin/link/{link}",
    "/sign-in/token",
    "/demo/signin/{role}",
    "/language",
    "/setup",
    "/unsubscribe/{token}",
];

fn answer<'a>(line: &'a Line, who: &str) -> &'a str {
    let at = WHO.iter().position(|name| *name == who).unwrap();
    &line.answers[at]
}

/// Panics at the first line that breaks one.
pub fn hold(lines: &[Line]) {
    for line in lines {
        let named = format!("{} {}: {:?}", line.method, line.path, line.answers);
        assert!(line.answers.iter().all(|cell| !cell.starts_with('5')), "the site failed: {named}");
        // Whoever has left is nobody here.
        assert_eq!(answer(line, "former"), answer(line, "visitor"), "{named}");
        staff_pages(line, &named);
        if line.method == "POST" {
            acts(line, &named);
        }
    }
}

fn staff_pages(line: &Line, named: &str) {
    let is_under = |root: &str| line.path == root || line.path.starts_with(&format!("{root}/"));
    let is_staff_only = ["/desk", "/admin", "/moderation"].into_iter().any(is_under);
    if !is_staff_only || PUBLIC.contains(&line.path.as_str()) {
        return;
    }
    assert_eq!(answer(line, "visitor"), "sign-in", "{named}");
    for who in ["customer", "author", "banned"] {
        assert_eq!(answer(line, who), "403", "{who}: {named}");
    }
    if is_under("/admin") {
        for who in ["member", "outsider", "moderator", "manager"] {
            assert_eq!(answer(line, who), "403", "{who}: {named}");
        }
        assert_ne!(answer(line, "admin"), "403", "{named}");
    }
}

/// Nobody acts without having signed in.
fn acts(line: &Line, named: &str) {
    if !OPEN_ACTS.contains(&line.path.as_str()) {
        let cell = answer(line, "visitor");
        assert!(["sign-in", "403", "404"].contains(&cell), "a visitor acts: {named}");
    }
}
