mod setup;
mod signin;
mod votes;
