-- Goods made together.
create table lot (
    id uuid not null,
    variant uuid not null,
    code text collate "C" not null,
    supplier text,
    manufactured_on date,
    expires_on date,
    certificate text,
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    constraint lot_row primary key (id),
    constraint lot_number_is_unique_per_variant unique (variant, code)
);

create index lot_by_expiry on lot (expires_on, id);

-- One unit with a number of its own, and where it is now.
create table serial (
    id uuid not null,
    variant uuid not null,
    number text collate "C" not null,
    lot uuid,
    location uuid not null,
    moved_at timestamptz not null,
    constraint serial_row primary key (id),
    constraint serial_number_is_unique_per_variant unique (variant, number),
    constraint serial_lot foreign key (lot) references lot (id),
    constraint serial_location foreign key (location) references location (id)
);

create index serial_by_location on serial (location);
