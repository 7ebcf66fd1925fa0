//! A picture for every person, drawn from a hash: a mirrored pattern of simple shapes in two colours.
//! Nothing is fetched or stored; the same id always gives the same picture.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// Relative luminance of the ground: at least 4.5:1 under white letters and on a white page, 3:1 on a dark page.
const GROUND: f64 = 0.17;
/// Relative luminance of the pattern: 3:1 on the ground.
const PATTERN: f64 = 0.66;
/// Relative luminance of the pattern behind initials: darker than the ground, so that the letters stay readable.
const QUIET_PATTERN: f64 = 0.12;
/// Ground colours there are.
const HUES: u16 = 24;

/// The picture of the person with this stable id, as an SVG element of any size. It is decoration: the name beside it
/// says who it is. With `initials` it shows up to two letters on a quieter pattern.
pub fn svg(id: &str, initials: Option<&str>) -> String {
    let hash: [u8; 32] = Sha256::digest(id.as_bytes()).into();
    let [hue, second, shapes @ ..] = hash;
    let hue = f64::from(u16::from(hue) % HUES) * 360.0 / f64::from(HUES);
    let pattern_hue =
        hue + [40.0, 150.0, 180.0, 210.0].into_iter().nth(usize::from(second % 4)).unwrap_or(180.0);
    let pattern = if initials.is_some() { colour(hue, QUIET_PATTERN) } else { colour(pattern_hue, PATTERN) };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 64\" aria-hidden=\"true\" focusable=\"false\">\
         <rect width=\"64\" height=\"64\" fill=\"{}\"/><path fill=\"{pattern}\" d=\"{}\"/>",
        colour(hue, GROUND),
        path(&shapes)
    );
    if let Some(letters) = initials {
        svg.push_str("<text x=\"32\" y=\"41\" text-anchor=\"middle\" fill=\"#fff\" font-family=\"system-ui, sans-serif\" ");
        svg.push_str("font-size=\"26\" font-weight=\"600\">");
        letters.chars().filter(|c| c.is_alphanumeric()).take(2).for_each(|c| svg.push(c));
        svg.push_str("</text>");
    }
    svg.push_str("</svg>");
    svg
}

/// The first letters of the first and the last word of a name, in upper case; empty if it has no letters.
pub fn initials(name: &str) -> String {
    let mut letters = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = letters.next();
    let both = first.into_iter().chain(letters.next_back());
    both.map(|c| c.to_uppercase().next().unwrap_or(c)).collect()
}

/// The outline of the pattern: the left half of a grid of 4 by 4, mirrored to the right.
fn path(shapes: &[u8]) -> String {
    let mut path = String::new();
    let cells = (0..4_u8).flat_map(|row| (0..2_u8).map(move |column| (row, column)));
    for ((row, column), shape) in cells.zip(shapes) {
        // The two cells in the middle are never empty, so that no picture is.
        let middle = column == 1 && (row == 1 || row == 2);
        let shape = if middle { 2 + shape % 6 } else { shape % 8 };
        let y = 4 + i32::from(row) * 14;
        cell(&mut path, shape, 4 + i32::from(column) * 14, y, false);
        cell(&mut path, shape, 46 - i32::from(column) * 14, y, true);
    }
    path
}

/// One cell of 14 units: empty, a square, a disc, or a quarter of a disc in one of four corners.
fn cell(path: &mut String, shape: u8, x: i32, y: i32, mirrored: bool) {
    let (right, bottom) = (x + 14, y + 14);
    let (near, far, outward) = if mirrored { (right, x, 0) } else { (x, right, 1) };
    let inward = 1 - outward;
    let written = match shape {
        0 | 1 => Ok(()),
        2 => write!(path, "M{x} {y}h14v14h-14z"),
        3 => write!(path, "M{x} {}a7 7 0 1 1 14 0a7 7 0 1 1-14 0z", y + 7),
        4 => write!(path, "M{near} {y}L{far} {y}A14 14 0 0 {outward} {near} {bottom}z"),
        5 => write!(path, "M{far} {y}L{near} {y}A14 14 0 0 {inward} {far} {bottom}z"),
        6 => write!(path, "M{near} {bottom}L{far} {bottom}A14 14 0 0 {inward} {near} {y}z"),
        _ => write!(path, "M{far} {bottom}L{near} {bottom}A14 14 0 0 {outward} {far} {y}z"),
    };
    debug_assert!(written.is_ok(), "writing to a string cannot fail");
}

/// The colour of a hue (degrees) with a relative luminance, as `#rrggbb`.
fn colour(hue: f64, luminance: f64) -> String {
    let (mut dark, mut light) = (0.0, 1.0);
    // Luminance grows with lightness, so halving finds it to a 4,096th.
    for _ in 0..12 {
        let middle = f64::midpoint(dark, light);
        if luminance_of(rgb(hue, middle)) < luminance { dark = middle } else { light = middle }
    }
    let mut colour = String::from("#");
    for channel in rgb(hue, dark) {
        colour.push_str(&format!("{:02x}", byte(channel)));
    }
    colour
}

/// Red, green and blue from 0 to 1, at a saturation of 55 %.
fn rgb(hue: f64, lightness: f64) -> [f64; 3] {
    let chroma = 0.55 * lightness.min(1.0 - lightness);
    [0.0, 8.0, 4.0].map(|n| {
        let k = (n + hue / 30.0).rem_euclid(12.0);
        lightness - chroma * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0)
    })
}

/// Relative luminance as WCAG 2.2 defines it, 0 to 1.
fn luminance_of(rgb: [f64; 3]) -> f64 {
    let [r, g, b] = rgb.map(|c| if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// The greatest byte that is not above a channel.
fn byte(channel: f64) -> u8 {
    (0..=u8::MAX).rev().find(|byte| f64::from(*byte) <= channel * 255.0).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn luminance_of_hex(hex: &str) -> f64 {
        let channel = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        luminance_of([channel(1), channel(3), channel(5)])
    }

    fn contrast(a: f64, b: f64) -> f64 {
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn fills(svg: &str) -> Vec<f64> {
        svg.split("fill=\"")
            .skip(1)
            .map(|rest| &rest[..7])
            .filter(|hex| hex.len() == 7 && !hex.contains('"'))
            .map(luminance_of_hex)
            .collect()
    }

    #[test]
    fn people_look_different_and_stay_the_same() {
        let pictures: HashSet<String> = (0..1_000).map(|id| svg(&format!("person-{id}"), None)).collect();
        assert!(pictures.len() >= 990, "{} different", pictures.len());
        assert_eq!(svg("person-7", None), svg("person-7", None));
        let with_letters: HashSet<String> = (0..1_000).map(|id| svg(&id.to_string(), Some("AB"))).collect();
        assert!(with_letters.len() >= 990, "{} different", with_letters.len());
    }

    #[test]
    fn colours_have_contrast_on_light_and_dark_pages() {
        let dark_page = luminance_of_hex("#1b1b1f");
        for id in 0..500 {
            let picture = fills(&svg(&id.to_string(), None));
            let (ground, pattern) = (picture[0], picture[1]);
            assert!(contrast(ground, 1.0) >= 4.5 && contrast(ground, dark_page) >= 3.0, "ground {ground}");
            assert!(contrast(ground, pattern) >= 3.0, "{ground} and {pattern}");
            let letters = fills(&svg(&id.to_string(), Some("X")));
            assert!(letters[..2].iter().all(|behind| contrast(*behind, 1.0) >= 4.5));
        }
    }

    #[test]
    fn names_give_initials_and_never_markup() {
        for (name, expected) in
            [("Ana García López", "AL"), ("bob", "B"), ("<script> \"x\"", "SX"), ("黑 暗", "黑暗"), ("…", "")]
        {
            assert_eq!(initials(name), expected);
        }
        for name in crate::text::hostile::strings() {
            let svg = svg(&name, Some(&name));
            assert_eq!(svg.matches('<').count(), 6, "{svg}");
            assert!(!svg.contains('&'));
        }
    }
}
