//! The same file again: what it leaves out is not said anew, and what people set since stays.

use diesel::prelude::*;
use groundswell::boards::{BoardDraft, Premoderation, edit};
use groundswell::db::Db;
use groundswell::db::schema::{boards, people, tags};
use groundswell::ids::{BoardId, PersonId, TagId};
use groundswell::people::Role;
use groundswell::time::{MINUTE, Timestamp};
use groundswell::transfer::{self, Kind};
use serde_json::json;

use super::files::{Lines, assert_all_in, assert_quiet_and_sound, import};
use crate::support::Site;

fn without_dates() -> Lines {
    let mut lines = Lines::new();
    for line in [
        json!({ "kind": "board", "source": "u", "source_id": "b", "name": "Old board" }),
        json!({ "kind": "person", "source": "u", "source_id": "ann", "name": "Ann", "email": "ann@old.example" }),
        json!({ "kind": "person", "source": "u", "source_id": "bob", "name": "Bob" }),
        json!({ "kind": "idea", "source": "u", "source_id": 1, "board": "b", "author": "ann", "title": "First",
            "tags": ["Night"], "created_at": "2020-01-01" }),
        json!({ "kind": "idea", "source": "u", "source_id": 2, "board": "b", "title": "Second",
            "created_at": "2020-01-02" }),
        json!({ "kind": "link", "source": "u", "from": 2, "to": 1, "link": "extends" }),
        json!({ "kind": "follow", "source": "u", "idea": 1, "person": "bob" }),
    ] {
        lines.push(&line);
    }
    lines
}

type Set = (String, Premoderation, Timestamp, Vec<(String, Timestamp)>, i64);

fn what_is_set(db: &mut Db) -> Result<Set, groundswell::error::Error> {
    let (name, premoderation, made) =
        boards::table.select((boards::name, boards::premoderation, boards::created_at)).first(db)?;
    let people = people::table.order(people::id).select((people::name, people::created_at)).load(db)?;
    Ok((name, premoderation, made, people, tags::table.count().get_result(db)?))
}

#[actix_web::test]
async fn a_file_without_dates_is_as_before_and_what_people_set_stays() {
    let site = Site::start().await;
    let (_, report) = import(&site, without_dates().write()).await;
    assert_all_in(&report);
    let ada = site.person("Ada", Role::Administrator).await;
    site.clock.advance(MINUTE);
    let now = site.now();
    site.write(move |db| {
        let draft = BoardDraft::parse("Better board", "old-board", "")?;
        let before = edit::find(db, BoardId::new(1))?;
        let draft = draft.with(before.audience, before.voting, Premoderation::All, before.half_life_days);
        edit::save(db, ada.id, before.id, &draft, now)?;
        groundswell::boards::tags::delete(db, TagId::new(1), now)?;
        diesel::update(people::table.filter(people::name.eq("Bob")))
            .set(people::name.eq("Bobby"))
            .execute(db)?;
        Ok(())
    })
    .await;
    let set = site.read(what_is_set).await;
    assert_eq!((set.0.as_str(), set.1, set.4), ("Better board", Premoderation::All, 0));
    site.clock.advance(MINUTE);
    let (second, report) = import(&site, without_dates().write()).await;
    let total = report.total();
    assert_eq!((total.created, total.updated, total.unchanged, total.refused), (0, 0, 7, 0), "{report}");
    assert_eq!(site.read(what_is_set).await, set);
    let now = site.now();
    site.write(move |db| transfer::undo(db, second, now)).await;
    assert_eq!(site.read(what_is_set).await, set);
    groundswell::worker::drain(&site.state).await.unwrap();
    assert_quiet_and_sound(&site).await;
}

#[actix_web::test]
async fn a_line_that_says_something_else_but_no_date_leaves_the_date() {
    let site = Site::start().await;
    import(&site, without_dates().write()).await;
    let joined = |db: &mut Db| {
        let row = people::table.find(PersonId::new(2)).select((people::about, people::created_at));
        Ok(row.first::<(String, Timestamp)>(db)?)
    };
    let (_, before) = site.read(joined).await;
    site.clock.advance(MINUTE);
    let mut lines = Lines::new();
    lines.push(
        &json!({ "kind": "person", "source": "u", "source_id": "bob", "name": "Bob", "about": "Cooks." }),
    );
    let (_, report) = import(&site, lines.write()).await;
    assert_eq!(report.of(Kind::Person).updated, 1, "{report}");
    assert_eq!(site.read(joined).await, ("Cooks.".to_owned(), before));
}
