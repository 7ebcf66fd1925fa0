-- The worker stops the clocks again by itself.
SELECT 1;
