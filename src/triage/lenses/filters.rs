//! What the filters of the desk's list let pass, read from an address; a lens keeps one, and lists, files and rules read
//! it alike.

use std::collections::HashSet;

use super::Lens;
use crate::accounts::segments::{self, Segment};
use crate::accounts::{Conditions, queries as accounts};
use crate::db::Db;
use crate::error::Result;
use crate::ideas::Viewer;
use crate::ids::{AccountId, IdeaId, SegmentId};
use crate::ranking::impact::Effort;
use crate::search;
use crate::settings::Settings;
use crate::triage::desk::{self, AskedFor, DeskFilter};

/// The filters that an address names by itself: all but accounts and words. What it names wrongly is no filter.
pub fn named<'a>(get: impl Fn(&str) -> &'a str, settings: &Settings) -> DeskFilter {
    let catalog = &settings.catalog;
    let status = get("status");
    let statuses: Vec<_> =
        catalog.statuses.iter().filter(|own| own.slug == status).map(|own| own.id).collect();
    DeskFilter {
        board: catalog.boards.iter().find(|board| board.slug == get("board")).map(|board| board.id),
        category: get("category").parse().ok().filter(|id| catalog.category(*id).is_some()),
        tag: catalog.tags.iter().find(|tag| tag.slug == get("tag")).map(|tag| tag.id),
        statuses: (!statuses.is_empty()).then_some(statuses),
        any_status: status == "any",
        words: None,
        accounts: None,
        shortlisted: !get("shortlisted").is_empty(),
        unanswered: !get("unanswered").is_empty(),
        routed: match get("routed") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        },
        effort: match get("effort") {
            "unknown" => Some(None),
            band => Effort::parse(band).map(Some),
        },
        least_votes: get("least").parse().ok().filter(|least| *least > 0),
        first_time: false,
    }
}

/// The conditions of the segment that an address names.
pub fn segment_named(segments: &[Segment], typed: &str) -> Result<Option<Conditions>> {
    let wanted: Option<SegmentId> = typed.parse().ok();
    segments.iter().find(|own| Some(own.id) == wanted).map(Segment::conditions).transpose()
}

/// What a list is narrowed to the asking of: one account, those in a segment, or the one if it is in it.
pub fn asked_for(
    db: &mut Db,
    account: Option<AccountId>,
    segments: &[Segment],
    segment: &str,
) -> Result<Option<AskedFor>> {
    let wanted = match segment_named(segments, segment)? {
        Some(conditions) => Some(accounts::ids_meeting(db, &conditions)?),
        None => None,
    };
    let wanted = match (account, wanted) {
        (Some(account), Some(ids)) => Some(ids.into_iter().filter(|id| *id == account).collect()),
        (Some(account), None) => Some(vec![account]),
        (None, wanted) => wanted,
    };
    wanted.map(|accounts| AskedFor::of(db, accounts)).transpose()
}

/// The filters that a lens keeps, everything in them looked up; none when it names what is not there any more. Such a lens
/// lets nothing pass: what follows it would otherwise take far more than was ever asked for.
pub fn of_lens(db: &mut Db, lens: &Lens, settings: &Settings) -> Result<Option<DeskFilter>> {
    let fields = kept(lens);
    let get = |name: &str| value(&fields, name);
    let mut filter = named(get, settings);
    let segments = segments::list(db)?;
    if is_broken(&filter, get, &segments) {
        return Ok(None);
    }
    if !get("q").trim().is_empty() {
        let staff = Viewer { is_staff: true, ..Viewer::NOBODY };
        filter.words = Some(search::matching(db, get("q"), staff)?);
    }
    filter.accounts = asked_for(db, get("account").parse().ok(), &segments, get("segment"))?;
    Ok(Some(filter))
}

/// Whether a lens is narrowed to what an address calls so: `board=gear`, say.
pub fn narrows(lens: &Lens, name: &str, to: &str) -> bool {
    value(&kept(lens), name) == to
}

fn kept(lens: &Lens) -> Vec<(String, String)> {
    url::form_urlencoded::parse(lens.query.as_bytes()).into_owned().collect()
}

fn value<'a>(fields: &'a [(String, String)], name: &str) -> &'a str {
    fields.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.as_str())
}

/// Whether something is named that these filters could not look up.
fn is_broken<'a>(filter: &DeskFilter, get: impl Fn(&str) -> &'a str, segments: &[Segment]) -> bool {
    let is_segment = |typed: &str| {
        let wanted: Option<SegmentId> = typed.parse().ok();
        segments.iter().any(|own| Some(own.id) == wanted)
    };
    let found = [
        ("board", filter.board.is_some()),
        ("category", filter.category.is_some()),
        ("tag", filter.tag.is_some()),
        ("status", filter.any_status || filter.statuses.is_some()),
        ("effort", filter.effort.is_some()),
        ("segment", is_segment(get("segment"))),
        ("account", get("account").parse::<AccountId>().is_ok()),
    ];
    found.iter().any(|(name, is_found)| !get(name).is_empty() && !is_found)
}

/// Those of some ideas that any of these filters lets pass.
pub fn passing(db: &mut Db, filters: &[DeskFilter], ids: &[IdeaId]) -> Result<HashSet<IdeaId>> {
    let mut found = HashSet::new();
    for filter in filters {
        found.extend(desk::passing(db, filter, ids)?.into_iter().map(|idea| idea.id));
    }
    Ok(found)
}
