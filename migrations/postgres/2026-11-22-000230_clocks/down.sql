DROP TABLE promise_figures;
DROP TABLE promises;
DROP TABLE board_promises;
DROP TABLE clocks;
DROP TABLE team_terms;
DROP TABLE holidays;
DROP TABLE calendars;
