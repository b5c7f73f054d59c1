-- The variants of the catalog: a projection of catalog.variant.*. Deleted ones stay as a row
-- without a SKU, so that a late event cannot bring them back.
create table variant (
    id uuid not null,
    sku text,
    is_retired boolean not null,
    version bigint not null,
    constraint variant_key primary key (id)
);
create index variant_by_sku on variant (sku);

create table barcode (
    code text not null,
    variant uuid not null,
    -- Ten-thousandths of the base unit that one scan stands for.
    pack_quantity bigint not null,
    constraint barcode_key primary key (code, variant)
);
create index barcode_by_variant on barcode (variant);

-- The open physical locations of the ledger: a projection of ledger.location.changed.
create table location (
    id uuid not null,
    code text not null,
    is_open boolean not null,
    version bigint not null,
    constraint location_key primary key (id)
);
create index location_by_code on location (code);

grant select, insert, update on variant, location to pos_ingest;
grant select, insert, delete on barcode to pos_ingest;
