-- A place that stock is in, or one of the virtual ones that it comes from and goes to. Places form
-- trees whose roots are warehouses; a place never leaves its tree.
create table location (
    id uuid not null,
    code text not null,
    name text not null,
    kind text not null,
    parent uuid,
    -- The root of the tree, under which availability is counted: the warehouse, or transit itself.
    warehouse uuid,
    -- From the root down to the location itself.
    path uuid[] not null,
    status text not null default 'active',
    attributes jsonb not null default '{}',
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint location_row primary key (id),
    constraint location_code_is_taken_once unique (code),
    constraint location_kind_is_known check (
        kind in ('warehouse', 'zone', 'aisle', 'rack', 'bin', 'supplier', 'customer',
            'adjustment', 'scrap', 'production', 'transit')
    ),
    constraint location_status_is_known check (status in ('active', 'retired')),
    constraint only_parts_of_a_warehouse_have_a_parent check (
        (parent is not null) = (kind in ('zone', 'aisle', 'rack', 'bin'))
    ),
    constraint what_keeps_balances_has_a_root check (
        (warehouse is not null)
        = (kind in ('warehouse', 'zone', 'aisle', 'rack', 'bin', 'transit'))
    ),
    constraint path_ends_at_the_location check (path[cardinality(path)] = id),
    constraint location_parent foreign key (parent) references location (id),
    constraint location_root foreign key (warehouse) references location (id)
);

create index location_children on location (parent);
create index location_tree on location using gin (path);
create unique index company_has_one_of_each_virtual_location on location (kind)
    where kind in ('supplier', 'customer', 'adjustment', 'scrap', 'production', 'transit');

insert into location (id, code, name, kind, warehouse, path)
select id, kind, name, kind, case kind when 'transit' then id end, array[id]
from (values
    ('00000000-0000-7000-8000-000000000001'::uuid, 'supplier', 'Suppliers'),
    ('00000000-0000-7000-8000-000000000002'::uuid, 'customer', 'Customers'),
    ('00000000-0000-7000-8000-000000000003'::uuid, 'adjustment', 'Corrections of the book'),
    ('00000000-0000-7000-8000-000000000004'::uuid, 'scrap', 'Written off'),
    ('00000000-0000-7000-8000-000000000005'::uuid, 'production', 'Production'),
    ('00000000-0000-7000-8000-000000000006'::uuid, 'transit', 'Between warehouses')
) as place (id, kind, name);
