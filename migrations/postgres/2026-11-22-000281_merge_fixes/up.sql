-- Clocks of merged ideas stood still. The worker looks at them again, and reminds or escalates what is due.
UPDATE clocks SET next_at = 0 WHERE next_at IS NULL AND route_id IN (
    SELECT r.id FROM routes r JOIN ideas i ON i.id = r.idea_id
    WHERE i.shown = -1 AND r.state IN ('new', 'accepted', 'asked', 'in_work'));
