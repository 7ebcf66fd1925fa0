//! Signing out.

use crate::http::guard::Visitor;
use crate::web::errors::Result;
use crate::web::page::see_other;

/// Ends the session. What is kept on the device goes, too, since others may use it.
pub async fn act(visitor: Visitor) -> Result {
    visitor.session.sign_out();
    visitor.session.flash_and_clear("flash-signed-out", "*");
    Ok(see_other(&visitor.state.links.to("/")))
}
