DELETE FROM acts WHERE kind IN ('swept', 'sweep_undone');
DELETE FROM jobs WHERE kind = 'sweep';
DROP TABLE sweep_posts;
DROP TABLE sweeps;
DELETE FROM bans WHERE board_id IS NOT NULL;
ALTER TABLE bans DROP COLUMN board_id;
