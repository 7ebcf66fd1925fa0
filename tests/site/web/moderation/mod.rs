//! Reports, the queue, hiding and restoring, bans, the public log.

mod appeals;
mod bans;
mod bulk;
mod claims;
mod hide;
mod leaks;
mod log;
mod queue;
mod reasons;
mod report;
mod screening;
mod screening_decided;
mod sweeps;
mod votes;

use diesel::prelude::*;
use groundswell::boards::{Audience, Board, BoardDraft, Premoderation, Voting};
use groundswell::comments::{self, Comment, CommentDraft, CommentInput};
use groundswell::db::schema::{comments as comment_rows, events, ideas, people, reports};
use groundswell::ideas::{Idea, PostState};
use groundswell::ids::{CommentId, IdeaId, PersonId};
use groundswell::people::{Person, Role};

use crate::support::Site;

impl Site {
    /// A comment, posted through the same function as a form.
    async fn remark(&self, author: &Person, idea: IdeaId, body: &str) -> Comment {
        let settings = self.state.settings().await.unwrap();
        let draft = CommentDraft::parse(&CommentInput { body, parent: "", form_key: "" }).unwrap();
        let (author, now) = (author.clone(), self.now());
        self.write(move |db| comments::post::post(db, &author, idea, &draft, &settings, now)).await
    }

    /// A board whose posts wait.
    async fn careful_board(&self, name: &'static str, waits: Premoderation) -> Board {
        let draft = BoardDraft::parse(name, "", "").unwrap();
        self.board_from(draft.with(Audience::Public, Voting::PromoteDemote, waits, 7)).await
    }

    /// The kinds of all events so far, in order.
    async fn event_kinds(&self) -> Vec<String> {
        self.read(|db| Ok(events::table.order(events::id).select(events::kind).load(db)?)).await
    }

    /// Who sees an idea, and where moderation stands.
    async fn standing(&self, idea: IdeaId) -> (i32, PostState) {
        let idea: Idea = self.stored_idea(idea).await;
        (idea.shown, idea.state)
    }

    /// Where moderation stands with a comment.
    async fn comment_state(&self, id: CommentId) -> PostState {
        self.read(move |db| Ok(comment_rows::table.find(id).select(comment_rows::state).first(db)?)).await
    }

    /// How many reports wait for a moderator.
    async fn waiting_reports(&self) -> i64 {
        self.read(|db| Ok(reports::table.filter(reports::decided_at.is_null()).count().get_result(db)?)).await
    }

    /// Panics unless every idea's counter equals its visible comments.
    async fn assert_comments_counted(&self) {
        let wrong: Vec<(IdeaId, i64, i64)> = self
            .read(|db| {
                let rows: Vec<(IdeaId, i64)> =
                    ideas::table.select((ideas::id, ideas::comment_count)).load(db)?;
                let mut wrong = Vec::new();
                for (idea, stored) in rows {
                    let counted: i64 = comment_rows::table
                        .filter(comment_rows::idea_id.eq(idea))
                        .filter(comment_rows::state.eq(PostState::Visible))
                        .filter(comment_rows::deleted_at.is_null())
                        .count()
                        .get_result(db)?;
                    if counted != stored {
                        wrong.push((idea, stored, counted));
                    }
                }
                Ok(wrong)
            })
            .await;
        assert!(wrong.is_empty(), "idea, stored, counted: {wrong:?}");
    }
}

impl Site {
    /// How many others may moderate.
    async fn staff_but(&self, person: PersonId) -> i64 {
        self.read(move |db| {
            let roles = Role::ALL.iter().copied().filter(|role| role.is_moderator());
            let others = people::table.filter(people::role.eq_any(roles)).filter(people::id.ne(person));
            Ok(others.count().get_result(db)?)
        })
        .await
    }

    /// Everybody else becomes a customer.
    async fn everybody_but_leaves_the_staff(&self, person: PersonId) {
        self.write(move |db| {
            diesel::update(people::table.filter(people::id.ne(person)))
                .set(people::role.eq(Role::Customer))
                .execute(db)?;
            Ok(())
        })
        .await;
    }
}
