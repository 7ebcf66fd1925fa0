-- Staff belong to no account. Votes that they cast stay as they were.
UPDATE people SET account_id = NULL, account_by = NULL WHERE role <> 'customer' AND account_id IS NOT NULL;
