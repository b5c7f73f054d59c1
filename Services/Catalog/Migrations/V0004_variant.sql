-- One row per variant: a countable item with a SKU of its own. Levels are quantities, in
-- ten-thousandths of the base unit; measures are of one base unit.
create table variant (
    id uuid primary key,
    product_id uuid not null references product,
    -- Trimmed, case kept; compared byte by byte.
    sku text collate "C" not null,
    -- Null where the product's name says it all.
    name text,
    attributes jsonb not null default '{}',
    base_unit text collate "C" not null references unit_of_measure,
    tracking_mode text not null default 'none',
    has_expiry boolean not null default false,
    shelf_life_days bigint,
    -- In ten-thousandths of a gram.
    weight_grams bigint,
    length_millimetres bigint,
    width_millimetres bigint,
    height_millimetres bigint,
    temperature_class text,
    velocity_class text,
    is_perishable boolean,
    is_hazardous boolean,
    minimum bigint,
    reorder_point bigint,
    maximum bigint,
    status text not null default 'active',
    -- Whether the ledger has told us that it used the variant.
    has_history boolean not null default false,
    -- 1 when created, then one more with each event.
    version bigint not null,
    -- Of its product, repeated for the search; each change of the product rewrites it.
    category_id uuid references category,
    -- Lower case, for searches that ignore it: the SKU, and the SKU with both names.
    search_sku text collate "C" not null,
    search_text text collate "C" not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint variant_sku_is_unique unique (sku),
    constraint variant_status_is_known check (status in ('active', 'retired')),
    constraint variant_tracking_is_known check (tracking_mode in ('none', 'lot', 'serial')),
    constraint variant_expiry_needs_lots check (not has_expiry or tracking_mode <> 'none'),
    constraint variant_shelf_life_is_positive check (shelf_life_days > 0),
    constraint variant_measures_are_positive
        check (
            weight_grams >= 0 and length_millimetres > 0 and width_millimetres > 0
            and height_millimetres > 0
        ),
    constraint variant_levels_are_in_order check (
        coalesce(minimum, 0) >= 0
        and coalesce(minimum, 0) <= coalesce(reorder_point, maximum, minimum, 0)
        and coalesce(reorder_point, minimum, 0) <= coalesce(maximum, reorder_point, minimum, 0)
    ),
    constraint variant_attributes_are_an_object check (jsonb_typeof(attributes) = 'object'),
    constraint variant_version_starts_at_one check (version >= 1)
);

create index variant_by_product on variant (product_id, sku);
create index variant_by_category on variant (category_id, sku);
create index variant_by_attributes on variant using gin (attributes jsonb_path_ops)
    with (gin_pending_list_limit = 64);
create index variant_by_update on variant (updated_at);
create index variant_by_sku_prefix on variant (search_sku, sku);

-- One row per code that a scanner reads for a variant.
create table barcode (
    -- 'gtin:' and 14 digits, or 'other:' and the code: GTINs of all lengths share one space.
    key text collate "C" not null,
    variant_id uuid not null references variant on delete cascade,
    -- Order in which they were added.
    position integer not null,
    -- As printed.
    code text collate "C" not null,
    format text not null,
    -- Base units, in ten-thousandths, that one scan stands for.
    pack_quantity bigint not null,
    constraint barcode_is_unique primary key (key),
    constraint barcode_format_is_known
        check (format in ('gtin-8', 'gtin-12', 'gtin-13', 'gtin-14', 'other')),
    constraint barcode_pack_is_positive check (pack_quantity > 0)
);

create index barcode_by_code on barcode (code);
create index barcode_by_variant on barcode (variant_id, position);

-- One from_unit is numerator / denominator times one to_unit, exactly; the inverse follows. Terms
-- are in lowest terms and above zero.
create table unit_conversion (
    id bigint generated always as identity primary key,
    -- Null where it holds for every variant.
    variant_id uuid references variant on delete cascade,
    from_unit text collate "C" not null references unit_of_measure,
    to_unit text collate "C" not null references unit_of_measure,
    numerator bigint not null,
    denominator bigint not null,
    constraint conversion_is_between_two_units check (from_unit <> to_unit),
    constraint conversion_ratio_is_positive check (numerator > 0 and denominator > 0)
);

-- A pair of units has one conversion, whichever way round it was told.
create unique index conversion_is_told_once on unit_conversion (
    coalesce(variant_id, '00000000-0000-0000-0000-000000000000'),
    least(from_unit, to_unit),
    greatest(from_unit, to_unit)
);

create index conversion_by_variant on unit_conversion (variant_id);

insert into unit_conversion (from_unit, to_unit, numerator, denominator) values
    ('dozen', 'each', 12, 1),
    ('kg', 'g', 1000, 1),
    ('l', 'ml', 1000, 1),
    ('m', 'cm', 100, 1);

-- One row per deleted variant or category. An identifier is never given to something new, because
-- whoever follows the events would take its first version for one long seen.
create table tombstone (
    id uuid primary key,
    -- The SKU or the name.
    name text not null,
    -- Of the last event.
    version bigint not null,
    deleted_at timestamptz not null default now(),
    -- When the ledger told us that it had used the variant just before it heard of the deletion.
    used_at timestamptz
);
