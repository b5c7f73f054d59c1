-- In which category a variant was until when, and where a category stood until when: with those of now, what
-- was told of a past time would change with every variant that goes elsewhere. One row for each change,
-- with what was so before it; never changed. What has no row was always as it is.
create table former_category (
    variant uuid not null,
    -- When another one was written down; known by no answer before the transaction that writes it ends.
    until timestamptz not null,
    -- NULL where it was in none.
    category uuid,
    constraint former_category_row primary key (variant, until),
    constraint former_category_of_variant foreign key (variant) references variant (id)
);

create index former_category_by_time on former_category (until);
create index former_category_by_category on former_category (category) where category is not null;

create table former_path (
    category uuid not null,
    until timestamptz not null,
    -- From the root down to the category itself; NULL where it was deleted or had not been told of.
    path uuid[],
    constraint former_path_row primary key (category, until),
    constraint former_path_of_category foreign key (category) references category (id)
);

create index former_path_by_time on former_path (until);

create function remember_category() returns trigger
language plpgsql
as $$
begin
    -- The horizon of the journal stays before this transaction until it ends, as it does before a batch: what is
    -- written down is later than whatever time an answer can name until then. However many rows, one lock.
    perform pg_advisory_xact_lock_shared((extract(epoch from now()) * 1000000)::bigint);
    -- After the change before, also where a clock was put back.
    insert into former_category (variant, until, category)
    select old.id, greatest(clock_timestamp(), max(until) + interval '1 microsecond'), old.category
    from former_category
    where variant = old.id;
    return null;
end
$$;

create function remember_path() returns trigger
language plpgsql
as $$
begin
    perform pg_advisory_xact_lock_shared((extract(epoch from now()) * 1000000)::bigint);
    insert into former_path (category, until, path)
    select old.id, greatest(clock_timestamp(), max(until) + interval '1 microsecond'),
        case when not old.is_deleted then old.path end
    from former_path
    where category = old.id;
    return null;
end
$$;

-- A category of which a variant was told before itself was below nothing until then: whoever asked for what is
-- in the one above has been told so. Where no variant was, it may always have been what it is.
create function remember_arrival() returns trigger
language plpgsql
as $$
begin
    if exists (select from variant where category = new.id)
        or exists (select from former_category where category = new.id)
    then
        perform pg_advisory_xact_lock_shared((extract(epoch from now()) * 1000000)::bigint);
        insert into former_path (category, until, path) values (new.id, clock_timestamp(), null);
    end if;
    return null;
end
$$;

create trigger category_of_variant_changes after update of category on variant
    for each row when (old.category is distinct from new.category)
    execute function remember_category();
create trigger category_moves after update of path, is_deleted on category
    for each row when (old.path <> new.path or old.is_deleted <> new.is_deleted)
    execute function remember_path();
create trigger category_comes after insert on category
    for each row execute function remember_arrival();

do $$
declare
    name text := current_schema();
begin
    execute format('alter function remember_category() set search_path = %I, pg_temp', name);
    execute format('alter function remember_path() set search_path = %I, pg_temp', name);
    execute format('alter function remember_arrival() set search_path = %I, pg_temp', name);
    revoke execute on function remember_category(), remember_path(), remember_arrival() from public;
    if exists (select from pg_roles where rolname = name) then
        execute format(
            'grant execute on function remember_category(), remember_path(), remember_arrival() to %I',
            name
        );
        execute format('grant select, insert on former_category, former_path to %I', name);
    end if;
end
$$;
