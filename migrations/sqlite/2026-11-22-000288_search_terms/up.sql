-- The full text index reads the newest holders of a term in order by itself.
SELECT 1;
