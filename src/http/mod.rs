//! What pages and API share: the state, who is asking, the session, assets, and what every answer carries.

pub mod assets;
pub mod audit;
pub mod client;
pub mod csrf;
mod facts;
pub mod guard;
pub mod head;
pub mod headers;
pub mod kept_form;
pub mod limit;
pub mod ops;
pub mod plain;
pub mod see_as;
pub mod session;
pub mod showings;
pub mod state;
pub mod typed;
