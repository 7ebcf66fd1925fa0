//! Who may post, edit and see ideas. The same predicate decides the button and the act.

use crate::boards::Board;
use crate::error::{Error, Result};
use crate::ideas::{Idea, PostState, Viewer};
use crate::people::{Person, Power};
use crate::time::{HOUR, Timestamp};

/// How long an author may edit without a visible history, whatever others do.
pub const FREE_EDIT: i64 = HOUR;

/// Whether somebody may post on a board. Bans are refused where the posting happens.
pub fn may_submit(person: &Person, board: &Board) -> Result<()> {
    if !board.is_open_to(person.role.is_staff()) {
        return Err(Error::NotFound);
    }
    if board.archived_at.is_some() { Err(Error::Forbidden("error-board-archived")) } else { Ok(()) }
}

/// Whether somebody may see an idea.
pub fn may_see(viewer: Viewer, idea: &Idea) -> Result<()> {
    if viewer.sees(idea.shown, idea.author_id) { Ok(()) } else { Err(Error::NotFound) }
}

/// Whether somebody may change title and body: the author, and staff who may change the ideas of others.
pub fn may_edit(person: &Person, idea: &Idea) -> bool {
    person.id == idea.author_id || person.may(Power::Edit)
}

/// Whether somebody may change title and body now: not while a moderator hides the idea, except by such staff.
pub fn may_edit_now(person: &Person, idea: &Idea) -> Result<()> {
    if !may_edit(person, idea) {
        Err(Error::Forbidden("error-edit-not-yours"))
    } else if idea.state == PostState::Hidden && !person.may(Power::Edit) {
        Err(Error::Forbidden("error-edit-hidden"))
    } else {
        Ok(())
    }
}

/// Whether somebody may move an idea to another board.
pub fn may_move(person: &Person) -> bool {
    person.may(Power::Edit)
}

/// Whether somebody may link ideas with each other.
pub fn may_link(person: &Person) -> Result<()> {
    if person.role.is_staff() { Ok(()) } else { Err(Error::Forbidden("error-role")) }
}

/// Whether somebody may merge ideas and undo that.
pub fn may_merge(person: &Person) -> Result<()> {
    person.must(Power::Merge)
}

/// Whether two ideas can be merged: both are to be seen, and whoever sees the one sees the other, too.
pub fn may_merge_into(idea: &Idea, into: &Idea) -> Result<()> {
    if idea.shown <= 0 || into.shown <= 0 {
        Err(Error::Forbidden("error-merge-hidden"))
    } else if into.shown < idea.shown {
        Err(Error::Forbidden("error-merge-audience"))
    } else {
        Ok(())
    }
}

/// Whether an edit now leaves the earlier text in the visible history: it does once an hour has passed,
/// or somebody else has voted or commented.
pub fn edit_is_recorded(idea: &Idea, others_took_part: bool, now: Timestamp) -> bool {
    others_took_part || now.since(idea.created_at) > FREE_EDIT
}
