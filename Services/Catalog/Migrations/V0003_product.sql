-- One row per product: what several variants have in common. Names need not be unique.
create table product (
    id uuid primary key,
    name text collate "C" not null,
    details text,
    brand text,
    category_id uuid references category,
    item_type text not null default 'merchandise',
    attributes jsonb not null default '{}',
    status text not null default 'active',
    -- 1 when created, then one more with each change.
    version bigint not null,
    -- Lower case, for the search by parts of the name.
    search_text text collate "C" not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint product_item_type_is_known
        check (item_type in ('merchandise', 'raw-material', 'semi-finished', 'packaging')),
    constraint product_status_is_known check (status in ('active', 'retired')),
    constraint product_attributes_are_an_object check (jsonb_typeof(attributes) = 'object'),
    constraint product_version_starts_at_one check (version >= 1)
);

create index product_by_name on product (name, id);
create index product_by_update on product (updated_at);
create index product_by_category on product (category_id, name, id);
