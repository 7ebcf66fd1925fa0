//! What was typed, kept beside a request while it is read, so that a page that says "too much at once" can show it again.

use std::cell::RefCell;
use std::rc::Rc;

use actix_multipart::Multipart;
use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error as ActixError, HttpMessage as _};
use futures_util::{StreamExt as _, TryStreamExt as _};

/// Bytes of a form that are kept; longer ones are refused anyway.
const FORM_MAX: usize = 512 * 1024;
/// Bytes of a form with files that are read to show its fields again.
const PARTS_MAX: usize = 4 * 1024 * 1024;
/// Names of fields that are not shown again, and parts of such names.
const UNSHOWN: [&str; 3] = ["code", "key", "otp"];
const UNSHOWN_PARTS: [&str; 3] = ["password", "secret", "token"];

/// A field as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedField {
    /// Its name.
    pub name: String,
    /// What was typed; empty where it is not to be shown again.
    pub value: String,
    /// Whether it has to be typed again.
    pub is_unshown: bool,
}

impl TypedField {
    fn new(name: String, value: String) -> Self {
        let lower = name.to_lowercase();
        let is_unshown =
            UNSHOWN.contains(&lower.as_str()) || UNSHOWN_PARTS.iter().any(|part| lower.contains(part));
        Self { name, value: if is_unshown { String::new() } else { value }, is_unshown }
    }
}

#[derive(Default)]
struct Inner {
    form: Vec<u8>,
    fields: Vec<TypedField>,
    files: Vec<TypedField>,
    is_multipart: bool,
}

/// What has been read of a request so far.
#[derive(Clone, Default)]
pub struct Typed(Rc<RefCell<Inner>>);

impl Typed {
    /// The fields, in order.
    pub fn fields(&self) -> Vec<TypedField> {
        let inner = self.0.borrow();
        let form = url::form_urlencoded::parse(&inner.form).into_owned();
        inner.fields.iter().cloned().chain(form.map(|(name, value)| TypedField::new(name, value))).collect()
    }

    /// Files that were sent and are lost: the field and the file's name.
    pub fn files(&self) -> Vec<TypedField> {
        self.0.borrow().files.clone()
    }

    /// Whether the form may hold files.
    pub fn is_multipart(&self) -> bool {
        self.0.borrow().is_multipart
    }

    fn push(&self, bytes: &Bytes) {
        let form = &mut self.0.borrow_mut().form;
        if form.len() + bytes.len() <= FORM_MAX {
            form.extend_from_slice(bytes);
        }
    }
}

/// Middleware. Keeps what the handler reads of a form.
pub async fn keep(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, ActixError> {
    if !request.method().is_safe() {
        let typed = Typed::default();
        request.extensions_mut().insert(typed.clone());
        if is(&request, "application/x-www-form-urlencoded") {
            let payload = request.take_payload().inspect_ok(move |bytes| typed.push(bytes));
            request.set_payload(Payload::Stream { payload: Box::pin(payload) });
        }
    }
    next.call(request).await
}

fn is(request: &ServiceRequest, kind: &str) -> bool {
    let sent = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    !request.headers().contains_key(CONTENT_ENCODING)
        && sent.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind))
}

/// Reads what is left of a request that is not carried out, so that what was typed is kept.
pub(super) async fn read_rest(request: &mut ServiceRequest) {
    let Some(typed) = request.extensions().get::<Typed>().cloned() else { return };
    let mut payload = request.take_payload();
    if is(request, "multipart/form-data") {
        typed.0.borrow_mut().is_multipart = true;
        // A form that cannot be read shows as far as it was.
        let _ = read_parts(&typed, Multipart::new(request.headers(), payload)).await;
        return;
    }
    let mut read = 0;
    while let Some(Ok(bytes)) = payload.next().await {
        read += bytes.len();
        if read > FORM_MAX {
            return;
        }
    }
}

async fn read_parts(typed: &Typed, mut parts: Multipart) -> Result<(), actix_multipart::MultipartError> {
    let mut read = 0;
    while let Some(mut part) = parts.try_next().await? {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.content_disposition().and_then(|own| own.get_filename()).map(str::to_owned);
        let mut value = Vec::new();
        while let Some(bytes) = part.try_next().await? {
            read += bytes.len();
            if read > PARTS_MAX {
                return Ok(());
            }
            if file.is_none() {
                value.extend_from_slice(&bytes);
            }
        }
        let mut inner = typed.0.borrow_mut();
        match file {
            Some(file) => inner.files.push(TypedField { name, value: file, is_unshown: false }),
            None => inner.fields.push(TypedField::new(name, String::from_utf8_lossy(&value).into_owned())),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_kept_but_secrets() {
        let typed = Typed::default();
        typed.push(&Bytes::from_static(b"title=A+tent&tag=1&tag=2&code=123456&form_key=abc&new_password=x"));
        let fields = typed.fields();
        let shown: Vec<(&str, &str)> =
            fields.iter().map(|field| (field.name.as_str(), field.value.as_str())).collect();
        assert_eq!(
            shown,
            [
                ("title", "A tent"),
                ("tag", "1"),
                ("tag", "2"),
                ("code", ""),
                ("form_key", "abc"),
                ("new_password", "")
            ]
        );
        assert!(fields[3].is_unshown && !fields[4].is_unshown && fields[5].is_unshown);
    }
}
