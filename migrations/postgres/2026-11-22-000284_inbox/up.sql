-- What a team has before it, in the order of its inbox: due first, without a day last.
CREATE INDEX routes_inbox ON routes (team_id, COALESCE(due_at, 9223372036854775807), id)
    WHERE state IN ('new', 'accepted', 'asked', 'in_work');
