//! The site colour: from what the administrator chose, one variant for light pages and one for dark ones that keep
//! words readable.
//!
//! The conversions are those of Björn Ottosson, "A perceptual color space for image processing" (2020), and the
//! contrast is that of WCAG 2.2, which AA wants to be at least 4.5.

/// The worst background of a light page.
const LIGHT_GROUND: Rgb = Rgb([0xf2, 0xf0, 0xea]);
/// The worst background of a dark page.
const DARK_GROUND: Rgb = Rgb([0x2b, 0x30, 0x2e]);
/// Contrast that the variants have with these, with some margin above AA.
const CONTRAST: f64 = 5.0;
/// How finely lightness is searched.
const STEPS: u16 = 500;

/// A colour of the screen: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb([u8; 3]);

/// The variants of a site colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Brand {
    /// For light pages; white words on it are readable.
    pub light: Rgb,
    /// For dark pages; nearly black words on it are readable.
    pub dark: Rgb,
}

impl Rgb {
    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let mut bytes = [0; 3];
        hex::decode_to_slice(digits, &mut bytes).ok()?;
        Some(Self(bytes))
    }

    /// The contrast of two colours, 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn linear(self) -> [f64; 3] {
        self.0.map(|byte| {
            let value = f64::from(byte) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }
}

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{}", hex::encode(self.0))
    }
}

impl Brand {
    /// The variants nearest to a colour: darker for light pages, lighter for dark ones, as far as contrast asks.
    pub fn of(colour: Rgb) -> Self {
        let lch = Lch::of(colour);
        let steps = || (0..=STEPS).map(|step| f64::from(step) / f64::from(STEPS));
        let darker = steps().map(|part| lch.at_lightness(lch.lightness * (1.0 - part)));
        let lighter = steps().map(|part| lch.at_lightness(lch.lightness + (1.0 - lch.lightness) * part));
        let readable = |ground: Rgb| move |variant: &Rgb| variant.contrast(ground) >= CONTRAST;
        Self {
            light: darker.into_iter().find(readable(LIGHT_GROUND)).unwrap_or(Rgb([0; 3])),
            dark: lighter.into_iter().find(readable(DARK_GROUND)).unwrap_or(Rgb([255; 3])),
        }
    }

    /// The style sheet that sets them.
    pub fn style_sheet(self) -> String {
        format!(
            ":root {{ --brand: light-dark({}, {}); --brand-ink: light-dark(#fff, #06201c); }}\n",
            self.light, self.dark
        )
    }
}

/// A colour in OKLCH: lightness 0 to 1, chroma, and hue as its two directions.
#[derive(Debug, Clone, Copy)]
struct Lch {
    lightness: f64,
    chroma: f64,
    hue: (f64, f64),
}

impl Lch {
    fn of(colour: Rgb) -> Self {
        let [r, g, b] = colour.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let lightness = 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s;
        let green_red = 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s;
        let blue_yellow = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s;
        let angle = blue_yellow.atan2(green_red);
        Self { lightness, chroma: green_red.hypot(blue_yellow), hue: (angle.cos(), angle.sin()) }
    }

    /// The colour of this hue at another lightness, with as much of the chroma as a screen can show there.
    fn at_lightness(self, lightness: f64) -> Rgb {
        let wanted = Self { lightness, ..self };
        let (mut low, mut high) = (0.0, self.chroma);
        if let Some(shown) = wanted.shown() {
            return shown;
        }
        let mut best = Self { chroma: 0.0, ..wanted };
        for _ in 0..16 {
            let middle = f64::midpoint(low, high);
            let tried = Self { chroma: middle, ..wanted };
            if tried.shown().is_some() {
                (low, best) = (middle, tried);
            } else {
                high = middle;
            }
        }
        best.shown().unwrap_or_else(|| best.clipped())
    }

    /// The colour, when a screen can show it.
    fn shown(self) -> Option<Rgb> {
        let inside = self.linear().iter().all(|value| (-0.000_1..=1.000_1).contains(value));
        inside.then(|| self.clipped())
    }

    fn clipped(self) -> Rgb {
        Rgb(self.linear().map(|value| {
            let value = value.clamp(0.0, 1.0);
            let curved =
                if value <= 0.003_130_8 { value * 12.92 } else { 1.055 * value.powf(1.0 / 2.4) - 0.055 };
            byte(curved)
        }))
    }

    fn linear(self) -> [f64; 3] {
        let (a, b) = (self.chroma * self.hue.0, self.chroma * self.hue.1);
        let l = (self.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (self.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (self.lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ]
    }
}

/// 0 to 1 as a byte.
#[allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "std has no other way from f64; the value lies within 0 and 255"
)]
fn byte(value: f64) -> u8 {
    (value.clamp(0.0, 1.0) * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHITE: Rgb = Rgb([255; 3]);
    const DARK_INK: Rgb = Rgb([0x06, 0x20, 0x1c]);

    #[test]
    fn colours_are_read_and_written() {
        assert_eq!(Rgb::parse("#0d5a54").map(|colour| colour.to_string()), Some("#0d5a54".to_owned()));
        assert_eq!(Rgb::parse("#FF8000"), Some(Rgb([255, 128, 0])));
        for wrong in ["", "#fff", "0d5a54", "#0d5a5", "#0d5a54f", "#gg0000", "red", "#0d5a5é"] {
            assert_eq!(Rgb::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let black = Rgb([0; 3]);
        assert!((WHITE.contrast(black) - 21.0).abs() < 1e-9);
        let grey = Rgb([0x76, 0x76, 0x76]);
        assert!((grey.contrast(WHITE) - 4.54).abs() < 0.01);
    }

    #[test]
    fn a_colour_that_is_readable_stays_as_it_is() {
        let teal = Rgb([0x0d, 0x5a, 0x54]);
        assert_eq!(Brand::of(teal).light, teal);
    }

    #[test]
    fn every_colour_has_readable_variants() {
        for r in (0..=255).step_by(15) {
            for g in (0..=255).step_by(15) {
                for b in (0..=255).step_by(15) {
                    let brand = Brand::of(Rgb([r, g, b]));
                    assert!(brand.light.contrast(LIGHT_GROUND) >= CONTRAST, "{brand:?}");
                    assert!(brand.dark.contrast(DARK_GROUND) >= CONTRAST, "{brand:?}");
                    assert!(brand.light.contrast(WHITE) >= 4.5, "{brand:?}");
                    assert!(brand.dark.contrast(DARK_INK) >= 4.5, "{brand:?}");
                }
            }
        }
    }

    #[test]
    fn variants_keep_their_hue() {
        let orange = Brand::of(Rgb([0xff, 0x6a, 0x00]));
        let [r, g, b] = orange.light.0;
        assert!(r > g && g > b, "{orange:?}");
        let [r, g, b] = Brand::of(Rgb([0x20, 0x20, 0xff])).dark.0;
        assert!(b > r && b > g, "{r} {g} {b}");
    }
}
