-- What members of staff did, for administrators. Rows are added and never changed; they go once they are older than the
-- days below, counted back from the newest row, so that no clock but that of the acts is asked. Who did it and what it was
-- done to are numbers without references: nothing that goes elsewhere may take a row along.
CREATE TABLE audit_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    actor_id BIGINT NULL,
    -- the role of the actor at that time; empty when the site itself did it
    role TEXT NOT NULL,
    -- the address at which it was done, with * for what it was done to
    act TEXT NOT NULL,
    object TEXT NOT NULL,
    object_id BIGINT NULL,
    -- short JSON
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    request_id TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX audit_log_age ON audit_log (created_at, id);
CREATE INDEX audit_log_actor ON audit_log (actor_id, created_at, id);
CREATE INDEX audit_log_act ON audit_log (act, created_at, id);
CREATE INDEX audit_log_object ON audit_log (object, object_id, created_at, id);

-- One row: for how many days the log is kept.
CREATE TABLE audit_terms (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    days INTEGER NOT NULL CHECK (days >= 30)
);
INSERT INTO audit_terms (id, days) VALUES (1, 730);

CREATE TRIGGER audit_log_unchanged BEFORE UPDATE ON audit_log
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_log_kept BEFORE DELETE ON audit_log
WHEN OLD.created_at > (SELECT MAX(created_at) FROM audit_log) - (SELECT days FROM audit_terms) * 86400000000
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
-- INSERT OR REPLACE would remove a row without the trigger above.
CREATE TRIGGER audit_log_not_replaced BEFORE INSERT ON audit_log
WHEN EXISTS (SELECT 1 FROM audit_log WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
