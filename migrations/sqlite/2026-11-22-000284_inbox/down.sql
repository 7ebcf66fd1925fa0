DROP INDEX routes_inbox;
