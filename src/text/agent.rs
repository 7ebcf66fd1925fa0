//! What browsers call themselves, made readable: "Firefox" and "Linux" out of a long line. A hint for people, nothing else.

/// Browser and system, as far as they are told; each begins with what must be asked first, since browsers pretend.
const BROWSERS: [(&str, &str); 10] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Vivaldi", "Vivaldi"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
    ("curl", "curl"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac", "macOS"),
    ("Linux", "Linux"),
];

/// The browser's name, if it is a known one.
pub fn browser(agent: &str) -> Option<&'static str> {
    first(&BROWSERS, agent)
}

/// The system's name, if it is a known one.
pub fn system(agent: &str) -> Option<&'static str> {
    first(&SYSTEMS, agent)
}

/// What is worth keeping of it: the signs that name browser and system, without versions and everything else that makes a
/// browser one of a kind.
pub fn essence(agent: &str) -> String {
    let sign = |known: &[(&'static str, &str)]| {
        known.iter().map(|(sign, _)| *sign).find(|sign| agent.contains(sign))
    };
    [sign(&BROWSERS), sign(&SYSTEMS)].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Whether it is carried in a pocket.
pub fn is_phone(agent: &str) -> bool {
    ["iPhone", "Android", "Mobile"].iter().any(|sign| agent.contains(sign))
}

fn first(known: &[(&str, &'static str)], agent: &str) -> Option<&'static str> {
    known.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_browsers_are_told_apart() {
        for (agent, expected) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
                (Some("Firefox"), Some("Linux")),
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36 Edg/142.0",
                (Some("Edge"), Some("Windows")),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1",
                (Some("Safari"), Some("iPhone")),
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36",
                (Some("Chrome"), Some("Android")),
            ),
            ("", (None, None)),
        ] {
            assert_eq!((browser(agent), system(agent)), expected, "{agent}");
            let kept = essence(agent);
            assert_eq!((browser(&kept), system(&kept)), expected, "{kept}");
            assert!(!kept.chars().any(|c| c.is_ascii_digit()), "{kept} tells versions");
        }
    }
}
