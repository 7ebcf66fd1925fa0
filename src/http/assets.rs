//! Style sheets, scripts and icons: embedded, named by the hash of their content, kept by browsers for a year.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Write as _;
use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use rust_embed::RustEmbed;
use sha2::{Digest as _, Sha256};

use crate::error::Error;
use crate::http::guard::GuardError;

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

/// The style sheet of every page is these, in this order.
const STYLES: [&str; 5] =
    ["css/reset.css", "css/tokens.css", "css/base.css", "css/components.css", "css/pages.css"];
const BUNDLE: &str = "css/site.css";

struct Asset {
    /// The path below `/static/` with the hash in it.
    path: String,
    media_type: &'static str,
    bytes: Cow<'static, [u8]>,
    brotli: Option<Vec<u8>>,
}

static ASSETS: LazyLock<HashMap<String, Asset>> = LazyLock::new(load);
static BY_PATH: LazyLock<HashMap<&'static str, &'static Asset>> =
    LazyLock::new(|| ASSETS.values().map(|asset| (asset.path.as_str(), asset)).collect());

fn load() -> HashMap<String, Asset> {
    let mut assets: HashMap<String, Asset> = Files::iter()
        .filter_map(|name| Some((name.to_string(), Files::get(&name)?.data)))
        .map(|(name, bytes)| (name.clone(), asset(&name, bytes)))
        .collect();
    let bundle: Vec<u8> =
        STYLES.iter().filter_map(|name| Files::get(name)).flat_map(|file| file.data.to_vec()).collect();
    assets.insert(BUNDLE.into(), asset(BUNDLE, bundle.into()));
    assets
}

fn asset(name: &str, bytes: Cow<'static, [u8]>) -> Asset {
    let hash: String = hex::encode(Sha256::digest(&bytes)).chars().take(12).collect();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let media_type = media_type(extension);
    let brotli = if media_type.starts_with("image/png") { None } else { compress(&bytes) };
    Asset { path: format!("{stem}.{hash}.{extension}"), media_type, bytes, brotli }
}

fn media_type(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        _ => "text/plain; charset=utf-8",
    }
}

fn compress(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 4096, 9, 22);
    writer.write_all(bytes).ok()?;
    drop(writer);
    (out.len() < bytes.len()).then_some(out)
}

/// The path of an asset below the site, hash included: `path("css/site.css")`.
pub fn path(name: &str) -> String {
    ASSETS.get(name).map_or_else(|| format!("/static/{name}"), |asset| format!("/static/{}", asset.path))
}

/// Serves an asset by the path that [`path`] gave.
pub async fn serve(request: HttpRequest, name: web::Path<String>) -> Result<HttpResponse, GuardError> {
    let asset = BY_PATH.get(name.as_str()).ok_or(Error::NotFound)?;
    let accepts =
        request.headers().get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, asset.media_type))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "accept-encoding"));
    match &asset.brotli {
        Some(small) if accepts.contains("br") => {
            Ok(response.insert_header((header::CONTENT_ENCODING, "br")).body(small.clone()))
        }
        _ => Ok(response.insert_header((header::CONTENT_ENCODING, "identity")).body(asset.bytes.to_vec())),
    }
}
