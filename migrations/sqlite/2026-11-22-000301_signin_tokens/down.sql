UPDATE people SET account_by = 'desk' WHERE account_by = 'claim';
DELETE FROM acts WHERE kind = 'sign_in_changed';
DROP TABLE signin_refusals;
DROP TABLE signin_tokens;
DROP TABLE signin_accounts;
DROP TABLE signin_identities;
DROP TABLE signin_connections;
