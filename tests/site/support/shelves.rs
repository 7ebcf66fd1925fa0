//! Categories, tags, statuses and states, set directly: the pages that set them are tested on their own.

use diesel::prelude::*;
use groundswell::boards::{Audience, Board, BoardDraft, Premoderation, Voting};
use groundswell::db::schema::{categories, comments, events, ideas, statuses, tags};
use groundswell::ideas::{Idea, PostState, shown};
use groundswell::ids::{CategoryId, CommentId, IdeaId, StatusId, TagId};

use super::Site;

impl Site {
    /// A board that only staff sees.
    pub async fn staff_board(&self, name: &'static str) -> Board {
        let draft = BoardDraft::parse(name, "", "").unwrap();
        self.board_from(draft.with(Audience::Staff, Voting::PromoteDemote, Premoderation::Off, 7)).await
    }

    /// A public board whose posts wait for a moderator.
    pub async fn guarded_board(&self, name: &'static str, waits: Premoderation) -> Board {
        let draft = BoardDraft::parse(name, "", "").unwrap();
        self.board_from(draft.with(Audience::Public, Voting::PromoteDemote, waits, 7)).await
    }

    /// A category of a board.
    pub async fn category(&self, board: &Board, slug: &'static str) -> CategoryId {
        let board = board.id;
        let id = self
            .write(move |db| {
                let values = (
                    categories::board_id.eq(board),
                    categories::slug.eq(slug),
                    categories::name.eq(slug.to_uppercase()),
                    categories::position.eq(1),
                );
                Ok(diesel::insert_into(categories::table)
                    .values(values)
                    .returning(categories::id)
                    .get_result(db)?)
            })
            .await;
        self.state.reload().await.unwrap();
        id
    }

    /// A tag of the site.
    pub async fn tag(&self, slug: &'static str, is_staff_only: bool) -> TagId {
        let id = self
            .write(move |db| {
                let values =
                    (tags::slug.eq(slug), tags::name.eq(slug), tags::is_staff_only.eq(is_staff_only));
                Ok(diesel::insert_into(tags::table).values(values).returning(tags::id).get_result(db)?)
            })
            .await;
        self.state.reload().await.unwrap();
        id
    }

    /// Gives an idea the status of its board with this slug.
    pub async fn set_status(&self, idea: &Idea, slug: &'static str) {
        let (id, board) = (idea.id, idea.board_id);
        self.write(move |db| {
            let status = statuses::table.filter(statuses::board_id.eq(board)).filter(statuses::slug.eq(slug));
            let (status, kind): (StatusId, String) =
                status.select((statuses::id, statuses::kind)).first(db)?;
            diesel::update(ideas::table.find(id))
                .set((ideas::status_id.eq(status), ideas::status_kind.eq(kind)))
                .execute(db)?;
            Ok(())
        })
        .await;
    }

    /// Sets where moderation stands with an idea on a public board.
    pub async fn set_idea_state(&self, idea: IdeaId, state: PostState, reason: Option<&'static str>) {
        self.write(move |db| {
            let values = (
                ideas::state.eq(state),
                ideas::state_reason.eq(reason),
                ideas::shown.eq(shown(state, Audience::Public)),
            );
            diesel::update(ideas::table.find(idea)).set(values).execute(db)?;
            Ok(())
        })
        .await;
    }

    /// Sets where moderation stands with a comment.
    pub async fn set_comment_state(
        &self,
        comment: CommentId,
        state: PostState,
        reason: Option<&'static str>,
    ) {
        self.write(move |db| {
            let values = (comments::state.eq(state), comments::state_reason.eq(reason));
            diesel::update(comments::table.find(comment)).set(values).execute(db)?;
            let idea: IdeaId = comments::table.find(comment).select(comments::idea_id).first(db)?;
            groundswell::comments::count::recount(db, idea)?;
            Ok(())
        })
        .await;
    }

    /// Locks an idea's comments.
    pub async fn lock_comments(&self, idea: IdeaId) {
        self.write(move |db| {
            diesel::update(ideas::table.find(idea)).set(ideas::is_locked.eq(true)).execute(db)?;
            Ok(())
        })
        .await;
    }

    /// The kinds of all events so far, in order.
    pub async fn events(&self) -> Vec<String> {
        self.read(|db| Ok(events::table.order(events::id).select(events::kind).load(db)?)).await
    }
}
