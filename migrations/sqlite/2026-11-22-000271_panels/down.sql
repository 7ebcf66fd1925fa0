DROP TABLE panel_acts;
DROP TABLE panel_scores;
DROP TABLE panel_ratings;
DROP TABLE panel_people;
DROP TABLE panel_ideas;
DROP TABLE panel_criteria;
DROP TABLE panels;
