//! Fills an empty database with the demo, in one transaction.

use std::sync::Arc;

use diesel::prelude::*;
use serde_json::json;

use super::play::{Played, play};
use super::schema::Content;
use super::stage::{self, Stage};
use crate::boards::Premoderation;
use crate::db::Db;
use crate::db::schema::{bans, boards, events, ideas, reports};
use crate::error::Result;
use crate::history::{ActAudience, ActKind, NewAct};
use crate::ideas::{Idea, IdeaDraft, IdeaInput, PostState, submit};
use crate::links::Links;
use crate::moderation::Reason;
use crate::search;
use crate::settings::Settings;
use crate::time::{DAY, HOUR, Timestamp};

/// Ideas whose numbers are read at once.
const INDEXED_AT_ONCE: i64 = 200;

/// Makes everything that the demo shows, as of `now`. Sends nothing: all events count as handled.
pub fn seed(db: &mut Db, links: &Arc<Links>, content: &Content, now: Timestamp) -> Result<()> {
    let stage = stage::set(db, content, now)?;
    let settings = Settings::load(db, links)?;
    let played = play(db, content, &stage, &settings, now)?;
    hide(db, content, &stage, &settings, now)?;
    report(db, content, &stage, &played, now)?;
    hold(db, content, &stage, links, now)?;
    diesel::update(events::table).set(events::handled_at.eq(Some(now))).execute(db)?;
    index(db)
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
    let by = stage.person(&hidden.by)?.id;
    let state = (
        ideas::state.eq(PostState::Hidden),
        ideas::state_reason.eq(Some(&hidden.reason)),
        ideas::shown.eq(0),
    );
    diesel::update(ideas::table.find(idea.id)).set(state).execute(db)?;
    NewAct::new(ActKind::Hidden, ActAudience::Log, Some(by))
        .idea(idea.id)
        .detail(json!({ "reason": Reason::Spam }))
        .record(db, posted.plus(3 * HOUR))?;
    let (banned, by) = (stage.person(&ban.person)?.id, stage.person(&ban.by)?.id);
    let at = now.minus(i64::from(ban.days_ago) * DAY);
    let until = at.plus(i64::from(ban.days) * DAY);
    let values = (
        bans::person_id.eq(banned),
        bans::reason.eq(&ban.reason),
        bans::created_by.eq(by),
        bans::created_at.eq(at),
        bans::ends_at.eq(Some(until)),
    );
    diesel::insert_into(bans::table).values(values).execute(db)?;
    NewAct::new(ActKind::Banned, ActAudience::Log, Some(by))
        .person(banned)
        .detail(json!({ "reason": Reason::Spam, "until": until }))
        .record(db, at)?;
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
        let Some(idea) = played.ideas.get(report.idea.as_str()).copied() else { continue };
        let place = report.comment.map(|nth| nth.saturating_sub(1));
        let comment = place.and_then(|place| played.comments.get(&(report.idea.as_str(), place)).copied());
        let values = (
            reports::idea_id.eq(idea),
            reports::comment_id.eq(comment),
            reports::reporter_id.eq(stage.person(&report.reporter)?.id),
            reports::reason.eq(&report.reason),
            reports::note.eq(&report.note),
            reports::created_at.eq(now.minus(i64::from(report.days_ago) * DAY)),
        );
        diesel::insert_into(reports::table).values(values).execute(db)?;
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
    Ok(())
}
