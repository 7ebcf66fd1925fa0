mod lists;
mod setup;
mod signin;
mod votes;
