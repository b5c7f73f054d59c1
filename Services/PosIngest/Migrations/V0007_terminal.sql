-- How far the numbers of a terminal have been looked through: each number from the first to the last
-- has come or lies in a row of `gap`.
create table terminal (
    source text not null,
    name text not null,
    first_sequence bigint not null,
    last_sequence bigint not null,
    constraint terminal_is_looked_through_once primary key (source, name),
    constraint terminal_is_a_range check (first_sequence <= last_sequence)
);
grant select, insert, update on terminal to pos_ingest;

-- What remained of a gap that was filled in part had been noted beside it.
delete from gap as part
using gap as whole
where whole.source = part.source and whole.terminal = part.terminal
    and whole.first_missing <= part.first_missing and whole.last_missing >= part.last_missing
    and (whole.first_missing, whole.last_missing) <> (part.first_missing, part.last_missing);
