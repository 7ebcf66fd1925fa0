-- Times are microseconds since 1970 in UTC, set by the application; there are no defaults for them in SQL.

-- The site itself: exactly one row.
CREATE TABLE site (
    id BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    name TEXT NOT NULL,
    tagline TEXT NOT NULL,
    welcome TEXT NOT NULL,
    language TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    brand_colour TEXT NULL,
    logo BLOB NULL,
    logo_type TEXT NULL,
    image_hosts TEXT NOT NULL,
    secret TEXT NOT NULL,
    setup_token_hash TEXT NULL,
    half_life_days INTEGER NOT NULL,
    landmark BIGINT NOT NULL,
    promise_days INTEGER NOT NULL,
    is_demo BOOLEAN NOT NULL,
    version BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE people (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    handle TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    email TEXT NULL UNIQUE,
    role TEXT NOT NULL,
    about TEXT NOT NULL,
    language TEXT NULL,
    time_zone TEXT NULL,
    theme TEXT NOT NULL,
    follows_on_vote BOOLEAN NOT NULL,
    follows_on_comment BOOLEAN NOT NULL,
    -- whether single letters do nothing on the desk, for people who speak to their computer
    keys_off BOOLEAN NOT NULL DEFAULT FALSE,
    is_imported BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NULL,
    former_at BIGINT NULL
);
CREATE INDEX people_role ON people (role, id);
CREATE INDEX people_name ON people (name, id);
CREATE INDEX people_name_folded_prefix ON people (name COLLATE NOCASE);

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    key_hash TEXT NOT NULL UNIQUE,
    person_id BIGINT NULL REFERENCES people (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    agent TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id, seen_at);
CREATE INDEX sessions_expires ON sessions (expires_at);

-- What somebody typed before signing in.
CREATE TABLE drafts (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    key_hash TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    idea_id BIGINT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX drafts_created ON drafts (created_at);

CREATE TABLE sign_ins (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    email TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    link_hash TEXT NOT NULL UNIQUE,
    browser_hash TEXT NOT NULL,
    return_to TEXT NULL,
    draft_id BIGINT NULL REFERENCES drafts (id) ON DELETE SET NULL,
    tries INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT NULL
);
CREATE INDEX sign_ins_email ON sign_ins (email, created_at);
CREATE INDEX sign_ins_browser ON sign_ins (browser_hash, created_at);

-- Counters of limited acts, per key and window; shared by all instances.
CREATE TABLE allowances (
    key TEXT NOT NULL,
    window_start BIGINT NOT NULL,
    used INTEGER NOT NULL,
    PRIMARY KEY (key, window_start)
);
CREATE INDEX allowances_window ON allowances (window_start);

CREATE TABLE boards (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    audience TEXT NOT NULL,
    voting TEXT NOT NULL,
    premoderation TEXT NOT NULL,
    half_life_days INTEGER NOT NULL,
    landmark BIGINT NOT NULL,
    position INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    archived_at BIGINT NULL
);

CREATE TABLE statuses (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    board_id BIGINT NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    slug TEXT NOT NULL,
    -- NULL: the word for the slug in the reader's language
    name TEXT NULL,
    kind TEXT NOT NULL,
    wants_reason BOOLEAN NOT NULL,
    position INTEGER NOT NULL,
    UNIQUE (board_id, slug)
);

CREATE TABLE categories (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    board_id BIGINT NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    UNIQUE (board_id, slug)
);

CREATE TABLE tags (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    is_staff_only BOOLEAN NOT NULL
);

CREATE TABLE imports (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    format TEXT NOT NULL,
    source TEXT NOT NULL,
    files TEXT NOT NULL,
    counts TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT NULL,
    undone_at BIGINT NULL,
    -- digests of its tags, boards and people as it left them: undoing must not take away what was changed since
    left_as TEXT NULL
);

-- Which row came from which row of another system, so that a second import updates it.
CREATE TABLE origins (
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    source_id TEXT NOT NULL,
    row_id BIGINT NOT NULL,
    import_id BIGINT NOT NULL REFERENCES imports (id),
    digest TEXT NOT NULL,
    PRIMARY KEY (source, kind, source_id)
);
CREATE INDEX origins_import ON origins (import_id, kind);
CREATE INDEX origins_row ON origins (kind, row_id);

CREATE TABLE ideas (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    board_id BIGINT NOT NULL REFERENCES boards (id),
    category_id BIGINT NULL REFERENCES categories (id) ON DELETE SET NULL,
    author_id BIGINT NOT NULL REFERENCES people (id),
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    render_version INTEGER NOT NULL,
    status_id BIGINT NOT NULL REFERENCES statuses (id),
    status_kind TEXT NOT NULL,
    status_at BIGINT NOT NULL,
    effort TEXT NULL,
    -- moderation: visible, pending, hidden
    state TEXT NOT NULL,
    state_reason TEXT NULL,
    -- who may see it, out of state and the board's audience: 2 everybody, 1 staff, 0 its author and moderators
    shown INTEGER NOT NULL,
    is_locked BOOLEAN NOT NULL,
    is_first_by_author BOOLEAN NOT NULL,
    form_key TEXT NULL,
    created_at BIGINT NOT NULL,
    edited_at BIGINT NULL,
    answered_at BIGINT NULL,
    active_at BIGINT NOT NULL,
    -- counters: each equals the rows it counts
    promotions BIGINT NOT NULL,
    demotions BIGINT NOT NULL,
    comment_count BIGINT NOT NULL,
    follower_count BIGINT NOT NULL,
    held_count BIGINT NOT NULL,
    -- totals without voters, from an import
    brought_promotions BIGINT NOT NULL,
    brought_demotions BIGINT NOT NULL,
    brought_from TEXT NULL,
    -- ranks: derived from the votes, see ranking
    net BIGINT NOT NULL,
    wilson DOUBLE NOT NULL,
    heat DOUBLE NOT NULL,
    site_heat DOUBLE NOT NULL,
    impact DOUBLE NOT NULL,
    UNIQUE (author_id, form_key)
);
CREATE INDEX ideas_trending ON ideas (site_heat, id) WHERE shown > 0;
CREATE INDEX ideas_board_trending ON ideas (board_id, heat, id) WHERE shown > 0;
CREATE INDEX ideas_top ON ideas (net, wilson, id) WHERE shown > 0;
CREATE INDEX ideas_board_top ON ideas (board_id, net, wilson, id) WHERE shown > 0;
CREATE INDEX ideas_new ON ideas (created_at, id) WHERE shown > 0;
CREATE INDEX ideas_board_new ON ideas (board_id, created_at, id) WHERE shown > 0;
CREATE INDEX ideas_discussed ON ideas (comment_count, id) WHERE shown > 0;
CREATE INDEX ideas_board_discussed ON ideas (board_id, comment_count, id) WHERE shown > 0;
CREATE INDEX ideas_answered ON ideas (answered_at, id) WHERE shown > 0 AND answered_at IS NOT NULL;
CREATE INDEX ideas_board_answered ON ideas (board_id, answered_at, id) WHERE shown > 0 AND answered_at IS NOT NULL;
CREATE INDEX ideas_unanswered ON ideas (is_first_by_author, created_at, id) WHERE shown > 0 AND answered_at IS NULL AND status_kind = 'open';
CREATE INDEX ideas_first_time ON ideas (created_at, id) WHERE shown > 0 AND is_first_by_author AND answered_at IS NULL AND status_kind <> 'closed';
CREATE INDEX ideas_board_unanswered ON ideas (board_id, is_first_by_author, created_at, id) WHERE shown > 0 AND answered_at IS NULL AND status_kind = 'open';
CREATE INDEX ideas_delivered ON ideas (status_at, id) WHERE shown > 0 AND status_kind = 'done';
CREATE INDEX ideas_standing ON ideas (board_id) WHERE shown > 0 AND status_kind IN ('open', 'active');
CREATE INDEX ideas_impact ON ideas (impact, id) WHERE shown > 0 AND status_kind = 'open';
CREATE INDEX ideas_board_impact ON ideas (board_id, impact, id) WHERE shown > 0 AND status_kind = 'open';
CREATE INDEX ideas_author ON ideas (author_id, created_at);
CREATE INDEX ideas_status ON ideas (status_id);
CREATE INDEX ideas_category ON ideas (category_id);
CREATE INDEX ideas_pending ON ideas (created_at, id) WHERE state = 'pending';

CREATE TABLE idea_tags (
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    tag_id BIGINT NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
    PRIMARY KEY (idea_id, tag_id)
);
CREATE INDEX idea_tags_tag ON idea_tags (tag_id, idea_id);

CREATE TABLE revisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    editor_id BIGINT NOT NULL REFERENCES people (id),
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX revisions_editor ON revisions (editor_id, id);
CREATE INDEX revisions_idea ON revisions (idea_id, id);

-- A vote withdrawn while it is held or void stays, as 0, so that voting again is no way around review.
-- Somebody who passed, as an import may tell, is a 0, too.
CREATE TABLE votes (
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    value SMALLINT NOT NULL CHECK (value IN (-1, 0, 1)),
    state TEXT NOT NULL CHECK (state IN ('counted', 'held', 'void')),
    is_author BOOLEAN NOT NULL,
    cast_at BIGINT NOT NULL,
    -- which import brought it, for undoing; none when it was cast here
    import_id BIGINT NULL REFERENCES imports (id),
    PRIMARY KEY (idea_id, person_id)
);
CREATE INDEX votes_person ON votes (person_id, cast_at);
CREATE INDEX votes_import ON votes (import_id) WHERE import_id IS NOT NULL;
CREATE INDEX votes_idea ON votes (idea_id, cast_at, person_id);

CREATE TABLE follows (
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    -- false: chose not to follow, and is not made to again by voting or commenting
    is_on BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    import_id BIGINT NULL REFERENCES imports (id),
    PRIMARY KEY (idea_id, person_id)
);
CREATE INDEX follows_import ON follows (import_id) WHERE import_id IS NOT NULL;
CREATE INDEX follows_person ON follows (person_id, created_at);

CREATE TABLE comments (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    parent_id BIGINT NULL REFERENCES comments (id) ON DELETE CASCADE,
    author_id BIGINT NOT NULL REFERENCES people (id),
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    render_version INTEGER NOT NULL,
    state TEXT NOT NULL,
    state_reason TEXT NULL,
    form_key TEXT NULL,
    created_at BIGINT NOT NULL,
    edited_at BIGINT NULL,
    deleted_at BIGINT NULL,
    UNIQUE (author_id, form_key)
);
CREATE INDEX comments_idea ON comments (idea_id, id);
-- Threads in order: a comment, then its replies.
CREATE INDEX comments_thread ON comments (idea_id, COALESCE(parent_id, id), id);
CREATE INDEX comments_parent ON comments (parent_id, id);
CREATE INDEX comments_author ON comments (author_id, id);
CREATE INDEX comments_pending ON comments (created_at, id) WHERE state = 'pending';

-- A comment taken up into the idea, with credit to its author.
CREATE TABLE extensions (
    comment_id BIGINT PRIMARY KEY NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    taken_up_by BIGINT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX extensions_idea ON extensions (idea_id, created_at);

CREATE TABLE responses (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    author_id BIGINT NOT NULL REFERENCES people (id),
    status_id BIGINT NOT NULL REFERENCES statuses (id),
    effort TEXT NULL,
    body TEXT NOT NULL,
    body_html TEXT NOT NULL,
    render_version INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    edited_at BIGINT NULL
);
CREATE INDEX responses_idea ON responses (idea_id, id);

CREATE TABLE links (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    from_idea BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    to_idea BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    created_by BIGINT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    UNIQUE (from_idea, to_idea, kind)
);
CREATE INDEX links_to ON links (to_idea, id);

CREATE TABLE notes (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    author_id BIGINT NOT NULL REFERENCES people (id),
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX notes_idea ON notes (idea_id, id);

-- The history of ideas and the log of acts, in one: who did what to what, when.
CREATE TABLE acts (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind TEXT NOT NULL,
    actor_id BIGINT NULL REFERENCES people (id),
    idea_id BIGINT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    comment_id BIGINT NULL,
    person_id BIGINT NULL REFERENCES people (id),
    board_id BIGINT NULL,
    detail TEXT NOT NULL,
    -- public: in the idea's history; log: in the public log of acts, too; staff: neither
    audience TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX acts_idea ON acts (idea_id, id);
CREATE INDEX acts_actor ON acts (actor_id, id);
CREATE INDEX acts_log ON acts (id) WHERE audience = 'log';
CREATE INDEX acts_log_kind ON acts (kind, id) WHERE audience = 'log';

CREATE TABLE reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    comment_id BIGINT NULL REFERENCES comments (id) ON DELETE CASCADE,
    reporter_id BIGINT NOT NULL REFERENCES people (id),
    reason TEXT NOT NULL,
    note TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    decided_at BIGINT NULL,
    decided_by BIGINT NULL REFERENCES people (id),
    decision TEXT NULL
);
CREATE INDEX reports_open ON reports (created_at, id) WHERE decided_at IS NULL;
CREATE INDEX reports_reporter ON reports (reporter_id, id);
CREATE INDEX reports_idea ON reports (idea_id, id);

CREATE TABLE bans (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    reason TEXT NOT NULL,
    created_by BIGINT NOT NULL REFERENCES people (id),
    created_at BIGINT NOT NULL,
    ends_at BIGINT NULL,
    lifted_at BIGINT NULL,
    lifted_by BIGINT NULL REFERENCES people (id)
);
CREATE INDEX bans_person ON bans (person_id, id);

CREATE TABLE teams (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    address TEXT NULL,
    webhook_url TEXT NULL,
    webhook_secret TEXT NULL,
    created_at BIGINT NOT NULL,
    archived_at BIGINT NULL
);

CREATE TABLE team_members (
    team_id BIGINT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    PRIMARY KEY (team_id, person_id)
);
CREATE INDEX team_members_person ON team_members (person_id);

CREATE TABLE rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    conditions TEXT NOT NULL,
    team_id BIGINT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    due_days INTEGER NOT NULL,
    is_on BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE routes (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    team_id BIGINT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    rule_id BIGINT NULL REFERENCES rules (id) ON DELETE SET NULL,
    sent_by BIGINT NULL REFERENCES people (id),
    assignee_id BIGINT NULL REFERENCES people (id),
    -- new, accepted, asked, in_work, declined, done; closed: taken back or passed on by the desk
    state TEXT NOT NULL,
    -- whom a question waits for: desk or author
    asked_of TEXT NULL,
    note TEXT NOT NULL,
    due_at BIGINT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (idea_id, team_id)
);
CREATE INDEX routes_team ON routes (team_id, state, due_at, id);
CREATE INDEX routes_due ON routes (due_at, id) WHERE state IN ('new', 'accepted', 'asked', 'in_work');
CREATE INDEX routes_closed ON routes (team_id, updated_at, id) WHERE state IN ('declined', 'done', 'closed');
-- What is back at the desk: declined routes and questions to it.
CREATE INDEX routes_returned ON routes (updated_at, id) WHERE state = 'declined' OR asked_of = 'desk';
CREATE INDEX routes_rule ON routes (rule_id, created_at, id);

CREATE TABLE route_steps (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    route_id BIGINT NOT NULL REFERENCES routes (id) ON DELETE CASCADE,
    person_id BIGINT NULL REFERENCES people (id),
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX route_steps_route ON route_steps (route_id, id);

-- What happened, recorded in the transaction in which it happened.
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    handled_at BIGINT NULL,
    attempts INTEGER NOT NULL,
    next_at BIGINT NOT NULL,
    error TEXT NULL
);
CREATE INDEX events_waiting ON events (next_at, id) WHERE handled_at IS NULL;

CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    -- whoever enqueues the same key twice gets one job
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at BIGINT NOT NULL,
    claimed_by TEXT NULL,
    claimed_at BIGINT NULL,
    progress TEXT NULL,
    error TEXT NULL,
    created_at BIGINT NOT NULL,
    done_at BIGINT NULL
);
CREATE INDEX jobs_waiting ON jobs (next_at, id) WHERE state = 'waiting';
CREATE INDEX jobs_claimed ON jobs (claimed_at, id) WHERE state = 'claimed';

CREATE TABLE mails (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    person_id BIGINT NULL REFERENCES people (id) ON DELETE SET NULL,
    -- what it tells of: a mail whose idea or comment is hidden before it goes does not go
    idea_id BIGINT NULL,
    comment_id BIGINT NULL,
    kind TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    headers TEXT NOT NULL,
    -- waiting, claimed, sent, kept (no mail server), withheld (hidden meanwhile), failed
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at BIGINT NOT NULL,
    claimed_by TEXT NULL,
    claimed_at BIGINT NULL,
    error TEXT NULL,
    created_at BIGINT NOT NULL,
    sent_at BIGINT NULL
);
CREATE INDEX mails_waiting ON mails (next_at, id) WHERE state = 'waiting';
CREATE INDEX mails_claimed ON mails (claimed_at, id) WHERE state = 'claimed';
CREATE INDEX mails_state ON mails (state, id);
CREATE INDEX mails_recipient ON mails (recipient, id);

-- Which mails somebody does not want; what has no row is wanted.
CREATE TABLE mail_choices (
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    is_wanted BOOLEAN NOT NULL,
    PRIMARY KEY (person_id, kind)
);

CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    team_id BIGINT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    event TEXT NOT NULL,
    url TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_at BIGINT NOT NULL,
    claimed_by TEXT NULL,
    claimed_at BIGINT NULL,
    response_status INTEGER NULL,
    response_excerpt TEXT NULL,
    error TEXT NULL,
    created_at BIGINT NOT NULL,
    done_at BIGINT NULL
);
CREATE INDEX deliveries_waiting ON deliveries (next_at, id) WHERE state = 'waiting';
CREATE INDEX deliveries_claimed ON deliveries (claimed_at, id) WHERE state = 'claimed';
CREATE INDEX deliveries_team ON deliveries (team_id, id);
