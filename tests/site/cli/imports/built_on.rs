//! What people do on top of an import stands in the way of undoing it, whatever it is, and nothing of it is lost.

use diesel::prelude::*;
use groundswell::boards::statuses::{self, StatusDraft};
use groundswell::boards::{BoardDraft, Premoderation, categories, edit, tags};
use groundswell::db::Db;
use groundswell::db::schema::{acts, bans, categories as category_rows, comments, people, team_members};
use groundswell::error::Result;
use groundswell::history::ActAudience;
use groundswell::ids::{BoardId, CommentId, IdeaId, PersonId, TagId};
use groundswell::moderation::Remark;
use groundswell::moderation::bans::{BanDraft, ban};
use groundswell::people::mail_choices::{MailKind, choose};
use groundswell::people::{Person, Role, roles};
use groundswell::settings::Settings;
use groundswell::time::Timestamp;
use groundswell::transfer;
use groundswell::triage::notes;
use groundswell::triage::rules::{self, RuleDraft, RuleInput};
use groundswell::triage::teams::{self, TeamDraft, TeamInput};
use serde_json::json;

use super::files::{Lines, assert_all_in, assert_quiet_and_sound, import};
use super::undo::{everything, sizes};
use crate::support::Site;

/// Who does something later, and when.
struct By<'s> {
    admin: &'s Person,
    settings: &'s Settings,
    now: Timestamp,
}

type Later = fn(&mut Db, &By<'_>) -> Result<()>;

const BOARD: BoardId = BoardId::new(1);

fn bob(db: &mut Db) -> Result<PersonId> {
    Ok(people::table.filter(people::name.eq("Bob")).select(people::id).first(db)?)
}

fn ban_of(db: &mut Db, by: &By<'_>, person: PersonId) -> Result<()> {
    let draft = BanDraft::parse(Remark::parse("spam", ""), "week", "", chrono_tz::UTC, by.now)?;
    ban(db, by.admin, person, &draft, by.settings, by.now).map(drop)
}

fn team(db: &mut Db, by: &By<'_>) -> Result<teams::Team> {
    let draft = TeamDraft::parse(&TeamInput { name: "Lab", ..TeamInput::default() }, true)?;
    teams::create(db, &draft, by.now)
}

fn name_in_rule(db: &mut Db, by: &By<'_>) -> Result<()> {
    let team = team(db, by)?;
    let (boards, id) = ([BOARD.to_string()], team.id.to_string());
    let input =
        RuleInput { name: "A rule", team: &id, due_days: "7", boards: &boards, ..RuleInput::default() };
    let draft = RuleDraft::parse(&input, &by.settings.catalog, &[team.id])?;
    rules::create(db, &draft, by.now).map(drop)
}

fn premoderate(db: &mut Db, by: &By<'_>) -> Result<()> {
    let board = edit::find(db, BOARD)?;
    let draft = BoardDraft::parse(&board.name, &board.slug, &board.description)?;
    let draft = draft.with(board.audience, board.voting, Premoderation::All, board.half_life_days);
    edit::save(db, by.admin.id, BOARD, &draft, by.now).map(drop)
}

const LATER: [(&str, Later); 14] = [
    ("bans of its people (1)", |db, by| {
        let bob = bob(db)?;
        ban_of(db, by, bob)
    }),
    ("acts in the history or the log (1)", |db, by| {
        let bob = bob(db)?;
        roles::change(db, by.admin.id, bob, Role::TeamMember, by.now)
    }),
    ("members of teams (1)", |db, by| {
        let (bob, team) = (bob(db)?, team(db, by)?);
        let row = (team_members::team_id.eq(team.id), team_members::person_id.eq(bob));
        Ok(diesel::insert_into(team_members::table).values(row).execute(db).map(drop)?)
    }),
    ("some of its boards, or of their statuses and categories, were changed", |db, by| {
        categories::add(db, BOARD, "Tents", by.now).map(drop)
    }),
    ("some of its boards, or of their statuses and categories, were changed", |db, by| {
        statuses::add(db, BOARD, &StatusDraft::parse("Tried out", "active", false)?, by.now).map(drop)
    }),
    ("some of its boards, or of their statuses and categories, were changed", premoderate),
    ("the rule “A rule” names what it brought", name_in_rule),
    ("people who chose their mails (1)", |db, _| {
        let bob = bob(db)?;
        choose(db, bob, MailKind::Answered, false)
    }),
    ("some of its people were changed", |db, _| {
        let bob = people::table.filter(people::name.eq("Bob"));
        Ok(diesel::update(bob).set(people::name.eq("Bobby")).execute(db).map(drop)?)
    }),
    ("some of its tags were changed", |db, by| tags::save(db, TagId::new(1), "Late", true, by.now)),
    ("follows of its ideas or people (1)", |db, by| {
        let bob = bob(db)?;
        groundswell::follows::set(db, IdeaId::new(1), bob, false, by.now)
    }),
    ("routes, notes, reports and edits (1)", |db, by| {
        notes::add(db, by.admin, IdeaId::new(1), "Look again.", by.now).map(drop)
    }),
    ("comments that were edited (1)", |db, by| {
        let comment = comments::table.find(CommentId::new(1));
        Ok(diesel::update(comment).set(comments::edited_at.eq(by.now)).execute(db).map(drop)?)
    }),
    ("people who have signed in (1)", |db, _| {
        let bob = people::table.filter(people::name.eq("Bob"));
        Ok(diesel::update(bob).set(people::is_imported.eq(false)).execute(db).map(drop)?)
    }),
];

fn later_rows(db: &mut Db) -> Result<Vec<i64>> {
    let mut rows = sizes(db)?;
    rows.extend([
        bans::table.count().get_result::<i64>(db)?,
        team_members::table.count().get_result(db)?,
        category_rows::table.count().get_result(db)?,
    ]);
    Ok(rows)
}

#[actix_web::test]
async fn whatever_was_built_on_an_import_stands_in_the_way_of_undoing_it() {
    for (expected, later) in LATER {
        let site = Site::start().await;
        let (id, report) = import(&site, everything().write()).await;
        assert_all_in(&report);
        let admin = site.person("Ada", Role::Administrator).await;
        let (settings, now) = (site.state.reload().await.unwrap(), site.now().plus(1));
        site.write(move |db| later(db, &By { admin: &admin, settings: &settings, now })).await;
        let before = site.read(later_rows).await;
        let refused = site.state.db.write(move |db| transfer::undo(db, id, now)).await.unwrap_err();
        assert!(refused.to_string().contains(expected), "{expected}: {refused}");
        assert_eq!(site.read(later_rows).await, before, "{expected}");
    }
}

#[actix_web::test]
async fn what_concerns_others_stands_in_no_way_and_stays_in_the_log() {
    let site = Site::start().await;
    let (id, _) = import(&site, everything().write()).await;
    let admin = site.person("Ada", Role::Administrator).await;
    let eve = site.customer("Eve").await;
    let (settings, now) = (site.state.reload().await.unwrap(), site.now().plus(1));
    site.write(move |db| {
        ban_of(db, &By { admin: &admin, settings: &settings, now }, eve.id)?;
        tags::delete(db, TagId::new(1), now)
    })
    .await;
    let logged = |db: &mut Db| {
        Ok(acts::table.filter(acts::audience.eq(ActAudience::Log)).count().get_result::<i64>(db)?)
    };
    assert_eq!(site.read(logged).await, 2, "the import and the ban");
    site.write(move |db| transfer::undo(db, id, now)).await;
    assert_eq!(site.read(logged).await, 2);
    assert_quiet_and_sound(&site).await;
}

#[actix_web::test]
async fn a_person_whom_another_import_names_stands_in_the_way() {
    let site = Site::start().await;
    let (id, _) = import(&site, everything().write()).await;
    let mut other = Lines::new();
    other.push(&json!({ "kind": "person", "source": "new", "source_id": 1, "email": "ann@old.example" }));
    let (second, report) = import(&site, other.write()).await;
    assert_all_in(&report);
    let now = site.now();
    let refused = site.state.db.write(move |db| transfer::undo(db, id, now)).await.unwrap_err();
    assert!(refused.to_string().contains("rows that other imports name, too (1)"), "{refused}");
    site.write(move |db| transfer::undo(db, second, now)).await;
    site.write(move |db| transfer::undo(db, id, now)).await;
    assert_quiet_and_sound(&site).await;
}
