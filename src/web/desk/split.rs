//! Making a part of an idea an idea of its own: its text, and which voters are invited to it.

use std::collections::HashSet;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::fields::Fields;
use super::idea::id_in;
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::MayMerge;
use crate::ideas::{Idea, queries};
use crate::ids::{IdeaId, PersonId};
use crate::merges;
use crate::triage::policy;
use crate::triage::split::{self, SplitDraft, SplitInput, Whom};
use crate::votes::queries::{count_voters, latest_voters};
use crate::web::comments::form::fresh_key;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};
use crate::web::who::{People, Who};

/// Voters that can be ticked at first; each time three times as many. All can be invited at once.
const OFFERED: i64 = 60;
/// Voters that can be ticked at most.
const OFFERED_MAX: i64 = 3_000;

/// The form.
#[derive(Template)]
#[template(path = "desk/split.html")]
pub struct SplitPage {
    layout: Layout,
    idea: Idea,
    typed: SplitInput,
    voters: Vec<(Who, bool)>,
    /// How many voters are not among them, and whether more of them can be shown.
    others: i64,
    has_more: bool,
    form: FormErrors,
    /// Who merged the idea in the meantime, in a sentence.
    conflict: Option<String>,
}

/// What the page is to show: the form as typed, with how many voters, and what came in between.
struct Shown {
    typed: SplitInput,
    offered: i64,
    form: FormErrors,
    conflict: Option<String>,
    code: StatusCode,
}

impl Shown {
    fn new(typed: SplitInput, offered: i64) -> Self {
        Self { typed, offered, form: FormErrors::default(), conflict: None, code: StatusCode::OK }
    }
}

/// An empty form.
pub async fn page(who: MayMerge, idea: Path<String>) -> Result {
    let id = id_in(&idea)?;
    let home = who.state.db.read(move |db| merges::home(db, id)).await?;
    if home != id {
        return Ok(see_other(&format!("{}/split", who.state.links.desk_idea(home))));
    }
    let typed = SplitInput {
        whom: Whom::Everybody.as_str().to_owned(),
        form_key: fresh_key(),
        ..SplitInput::default()
    };
    answer(&who, id, Shown::new(typed, OFFERED)).await
}

/// Splits; or shows more voters, with what was typed and ticked.
pub async fn act(who: MayMerge, idea: Path<String>, fields: Fields) -> Result {
    let id = id_in(&idea)?;
    let typed = SplitInput {
        title: fields.get("title").to_owned(),
        body: fields.get("body").to_owned(),
        whom: fields.get("whom").to_owned(),
        people: fields.all("people"),
        form_key: fields.get("form_key").to_owned(),
    };
    // The number of voters that were there to be ticked comes back with the form.
    let listed = fields.get("listed").parse().unwrap_or(OFFERED).clamp(OFFERED, OFFERED_MAX);
    if fields.has("more") {
        return match merged_away(&who, id, typed.clone()).await? {
            Some(page) => Ok(page),
            None => answer(&who, id, Shown::new(typed, (listed * 3).min(OFFERED_MAX))).await,
        };
    }
    let (settings, person, now, sent) =
        (Arc::clone(&who.settings), who.person.clone(), who.now, typed.clone());
    let done = who.state.db.write(move |db| {
        let of = queries::find_visible(db, id, (&person).into())?;
        let draft = SplitDraft::parse(&sent, &of, &settings)?;
        split::split(db, &person, of.id, &draft, &settings, now)
    });
    match done.await {
        Ok(part) => {
            who.state.work.notify_one();
            who.session.flash("flash-split");
            Ok(see_other(&who.state.links.desk_idea(part.id)))
        }
        Err(error @ (Error::NotFound | Error::Forbidden(_) | Error::Conflict(_))) => {
            merged_away(&who, id, typed).await?.ok_or_else(|| error.into())
        }
        Err(error) => {
            let form = FormErrors::from_error(error, &who.words)?;
            let code = StatusCode::UNPROCESSABLE_ENTITY;
            answer(&who, id, Shown { form, code, ..Shown::new(typed, listed) }).await
        }
    }
}

/// Whoever splits an idea that was merged in the meantime finds what they typed at the idea that it is part of now.
async fn merged_away(who: &MayMerge, id: IdeaId, typed: SplitInput) -> Result<Option<HttpResponse>> {
    let find = move |db: &mut Db| {
        let Some(merge) = merges::of(db, id)? else { return Ok(None) };
        let by = crate::people::queries::find(db, merge.merged_by)?;
        Ok(Some((merge, by, merges::home(db, id)?)))
    };
    let Some((merge, by, home)) = who.state.db.read(find).await? else { return Ok(None) };
    let name = by.map_or_else(|| who.words.get("person-former"), |person| person.label(&who.words));
    let when = who.words.ago(merge.created_at, who.now);
    let conflict = Some(who.words.two("split-conflict-merged", "name", name, "when", when));
    let code = StatusCode::CONFLICT;
    answer(who, home, Shown { conflict, code, ..Shown::new(typed, OFFERED) }).await.map(Some)
}

async fn answer(who: &MayMerge, id: IdeaId, shown: Shown) -> Result {
    let Shown { typed, offered, form, conflict, code } = shown;
    let viewer = who.viewer();
    let load = move |db: &mut Db| {
        let idea = queries::find_visible(db, id, viewer)?;
        policy::may_be_worked_on(&idea)?;
        let voters = latest_voters(db, id, offered)?;
        let others = count_voters(db, id)? - i64::try_from(voters.len()).unwrap_or(0);
        let people = People::load(db, voters.iter().copied())?;
        Ok((idea, voters, others, people))
    };
    let (idea, voters, others, people) = who.state.db.read(load).await?;
    let ticked: HashSet<PersonId> = typed.people.iter().filter_map(|id| id.parse().ok()).collect();
    let voters: Vec<(Who, bool)> =
        voters.into_iter().map(|id| (people.who(id, who), ticked.contains(&id))).collect();
    let has_more = others > 0 && offered < OFFERED_MAX;
    let page = SplitPage { layout: Layout::new(who), idea, typed, voters, others, has_more, form, conflict };
    Ok(Html(page).with_status(code))
}
