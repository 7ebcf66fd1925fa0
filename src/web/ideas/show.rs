//! One idea.
use crate::http::guard::Visitor;
use crate::web::errors::Result;
use actix_web::HttpResponse;
/// Page.
pub async fn page(v: Visitor) -> Result {
    Ok(HttpResponse::Ok().body(v.words.get("date-pattern")))
}
