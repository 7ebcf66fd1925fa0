//! Mails about evaluation panels: one to whoever is asked, and one to all who had to do with it when it is over.

use diesel::prelude::*;

use super::notice::{self, Told};
use crate::db::Db;
use crate::db::schema::people as people_rows;
use crate::error::{Error, Result};
use crate::ids::{PanelId, PersonId};
use crate::outbox::{Event, Recorded};
use crate::panels::{self, Panel};
use crate::people::mail_choices::MailKind;
use crate::people::{Person, Power, powers, queries as people};
use crate::settings::Settings;
use crate::text::words::Words;

/// As many of those who run panels hear of one whose maker does no longer.
const KEEPERS_MAX: i64 = 50;

/// Acts on an event; nothing is told of a panel that is deleted, and whoever acted hears nothing.
pub(super) fn on_event(db: &mut Db, recorded: &Recorded, event: &Event, settings: &Settings) -> Result<()> {
    match *event {
        Event::PanelAsked { panel, person, by } => {
            let Some(panel) = find(db, panel)? else { return Ok(()) };
            let is_asked = panels::queries::people(db, panel.id)?.contains(&person);
            if !is_asked || person == by || !panel.is_open(recorded.created_at) {
                return Ok(());
            }
            let by = people::find(db, by)?;
            tell(db, recorded, (&panel, true), by.as_ref(), &[person], settings)
        }
        Event::PanelClosed { panel, by } => {
            let Some(panel) = find(db, panel)? else { return Ok(()) };
            let mut concerned = panels::queries::people(db, panel.id)?;
            concerned.extend(keepers(db, &panel, &concerned)?);
            concerned.retain(|person| Some(*person) != by);
            tell(db, recorded, (&panel, false), None, &concerned, settings)
        }
        _ => Ok(()),
    }
}

/// Whoever made a panel, besides its people; when they may not open it any more, all who run panels.
fn keepers(db: &mut Db, panel: &Panel, seated: &[PersonId]) -> Result<Vec<PersonId>> {
    let maker = people::find(db, panel.created_by)?.filter(Person::is_here);
    let mut found = match maker {
        Some(maker) if panels::policy::may_see(&maker, seated.contains(&maker.id)).is_ok() => vec![maker.id],
        _ => {
            let roles = powers::roles_with(db, Power::Call)?;
            let own = people_rows::table.filter(people_rows::role.eq_any(roles));
            let own = own.filter(people_rows::former_at.is_null()).order(people_rows::id);
            own.limit(KEEPERS_MAX).select(people_rows::id).load(db)?
        }
    };
    found.retain(|person| !seated.contains(person));
    Ok(found)
}

fn find(db: &mut Db, id: PanelId) -> Result<Option<Panel>> {
    match panels::queries::find(db, id) {
        Ok(panel) => Ok(Some(panel)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

fn tell(
    db: &mut Db,
    recorded: &Recorded,
    (panel, is_asked): (&Panel, bool),
    by: Option<&Person>,
    ids: &[PersonId],
    settings: &Settings,
) -> Result<()> {
    let seated = panels::queries::people(db, panel.id)?;
    let mut readers = people::by_ids(db, ids)?;
    readers
        .retain(|own| own.role.is_staff() && panels::policy::may_see(own, seated.contains(&own.id)).is_ok());
    notice::tell_each(db, MailKind::Panel, &readers, settings, recorded.created_at, |person, words| {
        let key = format!("event:{}:person:{}", recorded.id, person.id);
        (key, letter((panel, is_asked), by, words, settings))
    })
}

fn letter(
    (panel, is_asked): (&Panel, bool),
    by: Option<&Person>,
    words: &Words,
    settings: &Settings,
) -> Told {
    let actor = by.map_or_else(|| notice::site_name(settings), |own| own.label(words));
    let (subject, lead) = if is_asked {
        ("mail-subject-panel-asked", "mail-lead-panel-asked")
    } else {
        ("mail-subject-panel-closed", "mail-lead-panel-closed")
    };
    Told {
        subject: words.one(subject, "title", &panel.title),
        lead: words.two(lead, "actor", actor, "title", &panel.title),
        title: panel.title.clone(),
        due: is_asked.then(|| words.one("mail-panel-until", "when", words.date_time(panel.closes_at))),
        source: if is_asked { panel.introduction.clone() } else { String::new() },
        url: settings.links.absolute(&settings.links.panel(panel.id)),
        action: words.get("mail-open-panel"),
        reason: "mail-reason-panel",
    }
}
