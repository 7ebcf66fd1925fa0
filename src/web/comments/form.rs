//! The form of a comment: on the idea's page, and on a page of its own when it comes back with a preview or an error.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;

use crate::comments::{BODY_MAX, Comment, CommentInput};
use crate::error::Error;
use crate::http::guard::Visitor;
use crate::ideas::Idea;
use crate::ids::CommentId;
use crate::people::drafts::Draft;
use crate::site::random_token;
use crate::text::words::Words;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout};
use crate::web::stamp;

/// A random key for a form, so that sending it twice posts once.
pub fn fresh_key() -> String {
    random_token()
}

/// What was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// The text.
    pub body: String,
    /// The comment that is answered; empty for none.
    pub parent: String,
    /// The form's key.
    pub form_key: String,
    /// Key of what was kept while signing in; forgotten once it is posted.
    pub draft: String,
    /// When the form was shown first, signed.
    pub stamp: String,
    /// What stands in the field that nobody sees.
    #[serde(rename = "homepage")]
    pub trap: String,
    /// Whether a preview was asked for.
    pub preview: Option<String>,
}

impl Typed {
    /// An empty form.
    pub fn fresh() -> Self {
        Self { form_key: fresh_key(), ..Self::default() }
    }

    /// What was typed before signing in.
    pub fn from_draft(draft: &Draft, key: Option<&str>) -> Self {
        let key = key.unwrap_or_default().to_owned();
        let (body, parent, stamp) = (draft.text("body"), draft.text("parent"), draft.text("stamp"));
        Self { body, parent, stamp, draft: key, ..Self::fresh() }
    }

    /// What of an existing comment may be changed.
    pub fn from_comment(comment: &Comment) -> Self {
        Self { body: comment.body.clone(), ..Self::default() }
    }

    /// For the parser.
    pub fn input(&self) -> CommentInput<'_> {
        CommentInput { body: &self.body, parent: &self.parent, form_key: &self.form_key }
    }
}

/// The form's values.
#[derive(Debug, Clone)]
pub struct CommentForm {
    /// What was typed.
    pub typed: Typed,
    /// Where it goes.
    pub action: String,
    /// Key of the text on the reader's device.
    pub draft_key: String,
    /// Where mentions are completed from; empty for nowhere.
    pub mentions: String,
    /// Most characters.
    pub max: usize,
}

impl CommentForm {
    /// The form for a new comment on an idea.
    pub fn new(visitor: &Visitor, idea: &Idea, mut typed: Typed) -> Self {
        typed.stamp = stamp::kept(visitor, &typed.stamp);
        let links = &visitor.state.links;
        let name = if typed.parent.is_empty() {
            format!("idea-{}", idea.id)
        } else {
            format!("idea-{}-reply-{}", idea.id, typed.parent)
        };
        Self {
            typed,
            action: links.idea_act(idea.id, "comments"),
            draft_key: draft_key(visitor, &name),
            mentions: mentions(visitor, &format!("?idea={}", idea.id)),
            max: BODY_MAX,
        }
    }

    /// What the field is called: what was typed before signing in may be a reply.
    pub fn label(&self, words: &Words) -> String {
        words.get(if self.typed.parent.is_empty() { "comment-add" } else { "comment-your-reply" })
    }

    /// Key of a reply on the reader's device.
    pub fn reply_draft(&self, parent: &CommentId) -> String {
        format!("{}-reply-{parent}", self.draft_key)
    }

    /// The form for another text of a comment.
    pub fn edit(visitor: &Visitor, idea: &Idea, comment: &Comment, typed: Typed) -> Self {
        let links = &visitor.state.links;
        Self {
            action: links.comment_act(comment.id, "edit"),
            draft_key: draft_key(visitor, &format!("comment-{}", comment.id)),
            ..Self::new(visitor, idea, typed)
        }
    }
}

/// Where mentions are completed from; nowhere for those who are not signed in.
pub fn mentions(visitor: &Visitor, query: &str) -> String {
    if visitor.person.is_none() {
        return String::new();
    }
    visitor.state.links.to(&format!("/mentions{query}"))
}

/// Keys of texts kept on the reader's device begin with the person's id, so that nobody is shown somebody else's.
pub fn draft_key(visitor: &Visitor, name: &str) -> String {
    format!("p{}-{name}", visitor.person.as_ref().map_or(0, |person| person.id.raw()))
}

/// The page of a comment's form.
#[derive(Template)]
#[template(path = "comments/form.html")]
pub struct CommentFormPage {
    layout: Layout,
    form: FormErrors,
    comment: CommentForm,
    idea_title: String,
    back: String,
    title: &'static str,
    submit: &'static str,
    preview: Option<String>,
}

impl CommentFormPage {
    /// A new comment that came back.
    pub fn new(visitor: &Visitor, idea: &Idea, typed: Typed) -> Self {
        let title = if typed.parent.is_empty() { "comment-new-title" } else { "comment-reply-title" };
        let submit = if typed.parent.is_empty() { "comment-submit" } else { "comment-reply-submit" };
        Self::with(visitor, idea, CommentForm::new(visitor, idea, typed), (title, submit))
    }

    /// A comment that is being changed.
    pub fn edit(visitor: &Visitor, idea: &Idea, comment: &Comment, typed: Typed) -> Self {
        let form = CommentForm::edit(visitor, idea, comment, typed);
        Self::with(visitor, idea, form, ("comment-edit-title", "comment-edit-submit"))
    }

    fn with(
        visitor: &Visitor,
        idea: &Idea,
        comment: CommentForm,
        (title, submit): (&'static str, &'static str),
    ) -> Self {
        Self {
            layout: Layout::new(visitor),
            form: FormErrors::default(),
            comment,
            idea_title: idea.title.clone(),
            back: visitor.state.links.idea(idea.id, &idea.title),
            title,
            submit,
            preview: None,
        }
    }

    /// The page with the text as it will look.
    pub async fn previewed(mut self, visitor: &Visitor) -> Result {
        let (settings, body) = (std::sync::Arc::clone(&visitor.settings), self.comment.typed.body.clone());
        let rendered = visitor.state.db.read(move |db| settings.renderer.render(db, &body)).await?;
        self.preview = Some(rendered.html.into_string());
        Ok(Html(self).with_status(StatusCode::OK))
    }

    /// The page with what is wrong; other errors are handed on.
    pub fn refused(mut self, error: Error, visitor: &Visitor) -> Result {
        self.form = FormErrors::from_error(error, &visitor.words)?;
        Ok(Html(self).with_status(StatusCode::UNPROCESSABLE_ENTITY))
    }

    /// The page as it is.
    pub fn shown(self) -> HttpResponse {
        Html(self).with_status(StatusCode::OK)
    }
}
