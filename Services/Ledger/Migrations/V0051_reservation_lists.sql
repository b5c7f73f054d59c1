-- Lists are read from their end, some rows at a time. Of what is asked for with them few rows are such and
-- many are not: promises that are still open, sheets that nobody has accepted, goods that were called back.
-- Without an index a page reads on to the beginning of the table. These migrations add them, one for each
-- table: while one is built, some seconds for a million rows, that table can be read and not written, and
-- no row is looked at that could make it fail.
create index reservation_by_state on reservation (state, created_at, id);
