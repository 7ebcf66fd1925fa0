//! Mails to authors about what moderators decided: one about each message.

use super::notice::{self, Told};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::moderation::Post;
use crate::moderation::messages::{self, Message};
use crate::outbox::{Event, Recorded};
use crate::people::mail_choices::MailKind;
use crate::people::queries as people;
use crate::settings::Settings;
use crate::text::words::Words;

/// Acts on an event.
pub(super) fn on_event(db: &mut Db, recorded: &Recorded, event: &Event, settings: &Settings) -> Result<()> {
    let Event::AuthorTold { message } = *event else { return Ok(()) };
    let Some(message) = messages::find(db, message)? else { return Ok(()) };
    let Some(author) = people::find(db, message.person_id)? else { return Ok(()) };
    let post = match message.target().map(|target| Post::find(db, target)).transpose() {
        Err(Error::NotFound) => return Ok(()),
        post => post?,
    };
    notice::tell_each(db, MailKind::Moderation, &[author], settings, recorded.created_at, |person, words| {
        let key = format!("event:{}:person:{}", recorded.id, person.id);
        (key, letter(&message, post.as_ref(), words, settings))
    })
}

fn letter(message: &Message, post: Option<&Post>, words: &Words, settings: &Settings) -> Told {
    let title = post.map_or_else(|| words.get("decision-all-posts"), |post| post.title.clone());
    let lead = words.get(message.kind.word());
    let place = match post {
        Some(post) => settings.links.decision(post.target.comment(), post.idea),
        None => settings.links.to("/me/decisions"),
    };
    Told {
        subject: words.one("decision-mail-subject", "title", &title),
        lead,
        title,
        due: None,
        source: message.body.clone(),
        url: settings.links.absolute(&place),
        action: words.get("decision-mail-open"),
        reason: "mail-reason-moderation",
    }
}
