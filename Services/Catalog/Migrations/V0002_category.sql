-- One row per category: a tree without cycles, which the service keeps under an advisory lock.
create table category (
    id uuid primary key,
    name text collate "C" not null,
    parent_id uuid references category,
    -- 1 when created, then one more with each event.
    version bigint not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint category_name_is_unique_among_siblings
        unique nulls not distinct (parent_id, name),
    constraint category_is_not_its_own_parent check (parent_id <> id),
    constraint category_version_starts_at_one check (version >= 1)
);

create index category_by_name on category (name, id);
create index category_by_parent on category (parent_id, name, id);
