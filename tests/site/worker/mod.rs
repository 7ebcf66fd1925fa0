mod events;
mod jobs;
mod notify;
