//! Pictures that a phone reads.

use std::fmt::Write as _;

use qrcodegen::{QrCode, QrCodeEcc};

/// Quiet modules around the picture; the standard wants four.
const BORDER: i32 = 4;

/// The text as a QR picture, inline SVG: dark on white whatever the page's colours are, since readers want it so. None when
/// the text is too long for one. `label` is its name for whoever does not see it; it must be free of markup.
pub fn svg(text: &str, label: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = code.size() + 2 * BORDER;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            let _ = write!(path, "M{} {}h1v1h-1z", x + BORDER, y + BORDER);
        }
    }
    let label = label.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    Some(format!(
        r##"<svg class="qr" viewBox="0 0 {side} {side}" width="220" height="220" role="img" aria-label="{label}" shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/><path fill="#000" d="{path}"/></svg>"##
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_a_quiet_border_and_a_name() {
        let picture = svg("otpauth://totp/x?secret=ABC", "a \"b\" <c>").unwrap();
        assert!(picture.contains(r#"aria-label="a &quot;b&quot; &lt;c>""#), "{picture}");
        assert!(picture.contains("M4 4h1v1h-1z"), "a finder stands in the corner");
        assert!(!picture.contains("M3 ") && !picture.contains(" style"));
        assert!(svg(&"x".repeat(5_000), "").is_none());
    }
}
