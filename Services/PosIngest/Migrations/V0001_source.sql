-- One row per system that reports sales under a broker user of its own.
create table source (
    id uuid not null,
    -- The broker user, and part of the routing key.
    name text not null,
    display_name text not null,
    -- Where it sells from, unless a message says otherwise.
    location uuid not null,
    -- Codes of charges; a * at the end stands for any rest.
    non_stock_codes text[] not null default '{}',
    gap_grace_seconds bigint not null,
    is_active boolean not null default true,
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint source_key primary key (id),
    constraint source_name_is_a_routing_word check (name ~ '^[a-z0-9_]{1,32}$'),
    constraint source_grace_is_not_negative check (gap_grace_seconds >= 0)
);
create unique index source_name_is_unique on source (name);

-- A source's own name for a variant; source null holds for all of them.
create table alias (
    id uuid not null,
    source text,
    code text not null,
    variant uuid not null,
    -- Ten-thousandths of the base unit that one of the code stands for.
    pack_quantity bigint not null,
    actor jsonb not null,
    created_at timestamptz not null default now(),
    constraint alias_key primary key (id),
    constraint alias_pack_is_positive check (pack_quantity > 0)
);
create unique index alias_code_is_unique on alias (code, coalesce(source, ''));

grant usage on schema pos_ingest to pos_ingest;
grant select, insert, update on source to pos_ingest;
grant select, insert, delete on alias to pos_ingest;
