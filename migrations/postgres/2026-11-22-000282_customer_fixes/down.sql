-- Who was in which account is not known any more.
SELECT 1;
