DROP TABLE audit_log;
DROP TABLE audit_terms;
DROP FUNCTION keep_audit_log();
