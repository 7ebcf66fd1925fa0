//! Reply templates: texts for the company's answers with fields that the answer form fills, one per language.

use diesel::prelude::*;

use super::policy;
use crate::db::Db;
use crate::db::schema::{reply_templates, reply_texts};
use crate::db::witness;
use crate::error::{Error, FieldErrors, Result};
use crate::ids::TemplateId;
use crate::people::Person;
use crate::text::words::Language;
use crate::text::{clean, markdown};
use crate::time::Timestamp;

/// Most characters in a template's name.
const NAME_MAX: usize = 80;
/// Most characters in a text: room is left for what the fields hold.
const BODY_MAX: usize = 8_000;
/// Most templates of a site.
const TEMPLATES_MAX: usize = 200;
/// The fields that a text may have, written in braces.
pub const FIELDS: [&str; 7] = ["author", "title", "board", "team", "status", "votes", "me"];

/// A template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// What staff know it by.
    pub name: String,
    /// Whether it is proposed as the reason for a no.
    pub declines: bool,
    /// Its texts.
    pub texts: Vec<(Language, String)>,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Template {
    /// Its text in a language.
    pub fn text(&self, language: Language) -> Option<&str> {
        self.texts.iter().find(|(own, _)| *own == language).map(|(_, body)| body.as_str())
    }
}

/// A parsed template.
#[derive(Debug, Clone)]
pub struct TemplateDraft {
    name: String,
    declines: bool,
    texts: Vec<(Language, String)>,
    seen: Option<Timestamp>,
}

/// The form field of a language's text.
pub fn field_of(language: Language) -> &'static str {
    match language {
        Language::En => "body_en",
        Language::Es => "body_es",
    }
}

impl TemplateDraft {
    /// The same, refused when the template was changed since this moment.
    #[must_use]
    pub fn seen(self, seen: Option<Timestamp>) -> Self {
        Self { seen, ..self }
    }

    /// Parses the form: a name, and a text in at least one language, with no other fields than there are.
    pub fn parse(name: &str, declines: bool, typed: &[(Language, &str)]) -> Result<Self> {
        let mut errors = FieldErrors::default();
        let name = clean::single_line(name).unwrap_or_default();
        if clean::is_invisible(&name) || clean::char_count(&name) > NAME_MAX {
            errors.add_with("name", "error-reply-name", &[("limit", 80)]);
        }
        let mut texts = Vec::new();
        for (language, text) in typed {
            let Ok(body) = clean::multi_line(text) else {
                errors.add(field_of(*language), "error-control-characters");
                continue;
            };
            let count = i64::try_from(clean::char_count(&body)).unwrap_or(i64::MAX);
            if clean::char_count(&body) > BODY_MAX {
                let most = [("limit", 8_000), ("count", count)];
                errors.add_with(field_of(*language), "error-too-long", &most);
            }
            if unknown_field(&body) {
                errors.add(field_of(*language), "error-reply-field");
            }
            if !clean::is_invisible(&body) {
                texts.push((*language, body.trim().to_owned()));
            }
        }
        if texts.is_empty() && errors.is_empty() {
            errors.add("body_en", "error-reply-empty");
        }
        errors.or(Self { name, declines, texts, seen: None })
    }
}

/// The parts of a text: what stands before each field, the field's name, and the rest.
fn parts(text: &str) -> (Vec<(&str, &str)>, &str) {
    let (mut found, mut start, mut from) = (Vec::new(), 0, 0);
    while let Some(open) = text.get(from..).and_then(|rest| rest.find('{')).map(|at| at + from) {
        let name = text.get(open + 1..).and_then(|rest| rest.split_once('}')).map_or("", |(name, _)| name);
        if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase()) {
            found.push((text.get(start..open).unwrap_or(""), name));
            start = open + name.len() + 2;
            from = start;
        } else {
            from = open + 1;
        }
    }
    (found, text.get(start..).unwrap_or(""))
}

fn unknown_field(text: &str) -> bool {
    parts(text).0.iter().any(|(_, name)| !FIELDS.contains(name))
}

/// Whether a text still has a field that nobody has filled.
pub fn has_open_field(text: &str) -> bool {
    parts(text).0.iter().any(|(_, name)| FIELDS.contains(name))
}

/// A text with its fields filled. What is not known stays as it is, for whoever answers to put right.
pub fn filled(text: &str, values: &[(&str, String)]) -> String {
    let (found, rest) = parts(text);
    let mut filled = String::new();
    for (before, name) in found {
        filled.push_str(before);
        match values.iter().find(|(own, value)| *own == name && !value.is_empty()) {
            Some((_, value)) => filled.push_str(&as_written(value)),
            None => filled.extend(["{", name, "}"]),
        }
    }
    filled + rest
}

/// A value as Markdown shows it as it is: a title with stars in it is no emphasis in the company's answer. One that Markdown
/// leaves alone stays as it is, since mails and programs read the source.
fn as_written(value: &str) -> String {
    if markdown::plain(value, usize::MAX) == value {
        return value.to_owned();
    }
    let mut written = String::new();
    for c in value.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<') {
            written.push('\\');
        }
        written.push(c);
    }
    written
}

type Row = (TemplateId, String, bool, Timestamp);

type Columns =
    (reply_templates::id, reply_templates::name, reply_templates::declines, reply_templates::updated_at);

fn row() -> Columns {
    use reply_templates::{declines, id, name, updated_at};
    (id, name, declines, updated_at)
}

fn with_texts(db: &mut Db, rows: Vec<Row>) -> Result<Vec<Template>> {
    let ids: Vec<TemplateId> = rows.iter().map(|(id, ..)| *id).collect();
    let texts: Vec<(TemplateId, Language, String)> = reply_texts::table
        .filter(reply_texts::template_id.eq_any(ids))
        .order((reply_texts::template_id, reply_texts::language))
        .select((reply_texts::template_id, reply_texts::language, reply_texts::body))
        .load(db)?;
    let own = |id: TemplateId| {
        let own = texts.iter().filter(move |(of, ..)| *of == id);
        own.map(|(_, language, body)| (*language, body.clone())).collect()
    };
    let template =
        |(id, name, declines, updated_at): Row| Template { id, name, declines, texts: own(id), updated_at };
    Ok(rows.into_iter().map(template).collect())
}

/// All templates by name.
pub fn list(db: &mut Db) -> Result<Vec<Template>> {
    let rows: Vec<Row> = reply_templates::table
        .order((reply_templates::name, reply_templates::id))
        .limit(i64::try_from(TEMPLATES_MAX).unwrap_or(i64::MAX))
        .select(row())
        .load(db)?;
    with_texts(db, rows)
}

/// A template.
pub fn find(db: &mut Db, id: TemplateId) -> Result<Template> {
    let row: Option<Row> = reply_templates::table.find(id).select(row()).first(db).optional()?;
    with_texts(db, row.into_iter().collect())?.pop().ok_or(Error::NotFound)
}

/// Makes a template, or changes one. Gives its id.
///
/// # Errors
/// `Conflict` when somebody changed it since the form was made; a field error on `name` when there are too many.
pub fn save(
    db: &mut Db,
    actor: &Person,
    id: Option<TemplateId>,
    draft: &TemplateDraft,
    now: Timestamp,
) -> Result<TemplateId> {
    policy::may_answer(actor)?;
    let values = (
        reply_templates::name.eq(&draft.name),
        reply_templates::declines.eq(draft.declines),
        reply_templates::updated_at.eq(now),
    );
    let id = match id {
        Some(id) => {
            refuse_outdated(db, id, draft.seen)?;
            diesel::update(reply_templates::table.find(id)).set(values).execute(db)?;
            diesel::delete(reply_texts::table.filter(reply_texts::template_id.eq(id))).execute(db)?;
            id
        }
        None if list(db)?.len() >= TEMPLATES_MAX => return Err(Error::field("name", "error-reply-many")),
        None => {
            let id: TemplateId = diesel::insert_into(reply_templates::table)
                .values((values, reply_templates::created_at.eq(now)))
                .returning(reply_templates::id)
                .get_result(db)?;
            witness::made("reply template", id.raw());
            id
        }
    };
    for (language, body) in &draft.texts {
        diesel::insert_into(reply_texts::table)
            .values((
                reply_texts::template_id.eq(id),
                reply_texts::language.eq(*language),
                reply_texts::body.eq(body),
            ))
            .execute(db)?;
    }
    Ok(id)
}

fn refuse_outdated(db: &mut Db, id: TemplateId, seen: Option<Timestamp>) -> Result<()> {
    if let Db::Postgres(c) = db {
        let row = reply_templates::table.find(id).select(reply_templates::id);
        row.for_update().first::<TemplateId>(c).optional()?;
    }
    let at = find(db, id)?.updated_at;
    if seen.is_some_and(|seen| seen != at) { Err(Error::Conflict("error-form-changed")) } else { Ok(()) }
}

/// Deletes a template. Answers that were made with it stay.
pub fn delete(db: &mut Db, actor: &Person, id: TemplateId) -> Result<()> {
    policy::may_answer(actor)?;
    diesel::delete(reply_templates::table.find(id)).execute(db)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_filled_and_what_is_unknown_stays() {
        let values = [("author", "Ann *B*".to_owned()), ("team", String::new())];
        let text = "Dear {author}, {team} says {0} and {} and {a b}: {author}{";
        assert_eq!(filled(text, &values), "Dear Ann \\*B\\*, {team} says {0} and {} and {a b}: Ann \\*B\\*{");
        assert!(has_open_field(&filled(text, &values)));
        assert!(!has_open_field("a {sum} of {Team}"));
    }

    #[test]
    fn what_markdown_leaves_alone_stays_as_it_is_for_those_who_read_the_source() {
        for title in ["[Mobile] export_all fails", "2 < 3, 5 * 3", "a_b_c"] {
            assert_eq!(filled("{title}", &[("title", title.to_owned())]), title);
        }
        for title in ["*Loud*", "[a](b)", "_quiet_", "`code`", "\\*"] {
            let shown = markdown::plain(&filled("{title}", &[("title", title.to_owned())]), 100);
            assert_eq!(shown, title);
        }
    }

    #[test]
    fn a_text_with_a_field_that_does_not_exist_is_refused() {
        let parse =
            |text| TemplateDraft::parse("Thanks", false, &[(Language::En, text), (Language::Es, " ")]);
        assert!(parse("Hello {author}").is_ok());
        assert!(parse("Hello {athor}").is_err());
        assert!(parse(" ").is_err());
    }
}
