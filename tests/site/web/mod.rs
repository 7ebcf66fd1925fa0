mod feeds;
mod lists;
mod moderation;
mod search;
mod setup;
mod signin;
mod votes;
