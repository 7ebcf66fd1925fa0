//! Merging an idea into another: choosing it, seeing both side by side with what comes together, and undoing it.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use super::fields::{Fields, QueryFields};
use super::idea::id_in;
use super::labels;
use crate::db::Db;
use crate::error::Error;
use crate::http::guard::{MayMerge, Visitor};
use crate::ideas::links::parse_target;
use crate::ideas::merge::{self, Union};
use crate::ideas::{Idea, queries};
use crate::ids::{IdeaId, PersonId};
use crate::merges::{self, Merge};
use crate::people::{self, Person};
use crate::search::{self, SimilarIdea};
use crate::triage;
use crate::triage::routes::Card;
use crate::web::errors::Result;
use crate::web::form::FormErrors;
use crate::web::page::{Html, Layout, see_other};

/// Ideas that are offered as the target.
const OFFERED: usize = 5;

/// One of two ideas that stand beside each other.
pub struct Side {
    /// The idea.
    pub idea: Idea,
    /// Who posted it.
    pub author: String,
    /// Board and category.
    pub place: String,
    /// The name of its status.
    pub status: String,
}

impl Side {
    /// An idea, with its author among these people.
    pub fn new(visitor: &Visitor, idea: Idea, people: &[Person]) -> Self {
        let (words, catalog) = (&visitor.words, &visitor.settings.catalog);
        let author = people.iter().find(|person| person.id == idea.author_id);
        Self {
            author: author.map_or_else(|| words.get("person-former"), |person| person.label(words)),
            place: labels::place(&idea, catalog),
            status: labels::status(&idea, catalog, words),
            idea,
        }
    }
}

/// The page: without a target the form that asks for one, with it the two beside each other.
#[derive(Template)]
#[template(path = "desk/merge.html")]
pub struct MergePage {
    layout: Layout,
    source: Side,
    target: Option<Side>,
    union: Union,
    /// Teams that have the idea that goes, with the keys of how it stands there.
    routes: Vec<(String, &'static str)>,
    /// Whether they can be merged, in words if not.
    refusal: Option<String>,
    offered: Vec<SimilarIdea>,
    typed: String,
    form: FormErrors,
    /// Who merged it in the meantime and when, and the idea that it is part of.
    happened: Option<(String, String, String)>,
    /// The idea that was chosen then, with the address that compares that with it.
    instead: Option<(String, String)>,
    /// Who merged the chosen idea into this one in the meantime.
    reverse: Option<String>,
}

/// What the page is made of.
struct Loaded {
    source: Idea,
    target: Option<Idea>,
    union: Union,
    routes: Vec<Card>,
    refusal: Option<Error>,
    offered: Vec<SimilarIdea>,
    happened: Option<(Merge, Idea)>,
    instead: Option<Idea>,
    reverse: Option<Merge>,
    people: Vec<Person>,
}

/// Asks for the target, or for the confirmation.
pub async fn page(who: MayMerge, idea: Path<String>, query: QueryFields) -> Result {
    let idea = id_in(&idea)?;
    let typed = query.0.get("into").to_owned();
    if typed.is_empty() {
        return answer(&who, idea, None, typed, None).await;
    }
    match parse_target(&typed) {
        Ok(into) => answer(&who, idea, Some(into), typed, None).await,
        Err(_) => answer(&who, idea, None, typed, Some(Error::field("into", "error-link-target"))).await,
    }
}

/// Merges.
pub async fn act(who: MayMerge, idea: Path<String>, fields: Fields) -> Result {
    let idea = id_in(&idea)?;
    let typed = fields.get("into").to_owned();
    let into = match parse_target(&typed) {
        Ok(into) => into,
        Err(_) => {
            return answer(&who, idea, None, typed, Some(Error::field("into", "error-link-target"))).await;
        }
    };
    let (person, now) = (who.person.clone(), who.now);
    match who.state.db.write(move |db| merge::merge(db, &person, idea, into, now)).await {
        Ok(target) => {
            who.state.work.notify_one();
            who.session.flash("flash-merged");
            Ok(see_other(&format!("{}#merged-h", who.state.links.desk_idea(target))))
        }
        Err(error) => answer(&who, idea, Some(into), typed, Some(error)).await,
    }
}

/// Undoes a merge.
pub async fn undo(who: MayMerge, idea: Path<String>) -> Result {
    let idea = id_in(&idea)?;
    let (person, now) = (who.person.clone(), who.now);
    match who.state.db.write(move |db| merge::unmerge(db, &person, idea, now)).await {
        Ok(_) => {
            who.state.work.notify_one();
            who.session.flash("flash-unmerged");
        }
        Err(Error::Conflict(key)) => who.session.flash_error(key),
        Err(other) => return Err(other.into()),
    }
    Ok(see_other(&who.state.links.desk_idea(idea)))
}

/// The page, with what went wrong if anything did. Whoever comes second reads what the first did.
async fn answer(
    who: &MayMerge,
    idea: IdeaId,
    into: Option<IdeaId>,
    typed: String,
    error: Option<Error>,
) -> Result {
    let person = who.person.clone();
    let mut loaded = who.state.db.read(move |db| load(db, &person, idea, into)).await?;
    let (code, form) = match error {
        None => (StatusCode::OK, FormErrors::default()),
        Some(Error::Conflict(key)) => {
            let form = match loaded.happened {
                Some(_) => FormErrors::default(),
                None => FormErrors::from_error(Error::field("into", key), &who.words)?,
            };
            (StatusCode::CONFLICT, form)
        }
        Some(_) if loaded.reverse.is_some() => (StatusCode::CONFLICT, FormErrors::default()),
        Some(Error::Forbidden(key)) => {
            loaded.refusal = Some(Error::Forbidden(key));
            (StatusCode::UNPROCESSABLE_ENTITY, FormErrors::default())
        }
        Some(other) => (StatusCode::UNPROCESSABLE_ENTITY, FormErrors::from_error(other, &who.words)?),
    };
    Ok(Html(MergePage::new(who, loaded, typed, form)?).with_status(code))
}

fn load(db: &mut Db, person: &Person, idea: IdeaId, into: Option<IdeaId>) -> crate::error::Result<Loaded> {
    let source = queries::find(db, idea)?;
    let home = queries::find_home(db, idea, person.into())?;
    let happened = merges::of(db, idea)?.map(|merge| (merge, home));
    let (instead, reverse) = match into {
        Some(into) => meanwhile(db, person, (idea, into), happened.as_ref())?,
        None => (None, None),
    };
    let mut refusal = None;
    let target = match into.filter(|_| happened.is_none() && reverse.is_none()) {
        None => None,
        Some(into) => match merge::find_target(db, person, &source, into) {
            Ok(target) => Some(target),
            Err(error) => {
                refusal = Some(error);
                None
            }
        },
    };
    let mut ids: Vec<PersonId> = vec![source.author_id];
    ids.extend(target.iter().map(|target| target.author_id));
    ids.extend(happened.iter().map(|(merge, _)| merge.merged_by));
    ids.extend(reverse.iter().map(|merge| merge.merged_by));
    Ok(Loaded {
        union: match &target {
            Some(target) => merge::preview(db, &source, target)?,
            None => Union::default(),
        },
        routes: match &target {
            Some(_) => {
                let goes = merges::with_parts(db, idea)?;
                triage::queries::routes_of_any(db, &goes)?.0
            }
            None => Vec::new(),
        },
        offered: if target.is_none() && happened.is_none() {
            offered(db, &source, person)?
        } else {
            Vec::new()
        },
        people: people::queries::by_ids(db, &ids)?,
        source,
        target,
        refusal,
        happened,
        instead,
        reverse,
    })
}

/// Of two that merge at once: the idea that the second one chose, when the first merged into another; and the merge, when
/// the first merged the two the other way round.
fn meanwhile(
    db: &mut Db,
    person: &Person,
    (idea, into): (IdeaId, IdeaId),
    happened: Option<&(Merge, Idea)>,
) -> crate::error::Result<(Option<Idea>, Option<Merge>)> {
    let Some((_, home)) = happened else {
        let is_here = into != idea && merges::home(db, into)? == idea;
        return Ok((None, if is_here { merges::of(db, into)? } else { None }));
    };
    match queries::find_home(db, into, person.into()) {
        Ok(chosen) => Ok((Some(chosen).filter(|chosen| chosen.id != home.id), None)),
        Err(Error::NotFound) => Ok((None, None)),
        Err(other) => Err(other),
    }
}

fn offered(db: &mut Db, idea: &Idea, person: &Person) -> crate::error::Result<Vec<SimilarIdea>> {
    let found =
        search::similar(db, &idea.title, &idea.body, person.into(), Some(idea.board_id), OFFERED + 1)?;
    Ok(found.into_iter().filter(|other| other.id != idea.id).take(OFFERED).collect())
}

impl MergePage {
    fn new(who: &MayMerge, loaded: Loaded, typed: String, form: FormErrors) -> crate::error::Result<Self> {
        let words = &who.words;
        let mut form = form;
        let refusal = match loaded.refusal {
            Some(Error::Forbidden(key)) => Some(words.get(key)),
            Some(error) if form.is_empty() => {
                form = FormErrors::from_error(error, words)?;
                None
            }
            _ => None,
        };
        let name = |id: PersonId| {
            let known = loaded.people.iter().find(|person| person.id == id);
            known.map_or_else(|| words.get("person-former"), |person| person.label(words))
        };
        let happened = loaded.happened.as_ref().map(|(merge, home)| {
            let when = words.ago(merge.created_at, who.now);
            let text = words.two("merge-happened", "name", name(merge.merged_by), "when", when);
            (text, home.title.clone(), who.state.links.desk_idea(home.id))
        });
        let reverse = loaded.reverse.as_ref().map(|merge| {
            let when = words.ago(merge.created_at, who.now);
            words.two("merge-reverse", "name", name(merge.merged_by), "when", when)
        });
        let instead = loaded.instead.as_ref().zip(loaded.happened.as_ref()).map(|(chosen, (_, home))| {
            let link = format!("{}/merge?into={}", who.state.links.desk_idea(home.id), chosen.id);
            (words.one("merge-instead", "title", &chosen.title), link)
        });
        Ok(Self {
            layout: Layout::new(who),
            instead,
            reverse,
            target: loaded.target.map(|target| Side::new(who, target, &loaded.people)),
            source: Side::new(who, loaded.source, &loaded.people),
            union: loaded.union,
            routes: loaded
                .routes
                .into_iter()
                .filter(|card| card.route.state.is_open())
                .map(|card| (card.team, card.route.state.word()))
                .collect(),
            refusal,
            offered: loaded.offered,
            typed,
            form,
            happened,
        })
    }
}
