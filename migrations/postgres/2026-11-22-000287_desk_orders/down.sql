DROP INDEX ideas_board_promotions_decided;
DROP INDEX ideas_promotions_decided;
DROP INDEX ideas_board_value_decided;
DROP INDEX ideas_value_decided;
DROP INDEX ideas_board_impact_decided;
DROP INDEX ideas_impact_decided;
