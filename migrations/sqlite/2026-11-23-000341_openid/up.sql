-- OpenID providers are connections whose algorithm is OpenID: the audience is the client id, the key the client secret.
ALTER TABLE signin_connections ADD COLUMN scopes TEXT NOT NULL DEFAULT '';
-- what stands in the role claim and which role it gives, one `value=role` a line; empty where the claim names roles itself
ALTER TABLE signin_connections ADD COLUMN role_map TEXT NOT NULL DEFAULT '';
-- whether only people with an address that the provider calls verified come in
ALTER TABLE signin_connections ADD COLUMN needs_verified BOOLEAN NOT NULL DEFAULT FALSE;
-- whether a verified address leads to whoever has it here, without a code by mail
ALTER TABLE signin_connections ADD COLUMN links_by_mail BOOLEAN NOT NULL DEFAULT TRUE;

-- the role that a provider's claim gave last; it goes when the claim goes
ALTER TABLE signin_identities ADD COLUMN gave_role TEXT NULL;

-- Sign-ins on their way to a provider and back, each good once in one browser. Nonce and PKCE verifier are made of the state
-- with the site's key, so none of the three lies here.
CREATE TABLE signin_attempts (
    state_hash TEXT PRIMARY KEY NOT NULL,
    connection_id BIGINT NOT NULL REFERENCES signin_connections (id) ON DELETE CASCADE,
    browser_hash TEXT NOT NULL,
    return_to TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX signin_attempts_connection ON signin_attempts (connection_id);
CREATE INDEX signin_attempts_expiry ON signin_attempts (expires_at);

-- Subjects of a provider that are somebody's once they have proved the address by a code, in the same browser.
CREATE TABLE signin_links (
    key_hash TEXT PRIMARY KEY NOT NULL,
    connection_id BIGINT NOT NULL REFERENCES signin_connections (id) ON DELETE CASCADE,
    subject TEXT NOT NULL,
    email TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX signin_links_email ON signin_links (email);
CREATE INDEX signin_links_connection ON signin_links (connection_id);
CREATE INDEX signin_links_expiry ON signin_links (expires_at);
