DROP TABLE signin_links;
DROP TABLE signin_attempts;
ALTER TABLE signin_identities DROP COLUMN gave_role;
DELETE FROM signin_connections WHERE algorithm = 'OpenID';
ALTER TABLE signin_connections DROP COLUMN links_by_mail;
ALTER TABLE signin_connections DROP COLUMN needs_verified;
ALTER TABLE signin_connections DROP COLUMN role_map;
ALTER TABLE signin_connections DROP COLUMN scopes;
