//! Fills an empty database with the demo, in one transaction.

use std::sync::Arc;

use diesel::prelude::*;

use super::arriving;
use super::calling;
use super::clocks;
use super::heard::hear;
use super::holding;
use super::play::{Played, play};
use super::replies;
use super::ruling;
use super::schema::Content;
use super::stage::{self, Stage};
use super::{looking, merging, need, panelling, queueing};
use crate::boards::Premoderation;
use crate::db::Db;
use crate::db::schema::{boards, events};
use crate::error::{Error, Result};
use crate::ideas::{Idea, IdeaDraft, IdeaInput, submit};
use crate::links::Links;
use crate::moderation::bans::{self, BanDraft};
use crate::moderation::{self, Remark, Target, visibility};
use crate::search;
use crate::settings::Settings;
use crate::time::{DAY, HOUR, Timestamp};

/// Ideas whose numbers are read at once.
const INDEXED_AT_ONCE: i64 = 200;

/// Makes everything that the demo shows, as of `now`. Sends nothing: all events count as handled.
pub fn seed(db: &mut Db, links: &Arc<Links>, content: &Content, now: Timestamp) -> Result<()> {
    let stage = stage::set(db, content, now)?;
    clocks::set(db, content, &stage, (now.minus(421 * DAY), now.minus(120 * DAY)))?;
    replies::write(db, &stage, now.minus(421 * DAY))?;
    arriving::connect(db, &stage, links, now.minus(421 * DAY))?;
    let settings = Settings::load(db, links)?;
    let played = play(db, content, &stage, &settings, now)?;
    replies::say_alone(db, &played)?;
    hide(db, content, &stage, &settings, now)?;
    report(db, content, &stage, &played, now)?;
    calling::call(db, content, &stage, &played, &settings, now)?;
    panelling::rate(db, &stage, &played, &settings, now)?;
    hold(db, content, &stage, links, now)?;
    hear(db, &stage, &played, &settings, now)?;
    ruling::replay(db, &settings, now)?;
    need::tell(db, &stage, &played, now)?;
    clocks::replay(db, &settings, now)?;
    arriving::arrive(db, &stage, now)?;
    merging::merge_same(db, &stage, &played, now)?;
    holding::hold(db, &stage, &played, links, now)?;
    looking::look(db, &stage, &played, now)?;
    diesel::update(events::table).set(events::handled_at.eq(Some(now))).execute(db)?;
    index(db)?;
    merging::compare(db, &played)
}

/// Makes all of it searchable, as the events would have done.
fn index(db: &mut Db) -> Result<()> {
    let mut after = None;
    while let Some(last) = search::rebuild(db, after, INDEXED_AT_ONCE)? {
        after = Some(last);
    }
    Ok(())
}

/// A post that a moderator hid, and the ban of its author.
fn hide(db: &mut Db, content: &Content, stage: &Stage, settings: &Settings, now: Timestamp) -> Result<()> {
    let (hidden, ban) = (&content.moderation.hidden, &content.moderation.ban);
    let text = IdeaInput {
        board: &hidden.board,
        category: &hidden.category,
        title: &hidden.title,
        body: &hidden.body,
        ..IdeaInput::default()
    };
    let posted = now.minus(i64::from(hidden.created_days_ago) * DAY);
    let idea = post(db, stage, &hidden.author, &text, settings, posted)?;
    let remark = Remark::parse(&hidden.reason, &hidden.note)?;
    let moderator = stage.person(&hidden.by)?;
    visibility::hide(db, moderator, Target::Idea(idea.id), &remark, settings, posted.plus(3 * HOUR))?;
    let at = now.minus(i64::from(ban.days_ago) * DAY);
    let remark = Remark::parse(&ban.reason, &ban.note);
    let draft = BanDraft::parse(remark, &ban.term, "", settings.site.zone(), at)?;
    bans::ban(db, stage.person(&ban.by)?, stage.person(&ban.person)?.id, &draft, settings, at)?;
    Ok(())
}

fn post(
    db: &mut Db,
    stage: &Stage,
    author: &str,
    text: &IdeaInput<'_>,
    settings: &Settings,
    at: Timestamp,
) -> Result<Idea> {
    let author = stage.person(author)?;
    let draft = IdeaDraft::parse(text, &settings.catalog, author.role.is_staff())?;
    submit::submit(db, author, &draft, settings, at)
}

fn report(db: &mut Db, content: &Content, stage: &Stage, played: &Played<'_>, now: Timestamp) -> Result<()> {
    for report in &content.moderation.reports {
        let key = report.idea.as_str();
        let comment = report.comment.and_then(|nth| played.comments.get(&(key, nth.saturating_sub(1))));
        let idea = played.ideas.get(key).copied().map(Target::Idea);
        let target = comment.copied().map(Target::Comment).or(idea).ok_or(Error::NotFound)?;
        let at = now.minus(i64::from(report.days_ago) * DAY);
        let remark = Remark::parse(&report.reason, &report.note)?;
        moderation::report::report(db, stage.person(&report.reporter)?, target, &remark, at)?;
    }
    Ok(())
}

/// First posts on one board begin to wait for a moderator, and one does.
fn hold(db: &mut Db, content: &Content, stage: &Stage, links: &Arc<Links>, now: Timestamp) -> Result<()> {
    let pending = &content.moderation.pending;
    diesel::update(boards::table.filter(boards::slug.eq(&pending.board)))
        .set(boards::premoderation.eq(Premoderation::FirstPosts))
        .execute(db)?;
    let settings = Settings::load(db, links)?;
    let text = IdeaInput {
        board: &pending.board,
        category: &pending.category,
        title: &pending.title,
        body: &pending.body,
        ..IdeaInput::default()
    };
    let posted = now.minus(i64::from(pending.created_days_ago) * DAY + 2 * HOUR);
    post(db, stage, &pending.author, &text, &settings, posted)?;
    queueing::fill(db, stage, &settings, now)
}
