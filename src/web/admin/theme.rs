//! What the administrator's choices become for browsers: the site's colour as a style sheet, and the logo.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use crate::error::Error;
use crate::http::state::State;
use crate::settings::Settings;
use crate::site::colour::{Brand, Rgb};
use crate::web::errors::Result;

/// The version in the address.
#[derive(Debug, Deserialize)]
pub struct Version {
    v: Option<i64>,
}

/// The site's colour; empty for the built-in one.
pub async fn style_sheet(state: Data<State>, version: Query<Version>) -> Result {
    let settings = state.settings().await?;
    let colour = settings.site.brand_colour.as_deref().and_then(Rgb::parse);
    let css = colour.map(|colour| Brand::of(colour).style_sheet()).unwrap_or_default();
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/css; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, cache(&settings, &version)))
        .body(css))
}

/// The logo.
pub async fn logo(state: Data<State>, version: Query<Version>) -> Result {
    let settings = state.settings().await?;
    let logo = settings.site.logo.clone().ok_or(Error::NotFound)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "image/png"))
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header((header::CACHE_CONTROL, cache(&settings, &version)))
        .body(logo))
}

/// For good under the present version, which changes with the settings; for a moment under any other address.
fn cache(settings: &Settings, version: &Version) -> &'static str {
    if version.v == Some(settings.site.version) {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=60"
    }
}
