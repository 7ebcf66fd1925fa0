//! The two questions about a shortlisted idea, one tap each: the first answer waits in the address until the second is
//! given, so that nothing is kept of whoever stops halfway.

use actix_web::web::Path;

use crate::db::Db;
use crate::error::{Error, Result as Plain};
use crate::http::guard::SignedIn;
use crate::ids::IdeaId;
use crate::kano::{self, Feeling, KanoDraft};
use crate::people::Person;
use crate::text::slug;
use crate::time::Timestamp;
use crate::web::desk::fields::Fields;
use crate::web::errors::Result;
use crate::web::page::see_other;

/// What the idea's page asks its reader, or shows of what they said.
pub(super) struct KanoBox {
    /// Whether they may answer, or change what they answered.
    pub(super) is_asked: bool,
    /// The answer to the first question, while the second is asked.
    pub(super) functional: Option<Feeling>,
    /// What they answered before.
    pub(super) own: Option<(Feeling, Feeling)>,
    /// Whether they want to change it.
    pub(super) is_changing: bool,
}

impl KanoBox {
    /// `step` is what the address says: the first answer, or that they begin anew.
    pub(super) fn load(
        db: &mut Db,
        reader: Option<&Person>,
        idea: IdeaId,
        step: Option<&str>,
        now: Timestamp,
    ) -> Plain<Option<Self>> {
        let Some(reader) = reader else { return Ok(None) };
        let own = kano::own(db, reader.id, idea)?;
        let is_asked = kano::is_shortlisted(db, idea)? && kano::is_asked(db, reader, idea, now)?;
        if !is_asked && own.is_none() {
            return Ok(None);
        }
        let functional = step.and_then(Feeling::parse).filter(|_| is_asked);
        let is_changing = is_asked && (functional.is_some() || step == Some("change"));
        Ok(Some(Self { is_asked, functional, own, is_changing }))
    }
}

impl KanoBox {
    /// What they answered, unless they are about to change it.
    pub(super) fn said(&self) -> Option<(Feeling, Feeling)> {
        self.own.filter(|_| !self.is_changing)
    }
}

/// Keeps both answers, changes them, or takes them back.
pub async fn act(who: SignedIn, part: Path<String>, fields: Fields) -> Result {
    let id = slug::number(&part).map(IdeaId::new).ok_or(Error::NotFound)?;
    let (person, now) = (who.person.clone(), who.now);
    if fields.has("take_back") {
        who.state.db.write(move |db| kano::take_back(db, person.id, id)).await?;
        who.session.flash("flash-kano-gone");
    } else {
        let draft = KanoDraft::parse(fields.get("functional"), fields.get("dysfunctional"))?;
        who.state.db.write(move |db| kano::answer(db, &person, id, draft, now)).await?;
        who.session.flash("flash-kano");
    }
    Ok(see_other(&format!("{}#kano", who.state.links.idea(id, ""))))
}
