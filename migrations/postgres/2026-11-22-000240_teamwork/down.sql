DROP INDEX routes_load;
DROP TABLE work_items;
DROP TABLE route_estimates;
UPDATE route_steps SET kind = 'reported' WHERE kind = 'published';
DELETE FROM route_steps WHERE kind IN ('estimated', 'work_linked', 'work_unlinked');
DELETE FROM acts WHERE kind = 'progress';
