-- That every movement has its entry was a foreign key, which asks for each movement alone and took a
-- quarter of the time of adding a hundred. One question for each statement keeps the same rule, as
-- long as an entry stays: it is neither deleted nor given another identifier, by nobody.
alter table movement drop constraint movement_entry;

create function movement_has_its_entry() returns trigger
language plpgsql
as $$
declare
    wanted uuid[] := array(select distinct entry from added);
begin
    -- An array, because a join might be planned to read the whole table.
    if (select count(*) from entry where id = any (wanted)) <> cardinality(wanted) then
        raise foreign_key_violation using
            message = 'a movement names an entry that is not there',
            schema = tg_table_schema,
            table = tg_table_name,
            constraint = 'movement_entry';
    end if;
    return null;
end
$$;

create function entry_stays() returns trigger
language plpgsql
as $$
begin
    raise foreign_key_violation using
        message = 'movements name entries, which stay as they are',
        schema = tg_table_schema,
        table = tg_table_name,
        constraint = 'movement_entry';
end
$$;

create trigger entry_is_never_deleted before delete or truncate on entry
    for each statement execute function entry_stays();
create trigger entry_keeps_its_identifier before update of id on entry
    for each statement execute function entry_stays();

-- A trigger of the whole table is not asked about rows that are added to a partition by its name, so
-- each partition has one, too.
create function check_entries_of(partition regclass) returns void
language plpgsql
as $$
begin
    execute format(
        'create trigger added_movement_has_its_entry after insert on %s'
        ' referencing new table as added'
        ' for each statement execute function movement_has_its_entry()', partition
    );
    execute format(
        'create trigger changed_movement_has_its_entry after update on %s'
        ' referencing new table as added'
        ' for each statement execute function movement_has_its_entry()', partition
    );
end
$$;

select check_entries_of('movement');
select check_entries_of(inhrelid::regclass) from pg_inherits where inhparent = 'movement'::regclass;

create or replace function prepare_movement_partitions(ahead integer) returns integer
language plpgsql security definer
as $$
declare
    first timestamptz;
    next timestamptz;
    name text;
    added integer := 0;
begin
    perform pg_advisory_xact_lock(hashtext('movement ' || current_schema()), 1);
    for first in
        select generate_series(
            date_trunc('month', now() at time zone 'UTC'),
            date_trunc('month', now() at time zone 'UTC') + make_interval(months => ahead),
            interval '1 month'
        ) at time zone 'UTC'
    loop
        next := (first at time zone 'UTC' + interval '1 month') at time zone 'UTC';
        name := 'movement_' || to_char(first at time zone 'UTC', 'YYYYMM');
        continue when to_regclass(format('%I.%I', current_schema(), name)) is not null;
        continue when exists (
            select from movement_default where recorded_at >= first and recorded_at < next
        );
        execute format(
            'create table %I partition of movement for values from (%L) to (%L)',
            name, first, next
        );
        perform check_entries_of(name::regclass);
        added := added + 1;
    end loop;
    return added;
end
$$;

-- With a path of their own nobody can put a table of another schema in the way of the real one.
do $$
declare
    name text := current_schema();
    checked text;
begin
    foreach checked in array array[
        'prepare_movement_partitions(integer)', 'movement_has_its_entry()', 'entry_stays()',
        'check_entries_of(regclass)'
    ]
    loop
        execute format('alter function %s set search_path = %I, pg_temp', checked, name);
    end loop;
    revoke execute on function check_entries_of(regclass) from public;
    if exists (select from pg_roles where rolname = name) then
        execute format(
            'grant execute on function movement_has_its_entry(), entry_stays() to %I', name
        );
    end if;
end
$$;
