//! Addresses in one spelling, so that whatever looks at a path sees the one that routes are found by.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Uri;
use actix_web::http::uri::PathAndQuery;
use actix_web::middleware::Next;

/// Middleware. Letters, digits and the like that come as `%73` are taken for what they are, as the router takes them.
pub async fn path(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    if let Some(uri) = respelled(request.uri()) {
        request.match_info_mut().get_mut().update(&uri);
        request.head_mut().uri = uri;
    }
    next.call(request).await
}

fn respelled(uri: &Uri) -> Option<Uri> {
    let mut path = plain(uri.path())?;
    if let Some(query) = uri.query() {
        path.push('?');
        path.push_str(query);
    }
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(path).ok()?);
    Uri::from_parts(parts).ok()
}

/// The path with nothing encoded that need not be; none if that is how it came. What comes to light is looked at again.
fn plain(path: &str) -> Option<String> {
    let mut plain: Vec<u8> = Vec::with_capacity(path.len());
    for byte in path.bytes() {
        plain.push(byte);
        while let Some(own) = encoded_at_end(&plain) {
            plain.truncate(plain.len().saturating_sub(3));
            plain.push(own);
        }
    }
    String::from_utf8(plain).ok().filter(|plain| plain != path)
}

fn encoded_at_end(bytes: &[u8]) -> Option<u8> {
    let [.., b'%', high, low] = bytes else { return None };
    let byte = u8::from_str_radix(std::str::from_utf8(&[*high, *low]).ok()?, 16).ok()?;
    (byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)).then_some(byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_need_not_be_encoded_is_not() {
        for (path, other) in [
            ("/%73ettings/data", Some("/settings/data")),
            ("/export%2Ec%73v", Some("/export.csv")),
            ("/%%37%33ettings", Some("/settings")),
            ("/%2573ettings", None),
            ("/a%2Fb%2B%C3%A4", None),
            ("/ideas/7%", None),
            ("/%7", None),
        ] {
            assert_eq!(plain(path).as_deref(), other, "{path}");
        }
        let uri: Uri = "/%61dmin?to=%61".parse().unwrap();
        assert_eq!(respelled(&uri).unwrap().to_string(), "/admin?to=%61");
    }
}
