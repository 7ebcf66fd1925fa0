//! The site's logo: whatever was uploaded is decoded within limits, made small and written anew, so that nothing of the
//! file itself is ever served.

use std::io::Cursor;

use image::{ImageFormat, ImageReader, Limits, imageops::FilterType};

use super::find;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::time::Timestamp;

/// Largest file that is taken, in bytes.
pub const BYTES_MAX: usize = 512 * 1024;
/// Most pixels along either side.
const SIDE_MAX: u32 = 2_000;
/// Memory that decoding may take, in bytes: 2,000 by 2,000 pixels of 16 bits in four channels, twice.
const MEMORY_MAX: u64 = 64 * 1024 * 1024;
/// What is stored fits into this, in pixels: four times what a page shows.
const STORED: (u32, u32) = (480, 112);

/// A logo that is a PNG made here.
#[derive(Debug, Clone)]
pub struct Logo(Vec<u8>);

impl Logo {
    /// Decodes a PNG, JPEG or WebP and writes a PNG anew. Takes time and memory: call it off the async threads.
    ///
    /// # Errors
    /// `Invalid` for the field `logo`: too large, a vector drawing, or no picture that can be read.
    pub fn from_upload(bytes: &[u8]) -> Result<Self> {
        if bytes.is_empty() {
            return Err(Error::field("logo", "error-logo-missing"));
        }
        if bytes.len() > BYTES_MAX {
            return Err(Error::field("logo", "error-logo-large"));
        }
        let Ok(format) = image::guess_format(bytes) else {
            return Err(Error::field("logo", if is_markup(bytes) { "error-logo-svg" } else { "error-logo" }));
        };
        if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) {
            return Err(Error::field("logo", "error-logo"));
        }
        let (width, height) =
            reader(bytes, format).into_dimensions().map_err(|_| Error::field("logo", "error-logo"))?;
        if width > SIDE_MAX || height > SIDE_MAX {
            return Err(Error::field("logo", "error-logo-side"));
        }
        let picture = reader(bytes, format).decode().map_err(|_| Error::field("logo", "error-logo"))?;
        let (most_wide, most_high) = STORED;
        let picture = if width > most_wide || height > most_high {
            picture.resize(most_wide, most_high, FilterType::Lanczos3)
        } else {
            picture
        };
        let mut png = Vec::new();
        picture
            .into_rgba8()
            .write_to(&mut Cursor::new(&mut png), ImageFormat::Png)
            .map_err(Error::internal)?;
        Ok(Self(png))
    }
}

fn reader(bytes: &[u8], format: ImageFormat) -> ImageReader<Cursor<&[u8]>> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX * 4);
    limits.max_image_height = Some(SIDE_MAX * 4);
    limits.max_alloc = Some(MEMORY_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    reader
}

/// Whether a file begins like SVG, HTML or another kind of markup, packed or not.
fn is_markup(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    start.starts_with(b"<") || start.starts_with(&[0x1f, 0x8b])
}

/// Makes it the site's logo, or takes the logo away.
pub fn set(db: &mut Db, logo: Option<&Logo>, now: Timestamp) -> Result<()> {
    let mut site = find(db)?;
    site.logo = logo.map(|logo| logo.0.clone());
    site.logo_type = logo.map(|_| "image/png".to_owned());
    super::save(db, site, now).map(drop)
}
