//! Putting right what is wrong: what follows from other rows is derived from them again, under the locks of a vote.

use std::collections::BTreeSet;

use super::checks::{About, Complaint, ORIGINS};
use crate::accounts::demand;
use crate::ballots;
use crate::db::{self, Database, Db};
use crate::error::Result;
use crate::ids::IdeaId;
use crate::ranking::store::refresh_all;
use crate::search;
use crate::triage::factors;

/// Ideas that one transaction repairs.
const CHUNK: usize = 100;

/// Repairs everything that can be. A broken file cannot: for that there are backups.
pub async fn all(db: &Database, complaints: &[Complaint]) -> Result<()> {
    let (mut ideas, mut indexed) = (BTreeSet::new(), BTreeSet::new());
    let mut strays = Vec::new();
    for complaint in complaints {
        match complaint.about {
            About::Idea(id) => {
                ideas.insert(id);
            }
            About::Index(id) => {
                indexed.insert(id);
            }
            About::Reply(_) | About::Extension(_) | About::Round(_) | About::Origins => {
                strays.push(complaint.about);
            }
            About::File => {}
        }
    }
    db.write(move |db| strays.iter().try_for_each(|about| stray(db, *about))).await?;
    let ids: Vec<IdeaId> = ideas.iter().copied().collect();
    for chunk in ids.chunks(CHUNK) {
        let chunk = chunk.to_vec();
        db.write(move |db| derive(db, &chunk)).await?;
    }
    // Whether an idea is shown decides about its place in the index, so the index comes last.
    let ids: Vec<IdeaId> = ideas.union(&indexed).copied().collect();
    for chunk in ids.chunks(CHUNK) {
        let chunk = chunk.to_vec();
        db.write(move |db| chunk.iter().try_for_each(|id| search::reindex(db, *id))).await?;
    }
    Ok(())
}

fn derive(db: &mut Db, ids: &[IdeaId]) -> Result<()> {
    demand::recount(db, ids)?;
    factors::restore(db, ids)?;
    refresh_all(db, ids)?;
    let ids = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    db::execute(
        db,
        &format!(
            "UPDATE ideas SET \
             comment_count = (SELECT count(*) FROM comments c WHERE c.idea_id = ideas.id AND c.state = 'visible' \
             AND c.deleted_at IS NULL), \
             follower_count = (SELECT count(*) FROM follows f WHERE f.idea_id = ideas.id AND f.is_on), \
             answered_at = (SELECT max(r.created_at) FROM responses r WHERE r.idea_id = ideas.id), \
             status_kind = (SELECT s.kind FROM statuses s WHERE s.id = ideas.status_id), \
             shown = CASE WHEN EXISTS (SELECT 1 FROM merges m WHERE m.idea_id = ideas.id AND m.undone_at IS NULL) \
             THEN -1 WHEN state <> 'visible' THEN 0 WHEN (SELECT b.audience FROM boards b WHERE b.id = \
             ideas.board_id) = 'public' THEN 2 ELSE 1 END \
             WHERE id IN ({ids})"
        ),
    )?;
    Ok(())
}

fn stray(db: &mut Db, about: About) -> Result<()> {
    match about {
        // To the comment that began the thread; by itself if that is on another idea.
        About::Reply(id) => db::execute(
            db,
            &format!(
                "UPDATE comments SET parent_id = (SELECT CASE WHEN p.idea_id <> comments.idea_id THEN NULL \
                 ELSE p.parent_id END FROM comments p WHERE p.id = comments.parent_id) WHERE id = {id}"
            ),
        )?,
        About::Extension(id) => db::execute(
            db,
            &format!(
                "UPDATE extensions SET idea_id = (SELECT c.idea_id FROM comments c WHERE c.id = {id}) \
                 WHERE comment_id = {id}"
            ),
        )?,
        About::Origins => {
            for (kind, table) in ORIGINS {
                db::execute(
                    db,
                    &format!(
                        "DELETE FROM origins WHERE kind = '{kind}' AND row_id NOT IN (SELECT id FROM {table})"
                    ),
                )?;
            }
            0
        }
        About::Round(id) => {
            ballots::recount(db, id)?;
            0
        }
        About::Idea(_) | About::Index(_) | About::File => 0,
    };
    Ok(())
}
