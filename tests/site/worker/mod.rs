mod clocks;
mod events;
mod jobs;
mod notify;
mod rules;
mod webhooks;
mod page;
mod sending;
