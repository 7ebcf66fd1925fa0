//! An archive of one's data: asked for here, made by a job, fetched by the link in the mail.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING};
use actix_web::web::{Bytes, Path};
use futures_util::{Stream, stream};

use crate::db::Database;
use crate::error::Error;
use crate::http::guard::SignedIn;
use crate::ids::DataExportId;
use crate::privacy::archive;
use crate::web::errors::Result;
use crate::web::page::see_other;

/// Asks for one.
pub async fn ask(who: SignedIn) -> Result {
    let (person, now) = (who.person.id, who.now);
    match who.state.db.write(move |db| archive::ask(db, person, now)).await {
        Ok(()) => who.session.flash("flash-archive-asked"),
        Err(Error::Conflict(why)) => who.session.flash_error(why),
        Err(other) => return Err(other.into()),
    }
    Ok(see_other(&who.state.links.to("/settings/data#archive")))
}

/// Hands it out, piece by piece, to whom it belongs to.
pub async fn fetch(who: SignedIn, token: Path<String>) -> Result {
    let (person, now) = (who.person.id, who.now);
    let found = who.state.db.read(move |db| archive::by_token(db, person, &token, now)).await?;
    let day = found.asked_at.to_chrono().with_timezone(&who.words.zone).format("%Y-%m-%d");
    Ok(HttpResponse::Ok()
        .content_type("application/zip")
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"my-data-{day}.zip\"")))
        .insert_header((CACHE_CONTROL, "private, no-store"))
        // It is compressed already.
        .insert_header((CONTENT_ENCODING, "identity"))
        .streaming(pieces(who.state.db.clone(), found.id)))
}

fn pieces(db: Database, id: DataExportId) -> impl Stream<Item = std::result::Result<Bytes, Error>> {
    stream::try_unfold((db, 0_i32), move |(db, position)| async move {
        let piece = db.read(move |db| archive::piece(db, id, position)).await?;
        Ok(piece.map(|piece| (Bytes::from(piece), (db, position.saturating_add(1)))))
    })
}
