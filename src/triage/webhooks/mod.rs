//! Webhooks of teams after Standard Webhooks: signed, sent at least once under an id that stays, tried again for a day.

pub mod enqueue;
mod look;
mod payload;
mod send;
mod sign;
mod store;

pub use look::title_at;
pub use send::{ATTEMPTS, LEASE, Sender};
pub use sign::sign;
pub use store::{Delivery, DeliveryState, claim, find, list, release, send_again};
