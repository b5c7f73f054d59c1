-- Where every location stood since when: with the tree of now, what was below a place in the past
-- would change with every pallet that is moved. Never changed.
create table location_placement (
    location uuid not null,
    -- No earlier than what is held by the transaction that writes it, and so not known before it ends.
    recorded_at timestamptz not null,
    -- From the root down to the location itself.
    path uuid[] not null,
    constraint location_placement_row primary key (location, recorded_at),
    constraint location_placed foreign key (location) references location (id)
);

create index location_placement_by_time on location_placement (recorded_at);

-- What nobody wrote down is taken to have been as it is.
insert into location_placement (location, recorded_at, path)
select id, created_at, path from location;

create function remember_placement() returns trigger
language plpgsql
as $$
begin
    -- At the time that whoever writes it has, which is that of the entry where goods move with it; and
    -- after the placement before, also where a clock was put back.
    insert into location_placement (location, recorded_at, path)
    select new.id, greatest(new.updated_at, max(recorded_at) + interval '1 microsecond'), new.path
    from location_placement
    where location = new.id;
    return null;
end
$$;

create trigger new_location_is_placed after insert on location
    for each row execute function remember_placement();
create trigger moved_location_is_placed after update of path on location
    for each row when (old.path <> new.path) execute function remember_placement();

do $$
declare
    name text := current_schema();
begin
    execute format('alter function remember_placement() set search_path = %I, pg_temp', name);
    revoke execute on function remember_placement() from public;
    if exists (select from pg_roles where rolname = name) then
        execute format('grant execute on function remember_placement() to %I', name);
        execute format('grant select, insert on location_placement to %I', name);
    end if;
end
$$;
