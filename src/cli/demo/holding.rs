//! Rules that hold posts in the demo: some are on, a list has words, one comment waits because of them and one was turned down.

use std::sync::Arc;

use super::play::Played;
use super::stage::Stage;
use crate::comments::{Comment, CommentDraft, CommentInput, post};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::links::Links;
use crate::moderation::{Remark, Target, visibility};
use crate::screening::{self, Rule, WordsDraft};
use crate::settings::Settings;
use crate::text::words::Language;
use crate::time::{HOUR, Timestamp};

/// Those that two visitors who try the same thing would not run into.
const ON: [Rule; 4] = [Rule::Links, Rule::Rate, Rule::Words, Rule::Learnt];
const ENGLISH: &str = "casino\ncheap replica\ngift card";
const SPANISH: &str = "casino\ntarjeta regalo";

/// What was written where by whom, how many hours ago, and whether it was turned down.
const HELD: [(&str, &str, &str, i64, bool); 2] = [
    (
        "dark-mode",
        "thabo",
        "While we wait: I won a gift card with this app, have a look at https://win.example/card",
        27,
        true,
    ),
    (
        "dark-mode",
        "juniper",
        "My partner got hers as a gift card. Could the shop sell the dark badge that way, too?",
        5,
        false,
    ),
];

/// Switches the rules on and lets two comments run into them.
pub fn hold(
    db: &mut Db,
    stage: &Stage,
    played: &Played<'_>,
    links: &Arc<Links>,
    now: Timestamp,
) -> Result<()> {
    screening::switch_on(db, &ON)?;
    let admin = stage.people().filter(|person| person.role.is_admin()).min_by_key(|person| person.id);
    let admin = admin.ok_or_else(|| Error::internal("the demo has no administrator"))?;
    for (language, words) in [(Language::En, ENGLISH), (Language::Es, SPANISH)] {
        screening::save_words(db, admin, &WordsDraft::parse(language, words)?, now.minus(48 * HOUR))?;
    }
    let moderator = stage.people().filter(|person| person.role.is_moderator()).min_by_key(|person| person.id);
    let moderator = moderator.ok_or_else(|| Error::internal("the demo has no moderator"))?;
    let settings = Settings::load(db, links)?;
    for (idea, author, body, hours, is_refused) in HELD {
        let idea = played.ideas.get(idea).copied().ok_or(Error::NotFound)?;
        let draft = CommentDraft::parse(&CommentInput { body, ..CommentInput::default() })?;
        let at = now.minus(hours * HOUR);
        let comment: Comment = post::post(db, stage.person(author)?, idea, &draft, &settings, at)?;
        if is_refused {
            let remark = Remark::parse("spam", "")?;
            let target = Target::Comment(comment.id);
            visibility::hide(db, moderator, target, &remark, &settings, at.plus(2 * HOUR))?;
        }
    }
    Ok(())
}
