-- What each role of staff may do on the desk; customers may nothing there, administrators everything.
CREATE TABLE role_powers (
    role TEXT PRIMARY KEY NOT NULL,
    -- names with a space between them
    powers TEXT NOT NULL
);
INSERT INTO role_powers (role, powers) VALUES
    ('team_member', ''),
    ('moderator', ''),
    ('product_manager', 'desk score answer route merge capture edit call');
