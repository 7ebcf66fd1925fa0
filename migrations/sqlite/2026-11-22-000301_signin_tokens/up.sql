-- Where people are signed in already, and who signs them in here by tokens. The algorithm and the key are the connection's
-- own: a token that asks for others is refused. A shared secret has to lie here as it is, since signatures are made with it.
CREATE TABLE signin_connections (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    -- a shared secret, or a public key in PEM
    key TEXT NOT NULL,
    key_at BIGINT NOT NULL,
    issuer TEXT NOT NULL UNIQUE,
    audience TEXT NOT NULL,
    login_url TEXT NULL,
    -- names of claims; empty where none is looked at
    email_claim TEXT NOT NULL,
    name_claim TEXT NOT NULL,
    account_claim TEXT NOT NULL,
    role_claim TEXT NOT NULL,
    -- mail domains, one a line; empty for any
    domains TEXT NOT NULL,
    -- names of roles with a space between them: who may come in
    roles TEXT NOT NULL,
    makes_accounts BOOLEAN NOT NULL,
    updates_accounts BOOLEAN NOT NULL,
    skew_seconds INTEGER NOT NULL,
    life_seconds INTEGER NOT NULL,
    is_on BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Who is who: a subject of a connection is one person for good.
CREATE TABLE signin_identities (
    connection_id BIGINT NOT NULL REFERENCES signin_connections (id) ON DELETE CASCADE,
    subject TEXT NOT NULL,
    person_id BIGINT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (connection_id, subject)
);
CREATE INDEX signin_identities_person ON signin_identities (person_id);

-- Which account a connection means by its own id.
CREATE TABLE signin_accounts (
    connection_id BIGINT NOT NULL REFERENCES signin_connections (id) ON DELETE CASCADE,
    external_id TEXT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    PRIMARY KEY (connection_id, external_id)
);
CREATE INDEX signin_accounts_account ON signin_accounts (account_id);

-- Tokens that were used, as hashes of their ids, until they would be refused as expired.
CREATE TABLE signin_tokens (
    connection_id BIGINT NOT NULL REFERENCES signin_connections (id) ON DELETE CASCADE,
    id_hash TEXT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (connection_id, id_hash)
);
CREATE INDEX signin_tokens_expiry ON signin_tokens (expires_at);

-- The last tokens that were refused, for administrators: why, never what was in them about a person.
CREATE TABLE signin_refusals (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    connection_id BIGINT NULL REFERENCES signin_connections (id) ON DELETE CASCADE,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX signin_refusals_connection ON signin_refusals (connection_id, id);
CREATE INDEX signin_refusals_age ON signin_refusals (created_at);
