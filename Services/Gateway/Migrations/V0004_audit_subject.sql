-- A row of an index holds at most 2704 bytes, and a subject is whatever a client puts into a path:
-- the index holds as much of it as fits in any script.
drop index audit_by_subject;
create index audit_by_subject on audit (left(subject, 256), id desc);
