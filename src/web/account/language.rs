//! Choosing a language at the foot of every page.

use actix_web::web::Form;
use serde::Deserialize;

use crate::error::Error;
use crate::http::guard::Visitor;
use crate::people::profile;
use crate::text::words::Language;
use crate::web::errors::Result;
use crate::web::page::see_other;

/// The form at the foot of every page.
#[derive(Debug, Deserialize)]
pub struct LanguageForm {
    language: String,
    return_to: Option<String>,
}

/// Keeps the choice: with the person who is signed in, else with the session.
pub async fn act(visitor: Visitor, form: Form<LanguageForm>) -> Result {
    let language =
        Language::parse(&form.language).ok_or_else(|| Error::field("language", "error-language"))?;
    match visitor.person.as_ref().map(|person| person.id) {
        Some(person) => {
            visitor.state.db.write(move |db| profile::set_language(db, person, language)).await?;
        }
        None => visitor.session.keep("language", language.as_str())?,
    }
    Ok(see_other(&visitor.state.links.safe_return(form.return_to.as_deref())))
}
