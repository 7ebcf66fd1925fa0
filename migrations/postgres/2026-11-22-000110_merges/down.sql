UPDATE ideas SET shown = CASE WHEN state <> 'visible' THEN 0 WHEN (SELECT b.audience FROM boards b WHERE b.id = ideas.board_id) = 'public' THEN 2 ELSE 1 END WHERE shown < 0;
DROP TABLE likenesses;
DROP TABLE merge_follows;
DROP TABLE merge_votes;
DROP TABLE merges;
