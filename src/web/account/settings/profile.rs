//! Name, language, looks, and what follows what.

use actix_web::http::StatusCode;
use actix_web::web::Form;
use actix_web::{HttpRequest, Responder as _};
use askama::Template;
use serde::Deserialize;

use crate::http::guard::SignedIn;
use crate::people::profile::{self, ProfileDraft, ProfileInput};
use crate::people::{Person, Theme};
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};
use crate::web::zones::{self, ZoneGroup};

#[derive(Template)]
#[template(path = "account/settings/profile.html")]
struct ProfilePage {
    layout: Layout,
    form: FormErrors,
    typed: ProfileForm,
    person: Person,
    site_zone: String,
    zones: &'static [ZoneGroup],
}

/// The form.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ProfileForm {
    name: String,
    handle: String,
    about: String,
    language: String,
    time_zone: String,
    theme: String,
    follows_on_vote: Option<String>,
    follows_on_comment: Option<String>,
    has_keys: Option<String>,
}

impl ProfileForm {
    fn input(&self) -> ProfileInput<'_> {
        ProfileInput {
            name: &self.name,
            handle: &self.handle,
            about: &self.about,
            language: &self.language,
            time_zone: &self.time_zone,
            theme: &self.theme,
            follows_on_vote: self.follows_on_vote.is_some(),
            follows_on_comment: self.follows_on_comment.is_some(),
            has_keys: self.has_keys.is_some(),
        }
    }
}

impl From<&Person> for ProfileForm {
    fn from(person: &Person) -> Self {
        let on = |is_on: bool| is_on.then(|| "on".to_owned());
        Self {
            name: person.name.clone(),
            handle: person.handle.clone(),
            about: person.about.clone(),
            language: person.language.map_or_else(String::new, |language| language.to_string()),
            time_zone: person.time_zone.clone().unwrap_or_default(),
            theme: person.theme.to_string(),
            follows_on_vote: on(person.follows_on_vote),
            follows_on_comment: on(person.follows_on_comment),
            has_keys: on(!person.keys_off),
        }
    }
}

/// The form as it stands.
pub async fn page(request: HttpRequest, who: SignedIn) -> Result {
    let typed = ProfileForm::from(&who.person);
    Ok(Html(build(&who, typed, FormErrors::default())).respond_to(&request))
}

fn build(who: &SignedIn, typed: ProfileForm, form: FormErrors) -> ProfilePage {
    ProfilePage {
        layout: Layout::new(who),
        form,
        typed,
        person: who.person.clone(),
        site_zone: who.settings.site.time_zone.clone(),
        zones: zones::groups(),
    }
}

/// Stores the profile.
pub async fn act(who: SignedIn, form: Form<ProfileForm>) -> Result {
    let stored = store(&who, &form).await;
    match stored {
        Ok(()) => {
            who.session.flash("flash-settings-saved");
            Ok(see_other(&who.state.links.to("/settings")))
        }
        Err(error) => {
            let errors = FormErrors::from_error(error, &who.words)?;
            let page = build(&who, form.into_inner(), errors);
            Ok(Html(page).with_status(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

async fn store(who: &SignedIn, form: &ProfileForm) -> crate::error::Result<()> {
    let draft = ProfileDraft::parse(&form.input(), &who.person)?;
    let id = who.person.id;
    who.state.db.write(move |db| profile::save(db, id, &draft)).await
}
