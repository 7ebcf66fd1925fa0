//! What came of what the reader posted, voted on, wrote and follows.

use actix_web::web::Query;
use actix_web::{HttpRequest, Responder as _};
use askama::Template;
use serde::Deserialize;

use super::rows::{self, Beside, CommentRow, IdeaRow};
use crate::db::Db;
use crate::db::page::Page;
use crate::error::Result;
use crate::freshness;
use crate::http::guard::SignedIn;
use crate::ids::{IdeaId, PersonId};
use crate::integrity::plea;
use crate::people::posts::{self, CommentLine, IdeaLine, Summary};
use crate::text_enum;
use crate::time::Timestamp;
use crate::votes::VoteValue;
use crate::web::errors;
use crate::web::page::{Html, Layout};

text_enum! {
    /// Which list is shown.
    pub enum Show {
        /// The reader's ideas.
        Ideas = "ideas",
        /// What they voted on.
        Votes = "votes",
        /// Their comments.
        Comments = "comments",
        /// What they follow.
        Followed = "followed",
    }
}

#[derive(Template)]
#[template(path = "people/me.html")]
struct MePage {
    layout: Layout,
    show: Show,
    since: Timestamp,
    summary: Summary,
    ideas: Vec<IdeaRow>,
    comments: Vec<CommentRow>,
    next: Option<String>,
    /// How many votes of long ago the reader is asked about.
    needed: usize,
    /// How many of their votes do not count.
    reviewed: usize,
}

/// Which list, and where it begins.
#[derive(Debug, Deserialize)]
pub struct MeQuery {
    show: Option<String>,
    after: Option<String>,
}

/// A line of a list, with the vote when the list is of votes, and the time that it is ordered by.
type Line = (IdeaLine, Option<VoteValue>, Timestamp);

enum Lines {
    Ideas(Page<Line>),
    Comments(Page<CommentLine>),
}

/// Shows it.
pub async fn page(request: HttpRequest, who: SignedIn, query: Query<MeQuery>) -> errors::Result {
    let show = query.show.as_deref().and_then(Show::parse).unwrap_or(Show::Ideas);
    let (id, viewer, after) = (who.person.id, who.viewer(), query.into_inner().after);
    let me = who.person.clone();
    let found = who.state.db.read(move |db| {
        let lines = load(db, id, show, after.as_deref())?;
        let ids = match &lines {
            Lines::Ideas(page) => page.items.iter().map(|line| line.0.id).collect(),
            Lines::Comments(_) => Vec::<IdeaId>::new(),
        };
        let needed = freshness::waiting(db, &me)?.len();
        let reviewed = plea::count(db, id)?;
        Ok((lines, Beside::load(db, viewer, &ids)?, posts::summary(db, id)?, (needed, reviewed)))
    });
    let (lines, beside, summary, (needed, reviewed)) = found.await?;
    let (mut ideas, mut comments) = (Vec::new(), Vec::new());
    let next = match lines {
        Lines::Ideas(page) => {
            for (line, voted, at) in page.items {
                ideas.push(rows::idea_row(&who, line, &beside, voted, at)?);
            }
            page.next
        }
        Lines::Comments(page) => {
            comments.extend(page.items.into_iter().map(|line| rows::comment_row(&who, line)));
            page.next
        }
    };
    let (layout, since) = (Layout::new(&who), who.person.created_at);
    Ok(Html(MePage { layout, show, since, summary, ideas, comments, next, needed, reviewed })
        .respond_to(&request))
}

fn load(db: &mut Db, person: PersonId, show: Show, after: Option<&str>) -> Result<Lines> {
    Ok(match show {
        Show::Ideas => Lines::Ideas(posts::ideas_of(db, person, None, after)?.map(|line| {
            let at = line.created_at;
            (line, None, at)
        })),
        Show::Votes => Lines::Ideas(
            posts::voted_by(db, person, after)?
                .map(|(line, sign, at)| (line, VoteValue::from_sign(sign), at)),
        ),
        Show::Followed => {
            Lines::Ideas(posts::followed_by(db, person, after)?.map(|(line, at)| (line, None, at)))
        }
        Show::Comments => Lines::Comments(posts::comments_of(db, person, None, after)?),
    })
}
