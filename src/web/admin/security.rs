//! Of whom the site asks for a second step.

use actix_web::http::StatusCode;
use actix_web::web::Form;
use askama::Template;
use serde::Deserialize;

use super::{done, refused};
use crate::error::Error;
use crate::http::guard::Admin;
use crate::http::kept_form;
use crate::people::two_step;
use crate::site::TwoStepFor;
use crate::web::choice::Choice;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout};

/// The form.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct SecurityForm {
    #[serde(default)]
    two_step: String,
}

#[derive(Template)]
#[template(path = "admin/security.html")]
struct SecurityPage {
    layout: Layout,
    form: FormErrors,
    wanted: Vec<Choice>,
    /// Members of staff without a second step.
    without: i64,
}

impl SecurityPage {
    fn new(who: &Admin, without: i64, typed: &str, form: FormErrors) -> Self {
        let layout = Layout::new(&who.visitor);
        let named = TwoStepFor::ALL.iter().map(|own| (own.as_str(), layout.words.get(own.word())));
        Self { wanted: Choice::list(named, typed), without, form, layout }
    }
}

/// Shows the choice.
pub async fn page(who: Admin) -> Result {
    let without = who.state.db.read(two_step::staff_without).await?;
    let kept = kept_form::take(&who.session, &who.path);
    let kept = kept.and_then(|body| actix_web::web::Query::<SecurityForm>::from_query(&body).ok());
    let typed =
        kept.map_or_else(|| who.settings.site.two_step.to_string(), |form| form.into_inner().two_step);
    let page = SecurityPage::new(&who, without, &typed, FormErrors::default());
    Ok(Html(page).with_status(StatusCode::OK))
}

/// Stores it. Whoever asks it of others has to have one.
pub async fn save(who: Admin, form: Form<SecurityForm>) -> Result {
    let (actor, now) = (who.person.clone(), who.now);
    let saved = match TwoStepFor::parse(&form.two_step) {
        Some(wanted) => who.state.db.write(move |db| two_step::require(db, &actor, wanted, now)).await,
        None => Err(Error::field("two_step", "error-choice")),
    };
    match saved {
        Ok(()) => done(&who, "flash-saved", "/admin/security").await,
        Err(error) => {
            let without = who.state.db.read(two_step::staff_without).await?;
            refused(error, &who, |errors| SecurityPage::new(&who, without, &form.two_step, errors))
        }
    }
}
