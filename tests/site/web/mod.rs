mod lists;
mod votes;
