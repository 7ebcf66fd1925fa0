DROP INDEX panels_form;
ALTER TABLE panels DROP COLUMN form_key;
