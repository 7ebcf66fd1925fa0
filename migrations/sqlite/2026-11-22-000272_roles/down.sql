DROP TABLE role_powers;
