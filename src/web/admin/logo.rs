//! The logo: taking an upload, taking it away.

use actix_multipart::Multipart;
use actix_web::web;
use futures_util::TryStreamExt as _;

use super::look::LookPage;
use super::{done, refused};
use crate::error::{Error, Result as Outcome};
use crate::http::guard::Admin;
use crate::site::logo::{self, BYTES_MAX, Logo};
use crate::web::errors::Result;

/// Stores what was uploaded, made anew.
pub async fn upload(who: Admin, body: Multipart) -> Result {
    let made = match read(body).await {
        Ok(bytes) => web::block(move || Logo::from_upload(&bytes)).await.map_err(Error::internal)?,
        Err(error) => Err(error),
    };
    match made {
        Ok(logo) => {
            let now = who.now;
            who.state.db.write(move |db| logo::set(db, Some(&logo), now)).await?;
            done(&who, "flash-saved", "/admin/look").await
        }
        Err(error) => refused(error, &who, |errors| LookPage::now(&who, errors)),
    }
}

/// The bytes of the field `logo`; reading stops as soon as they are too many.
async fn read(mut body: Multipart) -> Outcome<Vec<u8>> {
    let broken = |_| Error::field("logo", "error-logo");
    let mut bytes = Vec::new();
    while let Some(mut field) = body.try_next().await.map_err(broken)? {
        let is_logo = field.name() == Some("logo");
        while let Some(chunk) = field.try_next().await.map_err(broken)? {
            if bytes.len() + chunk.len() > BYTES_MAX {
                return Err(Error::field("logo", "error-logo-large"));
            }
            if is_logo {
                bytes.extend_from_slice(&chunk);
            }
        }
    }
    Ok(bytes)
}

/// Takes the logo away.
pub async fn remove(who: Admin) -> Result {
    let now = who.now;
    who.state.db.write(move |db| logo::set(db, None, now)).await?;
    done(&who, "flash-logo-removed", "/admin/look").await
}
