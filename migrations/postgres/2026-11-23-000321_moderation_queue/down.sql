DELETE FROM acts WHERE kind IN ('appealed', 'appeal_granted', 'appeal_refused', 'bulk_decided');
DELETE FROM events WHERE kind = 'author_told';
DELETE FROM mail_choices WHERE kind = 'moderation';
DROP TABLE appeals;
DROP TABLE moderation_messages;
DROP TABLE moderation_reason_texts;
DROP TABLE moderation_reasons;
DROP TABLE moderation_claims;
