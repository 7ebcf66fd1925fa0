//! The site as a whole: its name and words, its colour, where pictures may come from.

use actix_web::http::StatusCode;
use actix_web::web::Form;
use askama::Template;
use serde::Deserialize;

use super::{done, refused};
use crate::error::Result as Outcome;
use crate::http::guard::Admin;
use crate::site::Site;
use crate::site::colour::Brand;
use crate::site::look::{BUILT_IN_COLOUR, LookDraft, LookInput, WELCOME_MAX};
use crate::text::markdown::{RenderOptions, render};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout};
use crate::web::zones::{ZoneGroup, groups};

/// The form, every field as typed.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct LookForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    tagline: String,
    #[serde(default)]
    welcome: String,
    #[serde(default)]
    language: String,
    #[serde(default)]
    time_zone: String,
    #[serde(default)]
    promise_days: String,
    #[serde(default)]
    brand_colour: String,
    #[serde(default)]
    image_hosts: String,
    preview: Option<String>,
}

impl LookForm {
    fn draft(&self) -> Outcome<LookDraft> {
        LookDraft::parse(&LookInput {
            name: &self.name,
            tagline: &self.tagline,
            welcome: &self.welcome,
            language: &self.language,
            time_zone: &self.time_zone,
            promise_days: &self.promise_days,
            brand_colour: &self.brand_colour,
            image_hosts: &self.image_hosts,
        })
    }

    fn of(site: &Site) -> Self {
        let promise = if site.promise_days > 0 { site.promise_days.to_string() } else { String::new() };
        Self {
            name: site.name.clone(),
            tagline: site.tagline.clone(),
            welcome: site.welcome.clone(),
            language: site.language.to_string(),
            time_zone: site.time_zone.clone(),
            promise_days: promise,
            brand_colour: site.brand_colour.clone().unwrap_or_else(|| BUILT_IN_COLOUR.to_owned()),
            image_hosts: site.image_hosts.clone(),
            preview: None,
        }
    }
}

/// How the colour and the welcome will look.
struct Preview {
    light: String,
    dark: String,
    welcome: String,
}

impl Preview {
    fn new(draft: &LookDraft) -> Self {
        let built_in = ("#0d5a54".to_owned(), "#7ccfc1".to_owned());
        let (light, dark) = draft
            .colour()
            .map(Brand::of)
            .map_or(built_in, |brand| (brand.light.to_string(), brand.dark.to_string()));
        let options = RenderOptions { image_hosts: draft.image_hosts(), ..RenderOptions::default() };
        Self { light, dark, welcome: render(draft.welcome(), &options).into_string() }
    }
}

#[derive(Template)]
#[template(path = "admin/look.html")]
pub(super) struct LookPage {
    layout: Layout,
    form: FormErrors,
    typed: LookForm,
    preview: Option<Preview>,
    welcome_max: usize,
    zones: &'static [ZoneGroup],
}

impl LookPage {
    /// The page with the settings as they are.
    pub(super) fn now(who: &Admin, form: FormErrors) -> Self {
        Self::new(who, form, LookForm::of(&who.settings.site), None)
    }

    fn new(who: &Admin, form: FormErrors, typed: LookForm, preview: Option<Preview>) -> Self {
        Self {
            layout: Layout::new(&who.visitor),
            form,
            typed,
            preview,
            welcome_max: WELCOME_MAX,
            zones: groups(),
        }
    }
}

/// The form.
pub async fn page(who: Admin) -> Result<Html<impl Template>> {
    Ok(Html(LookPage::now(&who, FormErrors::default())))
}

/// Stores it, or shows how it would look.
pub async fn save(who: Admin, form: Form<LookForm>) -> Result {
    let form = form.into_inner();
    let now = who.now;
    match form.draft() {
        Err(error) => refused(error, &who, |errors| LookPage::new(&who, errors, form, None)),
        Ok(draft) if form.preview.is_some() => {
            let page = LookPage::new(&who, FormErrors::default(), form, Some(Preview::new(&draft)));
            Ok(Html(page).with_status(StatusCode::OK))
        }
        Ok(draft) => {
            who.state.db.write(move |db| draft.save(db, now)).await?;
            done(&who, "flash-saved", "/admin/look").await
        }
    }
}
