-- A category as the catalog last told: the newest version that arrived, in whatever order.
create table category (
    id uuid not null,
    name text not null,
    parent uuid,
    path uuid[] not null,
    is_deleted boolean not null default false,
    version bigint not null,
    constraint category_row primary key (id)
);

create index category_tree on category using gin (path);

-- A variant as the catalog last told. Deleted ones stay, so that a late older fact is recognized.
-- The catalog keeps SKUs unique; here facts arrive in any order, so two rows may share one for a
-- moment.
create table variant (
    id uuid not null,
    sku text collate "C" not null,
    name text not null,
    category uuid,
    status text not null,
    base_unit text not null,
    tracking text not null,
    has_expiry boolean not null,
    is_deleted boolean not null default false,
    version bigint not null,
    -- Whether the book names the variant; the one column that is ours.
    is_used boolean not null default false,
    constraint variant_row primary key (id),
    constraint variant_status_is_known check (status in ('active', 'retired')),
    constraint variant_tracking_is_known check (tracking in ('none', 'lot', 'serial'))
);

-- Exact and by prefix, and the order of every list of stock.
create index variant_by_sku on variant (sku, id);
create index variant_by_category on variant (category);
-- By any part of SKU or name.
create index variant_by_part on variant using gin (
    (sku collate "default") gin_trgm_ops, name gin_trgm_ops
);

-- What a scanner reads for a variant, and how many ten-thousandths of the base unit a scan means.
create table barcode (
    variant uuid not null,
    code text collate "C" not null,
    pack_quantity bigint not null,
    constraint barcode_row primary key (variant, code),
    constraint pack_holds_something check (pack_quantity > 0)
);

create index barcode_by_code on barcode (code);
