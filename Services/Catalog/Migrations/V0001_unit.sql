-- One row per unit of measure. The code is what documents and events carry.
create table unit_of_measure (
    code text collate "C" primary key,
    name text not null,
    -- What it measures: only units of one dimension convert for every variant.
    dimension text not null,
    created_at timestamptz not null default now(),
    constraint unit_code_is_plain check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,15}$'),
    constraint unit_dimension_is_known
        check (dimension in ('count', 'mass', 'length', 'area', 'volume', 'time'))
);

insert into unit_of_measure (code, name, dimension) values
    ('each', 'Each', 'count'),
    ('dozen', 'Dozen', 'count'),
    ('kg', 'Kilogram', 'mass'),
    ('g', 'Gram', 'mass'),
    ('l', 'Litre', 'volume'),
    ('ml', 'Millilitre', 'volume'),
    ('m', 'Metre', 'length'),
    ('cm', 'Centimetre', 'length');
