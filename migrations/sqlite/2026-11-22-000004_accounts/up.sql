-- Customer organisations, and what stands behind the votes of their people.
CREATE TABLE accounts (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name TEXT NOT NULL,
    -- the name in lower case: what lists are sorted and searched by
    name_key TEXT NOT NULL UNIQUE,
    plan TEXT NOT NULL,
    segment TEXT NOT NULL,
    -- what they pay a month, in minor units of the currency
    value_minor BIGINT NULL,
    currency TEXT NULL,
    health TEXT NULL CHECK (health IN ('good', 'at_risk', 'critical')),
    owner_id BIGINT NULL REFERENCES people (id) ON DELETE SET NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CHECK ((value_minor IS NULL) = (currency IS NULL))
);
CREATE INDEX accounts_owner ON accounts (owner_id) WHERE owner_id IS NOT NULL;

-- Whoever reads mail at one of these belongs to the account.
CREATE TABLE account_domains (
    domain TEXT PRIMARY KEY NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL
);
CREATE INDEX account_domains_account ON account_domains (account_id);

ALTER TABLE people ADD COLUMN account_id BIGINT NULL REFERENCES accounts (id) ON DELETE SET NULL;
-- how they came to belong to it
ALTER TABLE people ADD COLUMN account_by TEXT NULL;
CREATE INDEX people_account ON people (account_id, id) WHERE account_id IS NOT NULL;

-- The account of the voter and its value a month, as they were when the vote was cast.
ALTER TABLE votes ADD COLUMN account_id BIGINT NULL REFERENCES accounts (id) ON DELETE SET NULL;
ALTER TABLE votes ADD COLUMN value_minor BIGINT NULL;
ALTER TABLE votes ADD COLUMN currency TEXT NULL;
CREATE INDEX votes_account ON votes (idea_id, account_id, cast_at, person_id) WHERE account_id IS NOT NULL;

-- Which accounts promote which ideas: derived from the votes, see accounts/demand.rs.
CREATE TABLE idea_accounts (
    idea_id BIGINT NOT NULL REFERENCES ideas (id) ON DELETE CASCADE,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    promotions BIGINT NOT NULL,
    -- as on the latest of those votes
    value_minor BIGINT NULL,
    currency TEXT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (idea_id, account_id)
);
CREATE INDEX idea_accounts_account ON idea_accounts (account_id, last_at, idea_id);

-- Saved conditions on accounts, as JSON.
CREATE TABLE segments (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name TEXT NOT NULL UNIQUE,
    conditions TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
