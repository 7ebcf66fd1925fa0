-- The orders of the desk for ideas that are decided; with those of the open ones they make lists of any status.
CREATE INDEX ideas_impact_decided ON ideas (impact, id) WHERE shown > 0 AND status_kind <> 'open';
CREATE INDEX ideas_board_impact_decided ON ideas (board_id, impact, id) WHERE shown > 0 AND status_kind <> 'open';
CREATE INDEX ideas_value_decided ON ideas (value_factor, id) WHERE shown > 0 AND status_kind <> 'open';
CREATE INDEX ideas_board_value_decided ON ideas (board_id, value_factor, id) WHERE shown > 0 AND status_kind <> 'open';
CREATE INDEX ideas_promotions_decided ON ideas (promotions, id) WHERE shown > 0 AND status_kind <> 'open';
CREATE INDEX ideas_board_promotions_decided ON ideas (board_id, promotions, id) WHERE shown > 0 AND status_kind <> 'open';
