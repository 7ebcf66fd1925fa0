DROP TABLE private_lines;
DROP TABLE reply_texts;
DROP TABLE reply_templates;
