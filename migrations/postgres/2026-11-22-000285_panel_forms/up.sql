-- A panel is made once, however often its form is sent.
ALTER TABLE panels ADD COLUMN form_key TEXT NULL;
CREATE UNIQUE INDEX panels_form ON panels (created_by, form_key) WHERE form_key IS NOT NULL;
