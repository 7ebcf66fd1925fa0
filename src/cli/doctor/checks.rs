//! What can be wrong, and finding it: ideas in chunks, the rest by queries that give only what is wrong.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::accounts::demand;
use crate::ballots;
use crate::boards::{Audience, StatusKind};
use crate::db::schema::{boards, comments, follows, ideas, responses, search_documents, statuses};
use crate::db::{Db, backup};
use crate::error::Result;
use crate::ideas::{PostState, shown};
use crate::ids::{IdeaId, RoundId};
use crate::merges;
use crate::ranking::asked;
use crate::ranking::heat::Recomputed;
use crate::ranking::store::{Ranked, Ranks, VoteRow, vote_rows};
use crate::time::Timestamp;
use crate::triage::factors;

/// Ideas that are looked at together.
const CHUNK: i64 = 500;

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// What it is about.
    pub about: About,
    /// What is wrong.
    pub what: String,
}

/// What a complaint is about, and so what repairing it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum About {
    /// An idea's counters, ranks and derived columns.
    Idea(IdeaId),
    /// The search index of an idea, which may be gone.
    Index(IdeaId),
    /// A reply under another reply, or under a comment of another idea.
    Reply(i64),
    /// An extension on another idea than its comment.
    Extension(i64),
    /// The counters of a vote round.
    Round(RoundId),
    /// Where a row came from, that is gone.
    Origins,
    /// The file itself.
    File,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.about {
            About::Idea(id) => write!(f, "idea {id}: {}", self.what),
            About::Index(id) => write!(f, "search index of idea {id}: {}", self.what),
            About::Reply(id) => write!(f, "comment {id}: {}", self.what),
            About::Extension(id) => write!(f, "extension {id}: {}", self.what),
            About::Round(id) => write!(f, "vote round {id}: {}", self.what),
            About::Origins => write!(f, "origins: {}", self.what),
            About::File => write!(f, "database: {}", self.what),
        }
    }
}

/// Everything that is wrong.
pub fn all(db: &mut Db) -> Result<Vec<Complaint>> {
    let mut found = Vec::new();
    if let Err(broken) = backup::check(db) {
        found.push(Complaint { about: About::File, what: broken.to_string() });
    }
    let mut after = IdeaId::new(i64::MIN);
    loop {
        let ids: Vec<IdeaId> = ideas::table
            .filter(ideas::id.gt(after))
            .order(ideas::id)
            .limit(CHUNK)
            .select(ideas::id)
            .load(db)?;
        let Some(last) = ids.last() else { break };
        after = *last;
        ranks(db, &ids, &mut found)?;
        counters(db, &ids, &mut found)?;
        customers(db, &ids, &mut found)?;
        by_hand(db, &ids, &mut found)?;
        derived(db, &ids, &mut found)?;
        index(db, &ids, &mut found)?;
    }
    rounds(db, &mut found)?;
    strays(db, &mut found)?;
    Ok(found)
}

fn complain(found: &mut Vec<Complaint>, about: About, what: impl Into<String>) {
    found.push(Complaint { about, what: what.into() });
}

fn ranks(db: &mut Db, ids: &[IdeaId], found: &mut Vec<Complaint>) -> Result<()> {
    let (rows, asked) = (vote_rows(db, ids)?, asked::of(db, ids)?);
    for mut ranked in Ranked::load_all(db, ids)? {
        let stored = ranked.ranks.clone();
        let own: &[VoteRow] = rows.get(&ranked.idea()).map_or(&[], Vec::as_slice);
        let sums = ranked.recount_from(own, asked.get(&ranked.idea()).copied().unwrap_or_default())?;
        compare(About::Idea(ranked.idea()), &stored, &ranked.ranks, sums, found);
    }
    Ok(())
}

fn compare(
    about: About,
    stored: &Ranks,
    fresh: &Ranks,
    (heat, site_heat): (Recomputed, Recomputed),
    found: &mut Vec<Complaint>,
) {
    for (name, stored, fresh) in [
        ("promotions", stored.promotions, fresh.promotions),
        ("demotions", stored.demotions, fresh.demotions),
        ("held votes", stored.held_count, fresh.held_count),
        ("net votes", stored.net, fresh.net),
        ("accounts that ask", stored.accounts_asking, fresh.accounts_asking),
    ] {
        if stored != fresh {
            complain(found, about, format!("{name} say {stored}, the votes say {fresh}"));
        }
    }
    for (name, stored, fresh) in [
        ("Wilson bound", stored.wilson, fresh.wilson),
        ("value", stored.value_factor, fresh.value_factor),
        ("spread", stored.spread_factor, fresh.spread_factor),
        ("impact", stored.impact, fresh.impact),
    ] {
        // All follow from counters alone; the last digits may differ from processor to processor.
        if stored.is_nan() || (stored - fresh).abs() > fresh.abs() * 1e-9 {
            complain(found, about, format!("{name} says {stored}, the votes say {fresh}"));
        }
    }
    for (name, stored, fresh) in
        [("heat", stored.heat, heat), ("heat across boards", stored.site_heat, site_heat)]
    {
        if !fresh.agrees_with(stored) {
            complain(found, about, format!("{name} says {stored:e}, the votes say {:e}", fresh.heat));
        }
    }
}

fn counters(db: &mut Db, ids: &[IdeaId], found: &mut Vec<Complaint>) -> Result<()> {
    let stored: Vec<(IdeaId, i64, i64)> = ideas::table
        .filter(ideas::id.eq_any(ids))
        .order(ideas::id)
        .select((ideas::id, ideas::comment_count, ideas::follower_count))
        .load(db)?;
    let talk: HashMap<IdeaId, i64> = comments::table
        .filter(comments::idea_id.eq_any(ids))
        .filter(comments::state.eq(PostState::Visible))
        .filter(comments::deleted_at.is_null())
        .group_by(comments::idea_id)
        .select((comments::idea_id, diesel::dsl::count_star()))
        .load(db)?
        .into_iter()
        .collect();
    let followers: HashMap<IdeaId, i64> = follows::table
        .filter(follows::idea_id.eq_any(ids))
        .filter(follows::is_on.eq(true))
        .group_by(follows::idea_id)
        .select((follows::idea_id, diesel::dsl::count_star()))
        .load(db)?
        .into_iter()
        .collect();
    for (id, comment_count, follower_count) in stored {
        for (name, stored, rows) in
            [("comments", comment_count, talk.get(&id)), ("followers", follower_count, followers.get(&id))]
        {
            let rows = rows.copied().unwrap_or(0);
            if stored != rows {
                complain(found, About::Idea(id), format!("{name} say {stored}, the rows say {rows}"));
            }
        }
    }
    Ok(())
}

/// Which accounts ask for which ideas.
fn customers(db: &mut Db, ids: &[IdeaId], found: &mut Vec<Complaint>) -> Result<()> {
    let (stored, counted) = (demand::stored(db, ids)?, demand::counted(db, ids)?);
    let keys: BTreeSet<_> = stored.keys().chain(counted.keys()).collect();
    for (idea, account) in keys.into_iter().copied() {
        if stored.get(&(idea, account)) != counted.get(&(idea, account)) {
            complain(
                found,
                About::Idea(idea),
                format!("what is stored about account {account} is not what its votes say"),
            );
        }
    }
    Ok(())
}

/// Factors of the impact that are set by hand.
fn by_hand(db: &mut Db, ids: &[IdeaId], found: &mut Vec<Complaint>) -> Result<()> {
    let number = |set: Option<f64>| set.map_or_else(|| "nothing".to_owned(), |set| set.to_string());
    for (idea, factor, stored, told) in factors::differing(db, ids)? {
        let (stored, told) = (number(stored), number(told));
        complain(
            found,
            About::Idea(idea),
            format!("{factor} set by hand says {stored}, the history says {told}"),
        );
    }
    Ok(())
}

/// Columns that repeat what other rows say, for the sake of indexes.
fn derived(db: &mut Db, ids: &[IdeaId], found: &mut Vec<Complaint>) -> Result<()> {
    type Row = (IdeaId, (PostState, i32, Audience), (StatusKind, StatusKind), Option<Timestamp>);
    let rows: Vec<Row> = ideas::table
        .inner_join(boards::table)
        .inner_join(statuses::table)
        .filter(ideas::id.eq_any(ids))
        .order(ideas::id)
        .select((
            ideas::id,
            (ideas::state, ideas::shown, boards::audience),
            (ideas::status_kind, statuses::kind),
            ideas::answered_at,
        ))
        .load(db)?;
    let answered: HashMap<IdeaId, Option<Timestamp>> = responses::table
        .filter(responses::idea_id.eq_any(ids))
        .group_by(responses::idea_id)
        .select((responses::idea_id, diesel::dsl::max(responses::created_at)))
        .load(db)?
        .into_iter()
        .collect();
    let merged = merges::merged_among(db, ids)?;
    for (id, (state, stored, audience), (kind, of_status), answered_at) in rows {
        let about = About::Idea(id);
        let wanted = if merged.contains(&id) { merges::SHOWN } else { shown(state, audience) };
        if stored != wanted {
            complain(found, about, format!("is shown to {stored}, state and board say {wanted}"));
        }
        if kind != of_status {
            complain(found, about, format!("its status counts as {kind}, the status says {of_status}"));
        }
        if answered_at != answered.get(&id).copied().flatten() {
            complain(found, about, "was answered at another time than its last response was given");
        }
    }
    Ok(())
}

fn index(db: &mut Db, ids: &[IdeaId], found: &mut Vec<Complaint>) -> Result<()> {
    let visible: Vec<IdeaId> =
        ideas::table.filter(ideas::id.eq_any(ids)).filter(ideas::shown.gt(0)).select(ideas::id).load(db)?;
    let indexed: HashSet<IdeaId> = search_documents::table
        .filter(search_documents::idea_id.eq_any(ids))
        .select(search_documents::idea_id)
        .load(db)?
        .into_iter()
        .collect();
    for id in visible.iter().filter(|id| !indexed.contains(id)) {
        complain(found, About::Index(*id), "is missing");
    }
    let visible: HashSet<IdeaId> = visible.into_iter().collect();
    for id in indexed.into_iter().filter(|id| !visible.contains(id)) {
        complain(found, About::Index(id), "is there although the idea is not shown");
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Stray {
    #[diesel(sql_type = BigInt)]
    id: i64,
    #[diesel(sql_type = Text)]
    kind: String,
}

/// What vote rounds say about their ballots.
fn rounds(db: &mut Db, found: &mut Vec<Complaint>) -> Result<()> {
    for round in ballots::all_rounds(db)? {
        let (stored, counted) = (ballots::stored(db, round)?, ballots::counted(db, round)?);
        if stored.people != counted.people {
            let what = format!("people say {}, the ballots say {}", stored.people, counted.people);
            complain(found, About::Round(round), what);
        }
        if stored.ideas != counted.ideas {
            complain(found, About::Round(round), "points of its ideas are not what the ballots say");
        }
    }
    Ok(())
}

/// What no foreign key guards.
fn strays(db: &mut Db, found: &mut Vec<Complaint>) -> Result<()> {
    let replies = "SELECT c.id, 'reply' AS kind FROM comments c JOIN comments p ON p.id = c.parent_id \
                   WHERE p.parent_id IS NOT NULL OR p.idea_id <> c.idea_id ORDER BY c.id LIMIT 10000";
    for stray in diesel::sql_query(replies).load::<Stray>(db)? {
        complain(found, About::Reply(stray.id), "is a reply to a reply, or to a comment on another idea");
    }
    let extensions = "SELECT c.id, 'extension' AS kind FROM extensions e JOIN comments c ON c.id = e.comment_id \
                      WHERE e.idea_id <> c.idea_id ORDER BY c.id LIMIT 10000";
    for stray in diesel::sql_query(extensions).load::<Stray>(db)? {
        complain(found, About::Extension(stray.id), "lies on another idea than its comment");
    }
    let index = "SELECT d.idea_id AS id, 'index' AS kind FROM search_documents d LEFT JOIN ideas i ON i.id = d.idea_id \
                 WHERE i.id IS NULL LIMIT 10000";
    for stray in diesel::sql_query(index).load::<Stray>(db)? {
        complain(found, About::Index(IdeaId::new(stray.id)), "is there although the idea is gone");
    }
    for (kind, table) in ORIGINS {
        let sql = format!(
            "SELECT count(*) AS id, '{kind}' AS kind FROM origins o LEFT JOIN {table} t ON t.id = o.row_id \
             WHERE o.kind = '{kind}' AND t.id IS NULL"
        );
        for stray in diesel::sql_query(sql).load::<Stray>(db)?.iter().filter(|stray| stray.id > 0) {
            complain(found, About::Origins, format!("{} of kind {} lead to no row", stray.id, stray.kind));
        }
    }
    Ok(())
}

/// The kinds of origins whose rows stay, and their tables. A tag may be deleted; its origin keeps it from coming back
/// with the next import.
pub const ORIGINS: [(&str, &str); 6] = [
    ("board", "boards"),
    ("person", "people"),
    ("idea", "ideas"),
    ("comment", "comments"),
    ("response", "responses"),
    ("link", "links"),
];
