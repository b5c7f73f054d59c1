-- Handling units: pallets, cartons, totes. Each is a place that moves, so that all that is known of
-- places holds for what is on it. Not compared with the rows that there are: kinds only become more.
alter table location drop constraint location_kind_is_known;
alter table location drop constraint only_parts_of_a_warehouse_have_a_parent;
alter table location drop constraint what_keeps_balances_has_a_root;
alter table location
    add constraint location_kind_is_known check (
        kind in ('warehouse', 'zone', 'aisle', 'rack', 'bin', 'unit', 'supplier', 'customer',
            'adjustment', 'scrap', 'production', 'transit')
    ) not valid,
    add constraint only_parts_of_a_warehouse_have_a_parent check (
        (parent is not null) = (kind in ('zone', 'aisle', 'rack', 'bin', 'unit'))
    ) not valid,
    add constraint what_keeps_balances_has_a_root check (
        (warehouse is not null)
        = (kind in ('warehouse', 'zone', 'aisle', 'rack', 'bin', 'unit', 'transit'))
    ) not valid;

create table handling_unit (
    id uuid not null,
    -- What is written on it, and the code of the place that it was first; whoever names it means the
    -- place that it is now.
    code text not null,
    type text not null,
    status text not null default 'open',
    -- The place that it is now, or was last.
    location uuid not null,
    -- Where it stood when it left or was closed; it comes back there.
    stood_in uuid,
    note text,
    -- Who made it.
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version bigint not null default 1,
    constraint handling_unit_row primary key (id),
    constraint handling_unit_code_is_taken_once unique (code),
    constraint handling_unit_is_one_place unique (location),
    constraint handling_unit_type_is_known check (
        type in ('pallet', 'carton', 'tote', 'trolley', 'container', 'other')
    ),
    constraint handling_unit_status_is_known check (status in ('open', 'shipped', 'closed')),
    constraint handling_unit_location foreign key (location) references location (id),
    constraint handling_unit_stood_in foreign key (stood_in) references location (id)
);

create index handling_unit_by_time on handling_unit (created_at, id);
create index handling_unit_by_person on handling_unit (actor_id) where actor_kind = 'user';

-- The place that a unit is or was in each warehouse: the journal names it, so it never leaves.
create table handling_unit_place (
    handling_unit uuid not null,
    warehouse uuid not null,
    location uuid not null,
    constraint handling_unit_place_row primary key (handling_unit, warehouse),
    constraint place_is_of_one_handling_unit unique (location),
    constraint handling_unit_of_place foreign key (handling_unit) references handling_unit (id),
    constraint place_of_handling_unit foreign key (location) references location (id)
);

-- Of all places that there will be with these, few are warehouses and what is between them.
create index location_that_is_a_root on location (id) where warehouse = id;
create index warehouse_by_code on location (code) where kind = 'warehouse';
-- Whether a unit is being counted.
create index count_line_at_place on count_line (location) where is_open;

-- What became of units, step by step; never changed.
create table handling_unit_change (
    handling_unit uuid not null,
    -- Of the unit, after the step.
    version bigint not null,
    action text not null,
    status text not null,
    -- Where it stood before the step and after it.
    from_location uuid,
    to_location uuid not null,
    -- The entry that moved what was on it; null where nothing moved.
    entry uuid,
    note text,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    recorded_at timestamptz not null,
    constraint handling_unit_change_row primary key (handling_unit, version),
    constraint handling_unit_action_is_known check (
        action in ('created', 'moved', 'carried', 'unpacked', 'shipped', 'closed', 'reopened')
    ),
    constraint handling_unit_changed foreign key (handling_unit) references handling_unit (id)
);

create index handling_unit_change_by_person on handling_unit_change (actor_id)
    where actor_kind = 'user';

-- The last serial number that the ledger gave under a prefix of the company.
create table handling_unit_serial (
    prefix text not null,
    last bigint not null,
    constraint handling_unit_serial_row primary key (prefix)
);

do $$
declare
    name text := current_schema();
begin
    if exists (select from pg_roles where rolname = name) then
        execute format('grant select, insert on handling_unit to %I', name);
        -- What is written on it never changes.
        execute format(
            'grant update (status, location, stood_in, updated_at, version) on handling_unit to %I', name
        );
        execute format(
            'grant select, insert on handling_unit_place, handling_unit_change to %I', name
        );
        execute format('grant select, insert, update on handling_unit_serial to %I', name);
    end if;
end
$$;
