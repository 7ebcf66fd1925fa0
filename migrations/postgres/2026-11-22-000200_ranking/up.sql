-- Whether a board shows how many votes its ideas have: shown, hidden, until_voted, first_days.
ALTER TABLE boards ADD COLUMN counts TEXT NOT NULL DEFAULT 'shown';
-- only for first_days: how many days after it was posted
ALTER TABLE boards ADD COLUMN counts_days INTEGER NOT NULL DEFAULT 0;
-- One place in so many on Trending goes to an idea that hardly anybody has seen; 0 for none.
ALTER TABLE boards ADD COLUMN explore_every INTEGER NOT NULL DEFAULT 10;

-- The acts of the log that move the scale: what moderation/log.rs calls the scale.
CREATE INDEX acts_scale ON acts (id) WHERE audience = 'log' AND kind IN ('half_life_changed', 'voting_changed', 'counts_changed', 'exploration_changed', 'votes_held', 'votes_released', 'votes_voided', 'merged', 'unmerged', 'imported');

-- How often an idea was shown on lists to people who could vote, weighted by its place; how little is known of its rate of
-- promotions, from 1 (nobody has seen it) towards 0; and how high that rate may be. See ranking/exposure.rs.
ALTER TABLE ideas ADD COLUMN exposures DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE ideas ADD COLUMN spread DOUBLE PRECISION NOT NULL DEFAULT 1;
-- what nobody has seen on a board with the usual rate
ALTER TABLE ideas ADD COLUMN hope DOUBLE PRECISION NOT NULL DEFAULT 0.18;
-- Whoever voted before anybody counted has seen it; what more people voted on is no idea that hardly anybody has seen.
UPDATE ideas SET exposures = promotions + demotions;
CREATE INDEX ideas_hope ON ideas (hope, id) WHERE shown > 0 AND status_kind = 'open' AND spread >= 0.3 AND promotions + demotions < 20;
CREATE INDEX ideas_board_hope ON ideas (board_id, hope, id) WHERE shown > 0 AND status_kind = 'open' AND spread >= 0.3 AND promotions + demotions < 20;
-- How many promotions a showing usually brings on a board.
ALTER TABLE boards ADD COLUMN usual_rate DOUBLE PRECISION NOT NULL DEFAULT 0.05;
