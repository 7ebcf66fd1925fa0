DROP TRIGGER search_documents_terms ON search_documents;
DROP FUNCTION keep_search_terms();
DROP TABLE search_terms;
