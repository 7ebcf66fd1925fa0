//! Groundswell, a community idea-voting platform. This is its map, outside-in: a file imports only modules
//! that stand below its own here, and a test refuses the rest.

#![recursion_limit = "256"]

// ENTRY: start things.
/// The command line: `serve`, `work`, `migrate`, `demo` and the rest.
pub mod cli;
/// Builds the actix application: state, middleware in order, what is mounted where.
pub mod server;
/// Which events go to whom, which jobs exist, what recurs when.
pub mod worker;

// ADAPTERS: translate, decide nothing.
/// Pages. Its `mod.rs` is the site map: every route, grouped by screen.
pub mod web;
/// What pages and API share: state, guards, session, assets, headers.
pub mod http;

// FEATURES: rules and SQL.
/// What is stored about people, why and for how long; taking it along, and leaving for good.
pub mod privacy;
/// Import, export, undo.
pub mod transfer;
/// Who hears of what, by which mail.
pub mod notify;
/// The desk: responses, teams, rules, routes, webhooks.
pub mod triage;
/// Whether votes are what they look like: crowds and rings, and what is done about them.
pub mod integrity;
/// Reports, hiding, holding, bans.
pub mod moderation;
/// Search, and similar ideas.
pub mod search;
/// Comments and replies.
pub mod comments;
/// How people would feel about ideas that the desk shortlists.
pub mod kano;
/// Whether old votes still stand.
pub mod freshness;
/// Whether deliveries helped those who asked for them.
pub mod outcomes;
/// Vote rounds: a short list, and points to spread over it. Above storm sessions, with which it shares where merged ideas went.
pub mod rounds;
/// Evaluation panels: a shortlist, rated by a few people against a few criteria.
pub mod panels;
/// Storm sessions: a question, asked for a fixed time.
pub mod storms;
/// Ideas: submitting, editing, finding, listing.
pub mod ideas;
/// Votes. Below ideas, since posting an idea casts its author's vote.
pub mod votes;
/// Following ideas.
pub mod follows;
/// What members of staff did, for administrators; and looking at the site as a customer sees it.
pub mod audit;
/// Making an empty site somebody's.
pub mod setup;
/// The site's settings with its boards, as of one moment.
pub mod settings;
/// Which posts wait for a moderator although nobody said so: rules, what they saw, what was learnt. Below ideas and comments,
/// which ask it, and moderation, which tells it what was decided.
pub mod screening;
/// Signing in through somebody else's word: connections, tokens, and what their claims make of a person.
pub mod identities;
/// People, roles, bans.
pub mod people;
/// Customer organisations: who belongs to them, and which ideas they ask for.
pub mod accounts;
/// What customers said elsewhere and staff wrote down. Below votes, since voting confirms it.
pub mod captures;
/// Voters asked about a part of what they voted on. Below votes, since voting answers.
pub mod invitations;
/// Ballots of vote rounds, and their counters. Below people, since whoever leaves may take them along.
pub mod ballots;
/// Where merged ideas went. Below votes, since a vote on a merged idea counts where it went.
pub mod merges;
/// What the site calls people to for a stretch of time. Below settings, since every page's banner tells of it.
pub mod calls;
/// Boards, statuses, categories, tags.
pub mod boards;
/// Ranks: pure functions and the columns they are stored in.
pub mod ranking;
/// The history of ideas and the log of acts.
pub mod history;
/// How often something may be done in a stretch of time.
pub mod allowances;
/// Working time: hours and holidays of the site and of teams.
pub mod calendars;
/// The site's own settings.
pub mod site;

// FOUNDATION: mechanisms and vocabulary.
/// Work too long for one transaction.
pub mod jobs;
/// Events, recorded in the transaction of the change.
pub mod outbox;
/// Mails on their way out.
pub mod mail;
/// Rows that wait for a worker: claims and tries.
pub mod queue;
/// Calls to other machines.
pub mod outgoing;
/// Configuration.
pub mod config;
/// Every address that is printed.
pub mod links;
/// What people type: cleaning, Markdown, search terms, words of the language.
pub mod text;
/// Amounts of money.
pub mod money;
/// Two databases with one code.
pub mod db;
/// The one error.
pub mod error;
/// Typed ids.
pub mod ids;
/// Time as a value.
pub mod time;
