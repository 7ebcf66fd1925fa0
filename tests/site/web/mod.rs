mod lists;
mod moderation;
mod setup;
mod signin;
mod votes;
