DROP TABLE search_spellings;
DROP TABLE search_text;
DROP TABLE search_documents;
