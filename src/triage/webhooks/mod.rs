//! Webhooks of teams after Standard Webhooks: signed, sent at least once under an id that stays, tried again for a day.

pub mod enqueue;
mod net;
mod payload;
mod send;
mod sign;
mod store;

pub use net::is_global;
pub use send::{ATTEMPTS, LEASE, Sender};
pub use sign::sign;
pub use store::{Delivery, DeliveryState, claim, find, list, release, send_again};
