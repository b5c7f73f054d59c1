-- What people are called whose entries the journal has: there they are an identifier, so that one who is
-- to be forgotten can be, and what is sealed stays as it is.
create table person (
    id uuid not null,
    name text,
    erased_at timestamptz,
    constraint person_row primary key (id),
    constraint person_is_known_or_erased check ((name is null) = (erased_at is not null))
);

do $$
declare
    service text := current_schema();
begin
    if exists (select from pg_roles where rolname = service) then
        execute format('grant select, insert, update on person to %I', service);
    end if;
end
$$;

insert into person (id, name)
select distinct on (actor_id) actor_id, actor_name
from entry
where actor_kind = 'user' and actor_id is not null
order by actor_id, recorded_at desc;

-- What to call who made an entry; older ones have the name with them.
create function person_name(kind text, id uuid, kept text)
returns text
language sql
stable
as $$
    select case
        when kind = 'user' then coalesce(
            (select coalesce(person.name, 'erased') from person where person.id = person_name.id),
            kept
        )
        else kept
    end
$$;

create or replace view inventory_transactions as
select
    movement.id,
    movement.variant as product_variant_id,
    ends.location as location_id,
    entry.kind as transaction_type,
    ends.sign * movement.quantity / 10000.0 as quantity,
    entry.source as reference_type,
    entry.document as reference_id,
    movement.recorded_at as created_at,
    person_name(entry.actor_kind, entry.actor_id, entry.actor_name) as created_by,
    movement.effective_at,
    movement.lot as lot_id,
    movement.serial as serial_id
from movement
join entry on entry.id = movement.entry
cross join lateral (
    values (movement.from_location, -1), (movement.to_location, 1)
) as ends (location, sign)
join location on location.id = ends.location and location.warehouse is not null;

-- Forgets what a person was called, wherever that stands beside what they did; the journal does not
-- have it. Tables that only grow are changed here and nowhere else.
create function erase_person(of_person uuid)
returns void
language plpgsql
security definer
as $$
declare
    kept record;
begin
    insert into person (id, erased_at)
    values (of_person, clock_timestamp())
    on conflict (id) do update
    set name = null, erased_at = coalesce(person.erased_at, excluded.erased_at);
    for kept in
        select columns.table_name as place, replace(columns.column_name, '_name', '') as role
        from information_schema.columns
        join information_schema.tables using (table_schema, table_name)
        where table_schema = current_schema() and column_name in ('actor_name', 'decider_name')
            and table_type = 'BASE TABLE' and table_name <> 'entry'
    loop
        execute format(
            $change$
                update %1$I set %2$I = 'erased'
                where %3$I = $1 and %4$I = 'user' and %2$I <> 'erased'
            $change$,
            kept.place, kept.role || '_name', kept.role || '_id', kept.role || '_kind'
        ) using of_person;
    end loop;
end
$$;

revoke execute on function erase_person from public;

do $$
declare
    service text := current_schema();
begin
    -- A function that acts for its owner looks up names where it was made and nowhere else.
    execute format('alter function erase_person set search_path = %I, pg_temp', service);
    if exists (select from pg_roles where rolname = service) then
        execute format('grant execute on function erase_person to %I', service);
    end if;
end
$$;
