//! Rendering texts with pictures again, after the hosts whose pictures are shown have changed.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{comments, ideas, responses};
use crate::error::Result;
use crate::ids::{CommentId, IdeaId, ResponseId};
use crate::jobs::{Progress, Rendering, Step};
use crate::settings::Settings;

/// How many rows one step looks at.
const CHUNK: i64 = 200;
/// What every picture in Markdown begins with.
const PICTURE: &str = "![";

/// The next rows of a table behind the last one; gives how many there were, and the last.
macro_rules! render_next {
    ($db:ident, $table:ident, $id:ty, $after:expr, $settings:ident) => {{
        let rows: Vec<($id, String)> = $table::table
            .filter($table::id.gt(<$id>::new($after)))
            .order($table::id)
            .limit(CHUNK)
            .select(($table::id, $table::body))
            .load($db)?;
        for (id, body) in rows.iter().filter(|(_, body)| body.contains(PICTURE)) {
            let rendered = $settings.renderer.render($db, body)?;
            diesel::update($table::table.find(id))
                .set((
                    $table::body_html.eq(rendered.html.as_str()),
                    $table::render_version.eq(rendered.version),
                ))
                .execute($db)?;
        }
        (rows.len(), rows.last().map(|(id, _)| id.raw()))
    }};
}

/// One step: the next rows are rendered with the hosts of now.
pub(super) fn step(db: &mut Db, of: Rendering, before: Progress, settings: &Settings) -> Result<Step> {
    let (count, last) = match of {
        Rendering::Ideas => render_next!(db, ideas, IdeaId, before.after, settings),
        Rendering::Comments => render_next!(db, comments, CommentId, before.after, settings),
        Rendering::Responses => render_next!(db, responses, ResponseId, before.after, settings),
    };
    let done = before.done.saturating_add(i64::try_from(count).unwrap_or(0));
    Ok(match last {
        Some(after) => Step::More(Progress { after, done, ..before }),
        None => Step::Done(Progress { done, ..before }),
    })
}
