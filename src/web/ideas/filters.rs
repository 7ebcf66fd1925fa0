//! The address of a list: its order and filters as they stand in the query string, read, written and shown.

use serde::Deserialize;
use url::form_urlencoded::Serializer;

use crate::boards::{Board, Catalog};
use crate::error::{Error, Result};
use crate::http::guard::Visitor;
use crate::ideas::list::{ListOrder, ListQuery};
use crate::ids::{CategoryId, StatusId, TagId};
use crate::text::slug::slug;
use crate::text::words::Words;

/// Longest value of a filter that is read, in bytes.
const VALUE_MAX: usize = 200;

/// The query string as it came.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ListParams {
    /// What is searched for, on the search page.
    pub q: Option<String>,
    /// A board's name in addresses, from the filter panel.
    pub board: Option<String>,
    category: Option<String>,
    tag: Option<String>,
    status: Option<String>,
    order: Option<String>,
    mine: Option<String>,
    voted: Option<String>,
    followed: Option<String>,
    /// Where the page starts.
    pub after: Option<String>,
    /// What the first page chose to be looked at.
    pub look: Option<String>,
}

/// A list's order and filters, and the page it lies on.
#[derive(Debug, Clone)]
pub struct Filters {
    path: String,
    /// Whether the board stands in the query string instead of the path.
    has_board_in_query: bool,
    /// The board whose list it is.
    pub board: Option<Board>,
    /// What is searched for.
    pub typed: String,
    /// The order.
    pub order: ListOrder,
    category: String,
    tag: String,
    status: String,
    mine: bool,
    voted: bool,
    followed: bool,
}

/// A filter in use, and the list without it.
pub struct Chip {
    /// "Status: Open".
    pub label: String,
    /// The list without it.
    pub without: String,
}

/// One entry of a select.
pub struct Choice {
    /// Its value in the query string.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// Entries under one heading.
pub struct ChoiceGroup {
    /// The heading; empty when there is only one group.
    pub label: String,
    /// The entries.
    pub choices: Vec<Choice>,
}

/// A check box of the panel.
pub struct Tick {
    /// Its name in the query string.
    pub name: &'static str,
    /// What it is called.
    pub label: String,
    /// Whether it is ticked.
    pub is_on: bool,
}

impl Filters {
    /// Reads the query string of the page at `path`. An unknown order is an error; an unknown tag, category or status
    /// stays as a filter that nothing passes, since it may exist tomorrow and did perhaps yesterday.
    pub fn read(path: String, board: Option<Board>, params: &ListParams) -> Result<Self> {
        let text = |value: &Option<String>| {
            let value = value.as_deref().unwrap_or_default().trim();
            if value.len() > VALUE_MAX { String::new() } else { value.to_owned() }
        };
        let order = match params.order.as_deref() {
            None | Some("") => ListOrder::Trending,
            Some(name) => ListOrder::PUBLIC
                .into_iter()
                .find(|order| order.as_str() == name)
                .ok_or_else(|| Error::field("order", "error-order"))?,
        };
        let is_on = |value: &Option<String>| value.as_deref().is_some_and(|value| !value.is_empty());
        Ok(Self {
            path,
            has_board_in_query: false,
            board,
            typed: params.q.as_deref().unwrap_or_default().trim().chars().take(500).collect(),
            order,
            category: text(&params.category),
            tag: text(&params.tag).trim_start_matches('#').to_owned(),
            status: text(&params.status),
            mine: is_on(&params.mine),
            voted: is_on(&params.voted),
            followed: is_on(&params.followed),
        })
    }

    /// The same for a page that all boards share.
    #[must_use]
    pub fn with_board_in_query(mut self) -> Self {
        self.has_board_in_query = true;
        self
    }

    /// The query behind the list, without a place.
    pub fn query(&self, visitor: &Visitor) -> ListQuery {
        let catalog = &visitor.settings.catalog;
        let mut query = ListQuery::new(visitor.viewer(), self.order);
        query.board = self.board.as_ref().map(|board| board.id);
        query.categories = (!self.category.is_empty()).then(|| self.categories(catalog));
        query.tags = (!self.tag.is_empty()).then(|| self.tags(catalog, visitor.is_staff()));
        query.statuses = (!self.status.is_empty()).then(|| self.statuses(catalog));
        query.is_veiled = catalog.hides_counts(query.board, visitor.is_staff());
        query.mine = self.mine;
        query.voted = self.voted;
        query.followed = self.followed;
        query
    }

    fn is_here(&self, board: crate::ids::BoardId) -> bool {
        self.board.as_ref().is_none_or(|own| own.id == board)
    }

    fn categories(&self, catalog: &Catalog) -> Vec<CategoryId> {
        let named = catalog.categories.iter().filter(|category| category.slug == self.category);
        named.filter(|category| self.is_here(category.board_id)).map(|category| category.id).collect()
    }

    fn statuses(&self, catalog: &Catalog) -> Vec<StatusId> {
        let named = catalog.statuses.iter().filter(|status| status.slug == self.status);
        named.filter(|status| self.is_here(status.board_id)).map(|status| status.id).collect()
    }

    /// A tag by its name in addresses, or by its name as somebody would type it.
    fn tags(&self, catalog: &Catalog, is_staff: bool) -> Vec<TagId> {
        let typed = slug(&self.tag);
        let is_meant = |tag: &&crate::boards::Tag| {
            tag.slug == self.tag || tag.slug == typed || tag.name.to_lowercase() == self.tag.to_lowercase()
        };
        catalog.tags_open_to(is_staff).filter(is_meant).map(|tag| tag.id).collect()
    }

    /// The filters in use, by name and value.
    fn pairs(&self) -> Vec<(&'static str, &str)> {
        let ticked = |name, is_on: bool| (name, if is_on { "1" } else { "" });
        let board = self.board.as_ref().filter(|_| self.has_board_in_query);
        let all = [
            ("q", self.typed.as_str()),
            ("board", board.map_or("", |board| board.slug.as_str())),
            ("order", if self.order == ListOrder::Trending { "" } else { self.order.as_str() }),
            ("category", self.category.as_str()),
            ("tag", self.tag.as_str()),
            ("status", self.status.as_str()),
            ticked("mine", self.mine),
            ticked("voted", self.voted),
            ticked("followed", self.followed),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    fn address(&self, keep: impl Fn(&str) -> bool, more: &[(&str, &str)]) -> String {
        let mut query = Serializer::new(String::new());
        for (name, value) in
            self.pairs().into_iter().filter(|(name, _)| keep(name)).chain(more.iter().copied())
        {
            query.append_pair(name, value);
        }
        let query = query.finish();
        if query.is_empty() { self.path.clone() } else { format!("{}?{query}", self.path) }
    }

    /// The first page of this list.
    pub fn first(&self) -> String {
        self.address(|_| true, &[])
    }

    /// The page behind a place.
    pub fn behind(&self, after: &str) -> String {
        self.address(|_| true, &[("after", after)])
    }

    /// The same, with what the first page chose to be looked at.
    pub fn behind_with(&self, after: &str, look: &str) -> String {
        self.address(|_| true, &[("after", after), ("look", look)])
    }

    /// The same list in another order.
    pub fn ordered(&self, order: ListOrder) -> String {
        let more = [("order", order.as_str())];
        self.address(|name| name != "order", if order == ListOrder::Trending { &[] } else { &more })
    }

    /// The list with this tag, whatever other filters there are now.
    pub fn tagged(path: &str, tag: &str) -> String {
        format!("{path}?{}", Serializer::new(String::new()).append_pair("tag", tag).finish())
    }

    /// The list without filters, in the same order.
    pub fn cleared(&self) -> String {
        self.address(|name| name == "order" || name == "q", &[])
    }

    /// Whether any filter is in use.
    pub fn is_filtered(&self) -> bool {
        self.pairs().iter().any(|(name, _)| !matches!(*name, "order" | "q"))
    }

    /// The filters in use, for a form that asks something else within them.
    pub fn hidden(&self) -> Vec<(&'static str, String)> {
        let kept = self.pairs().into_iter().filter(|(name, _)| !matches!(*name, "order" | "q"));
        kept.map(|(name, value)| (name, value.to_owned())).collect()
    }

    /// Whether what is shown is about the visitor alone.
    pub fn is_personal(&self) -> bool {
        self.mine || self.voted || self.followed
    }

    /// The filters in use, each with the list without it.
    pub fn chips(&self, catalog: &Catalog, words: &Words) -> Vec<Chip> {
        let named = |key: &str, name: String| words.one(key, "name", name);
        let label = |name: &str, value: &str| match name {
            "category" => {
                let known = catalog.categories.iter().find(|category| category.slug == value);
                named(
                    "list-chip-category",
                    known.map_or_else(|| value.to_owned(), |known| known.name.clone()),
                )
            }
            "tag" => named("list-chip-tag", value.to_owned()),
            "status" => {
                let known = catalog.statuses.iter().find(|s| s.slug == value && self.is_here(s.board_id));
                named("list-chip-status", known.map_or_else(|| value.to_owned(), |known| known.label(words)))
            }
            "board" => named(
                "list-chip-board",
                self.board.as_ref().map_or_else(|| value.to_owned(), |board| board.name.clone()),
            ),
            "mine" => words.get("list-mine"),
            "voted" => words.get("list-voted"),
            _ => words.get("list-followed"),
        };
        let in_use = self.pairs().into_iter().filter(|(name, _)| !matches!(*name, "order" | "q"));
        in_use
            .map(|(name, value)| Chip {
                label: label(name, value),
                without: self.address(|kept| kept != name, &[]),
            })
            .collect()
    }

    /// The boards to choose from.
    pub fn board_choices(&self, catalog: &Catalog, is_staff: bool) -> Vec<Choice> {
        let chosen = self.board.as_ref().map(|board| board.id);
        let choice = |board: &Board| Choice {
            value: board.slug.clone(),
            label: board.name.clone(),
            is_chosen: chosen == Some(board.id),
        };
        catalog.boards_open_to(is_staff).map(choice).collect()
    }

    /// The categories to choose from, by board.
    pub fn category_choices(&self, catalog: &Catalog, is_staff: bool) -> Vec<ChoiceGroup> {
        let boards = catalog.boards_open_to(is_staff).filter(|board| self.is_here(board.id));
        let choice = |category: &crate::boards::Category| Choice {
            value: category.slug.clone(),
            label: category.name.clone(),
            is_chosen: category.slug == self.category,
        };
        boards
            .map(|board| ChoiceGroup {
                label: board.name.clone(),
                choices: catalog.categories_of(board.id).map(choice).collect(),
            })
            .filter(|group| !group.choices.is_empty())
            .collect()
    }

    /// The statuses to choose from: those that boards share by name stand once.
    pub fn status_choices(&self, catalog: &Catalog, words: &Words, is_staff: bool) -> Vec<Choice> {
        let mut choices: Vec<Choice> = Vec::new();
        for board in catalog.boards_open_to(is_staff).filter(|board| self.is_here(board.id)) {
            for status in catalog.statuses_of(board.id) {
                if choices.iter().all(|choice| choice.value != status.slug) {
                    let is_chosen = status.slug == self.status;
                    choices.push(Choice {
                        value: status.slug.clone(),
                        label: status.label(words),
                        is_chosen,
                    });
                }
            }
        }
        choices
    }

    /// The tag as typed.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The check boxes about the visitor.
    pub fn ticks(&self, words: &Words) -> Vec<Tick> {
        vec![
            Tick { name: "mine", label: words.get("list-mine"), is_on: self.mine },
            Tick { name: "voted", label: words.get("list-voted"), is_on: self.voted },
            Tick { name: "followed", label: words.get("list-followed"), is_on: self.followed },
        ]
    }
}
