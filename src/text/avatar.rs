//! Faces: two waves in a colour, drawn from a hash, so that everybody looks different and nothing is fetched.
//! The ten colours and their contrast are in `components.css`.

/// The picture for an id: inline SVG, decoration only. `class` is added to `avatar`: empty, `small`, `inline`.
pub fn svg(id: &str, class: &str) -> String {
    // FNV-1a, 32 bits: spreads short ids well and is the same on every machine.
    let hash =
        id.bytes().fold(2_166_136_261_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619));
    let part = |shift: u32, range: u32| (hash >> shift) % range;
    let (a, b, c, d) = (8 + part(4, 8), 10 + part(9, 9), 6 + part(14, 8), 15 + part(19, 5));
    let (hue, e, f, g) = (hash % 10, c + 6, c + 8, b + 3);
    format!(
        r#"<svg class="avatar av{hue}{space}{class}" viewBox="0 0 24 24" aria-hidden="true"><path d="M0 {b}C6 {b} 7 {a} 12 {a}S18 {d} 24 {c}V24H0z"/><path d="M0 {d}C7 {d} 8 {e} 14 {f}S20 {d} 24 {g}V24H0z"/></svg>"#,
        space = if class.is_empty() { "" } else { " " },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_look_different_and_stay_the_same() {
        let faces: std::collections::HashSet<String> =
            (1..=1_000).map(|id: i64| svg(&id.to_string(), "")).collect();
        assert!(faces.len() >= 950, "{}", faces.len());
        assert_eq!(svg("7", "small"), svg("7", "small"));
        assert!(
            svg("7", "small").contains(r#"class="avatar av"#) && svg("7", "small").contains(r#" small""#)
        );
    }
}
