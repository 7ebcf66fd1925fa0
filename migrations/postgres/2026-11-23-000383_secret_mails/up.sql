-- Mails whose text opens something: it goes when the mail has gone, or no longer opens anything.
UPDATE mails SET body_text = '', body_html = '' WHERE kind = 'sign_in' AND state NOT IN ('waiting', 'claimed');
CREATE INDEX mails_secret ON mails (created_at, id) WHERE kind IN ('sign_in', 'proof', 'data_ready') AND body_text <> '';
-- What browsers call themselves is kept no more than is needed to know one from another.
UPDATE sessions SET agent = '';
