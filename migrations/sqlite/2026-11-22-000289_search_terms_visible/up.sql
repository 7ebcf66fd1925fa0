-- Nothing here: only PostgreSQL keeps apart who may see which version of a row.
SELECT 1;
