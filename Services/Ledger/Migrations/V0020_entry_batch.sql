-- Entries that one request made together, all or none, carry the same identifier; null for all others.
alter table entry add column batch uuid;

create index entry_of_batch on entry (batch, recorded_at, id) where batch is not null;
