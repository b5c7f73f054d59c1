-- What is where by the journal alone, up to a time: added up behind those who post, from other rows
-- and by other code than balances, which are compared with it.
create table audit_balance (
    variant uuid not null,
    location uuid not null,
    -- All zeros where there is none, as in balances.
    lot uuid not null,
    on_hand bigint not null,
    constraint audit_balance_row primary key (variant, location, lot)
) with (fillfactor = 80);

-- Up to when movements are in it; one row.
create table audit_position (
    is_only boolean not null default true,
    recorded_to timestamptz not null default '-infinity',
    constraint audit_position_row primary key (is_only),
    constraint audit_position_is_only_one check (is_only)
);

insert into audit_position default values;

-- Each figure that was found to be another one than what follows from the journal, and put right;
-- never changed.
create table drift (
    id uuid not null,
    field text not null,
    variant uuid not null,
    -- A place, or for what is kept of a warehouse that.
    location uuid not null,
    lot uuid,
    expected bigint not null,
    found bigint not null,
    found_at timestamptz not null,
    constraint drift_row primary key (id),
    constraint drifted_field_is_known check (
        field in ('balance', 'on-hand', 'reserved', 'reservations', 'withheld', 'audit')
    ),
    constraint drift_is_a_difference check (expected <> found)
);

create index drift_by_time on drift (found_at, id);

do $$
declare
    name text := current_schema();
begin
    if exists (select from pg_roles where rolname = name) then
        execute format('grant select, insert, update, delete on audit_balance to %I', name);
        execute format('grant select, update on audit_position to %I', name);
        execute format('grant select, insert on drift to %I', name);
    end if;
end
$$;
