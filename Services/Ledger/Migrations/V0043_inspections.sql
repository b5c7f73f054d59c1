-- What is inspected of a variant, or of all variants of a category and those below it that have no nearer
-- plan: one row for each version, of which the last one holds. Never changed.
create table inspection_plan (
    id uuid not null,
    variant uuid,
    category uuid,
    -- 1 for the first about the same goods.
    version bigint not null,
    -- Whether lots that are new to the book start as quarantined.
    on_receipt boolean not null,
    -- Whether nothing is said any more, so that the next wider plan holds.
    is_withdrawn boolean not null,
    characteristics jsonb not null,
    reason text not null,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    recorded_at timestamptz not null,
    constraint inspection_plan_row primary key (id),
    constraint inspection_plan_has_one_subject check ((variant is null) <> (category is null)),
    constraint inspection_plan_of_variant foreign key (variant) references variant (id)
);

create unique index inspection_plan_of_one_variant on inspection_plan (variant, version)
    where variant is not null;
create unique index inspection_plan_of_one_category on inspection_plan (category, version)
    where category is not null;
create index inspection_plan_by_time on inspection_plan (recorded_at, id);
create index inspection_plan_by_person on inspection_plan (actor_id) where actor_kind = 'user';

-- What somebody found out about a lot, and what that comes to by the plan. Never changed: a mistaken one
-- is superseded by another.
create table inspection (
    id uuid not null,
    lot uuid not null,
    plan uuid not null,
    verdict text not null,
    -- Each with whether it is within the limits of the plan.
    readings jsonb not null,
    location uuid,
    -- In ten-thousandths of the base unit.
    sampled bigint,
    instrument text,
    certificate text,
    note text,
    supersedes uuid,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    performed_at timestamptz not null,
    recorded_at timestamptz not null,
    constraint inspection_row primary key (id),
    constraint inspection_verdict_is_known check (verdict in ('accepted', 'rejected')),
    constraint inspection_of_lot foreign key (lot) references lot (id),
    constraint inspection_by_plan foreign key (plan) references inspection_plan (id),
    constraint inspection_superseded foreign key (supersedes) references inspection (id)
);

create unique index superseded_once on inspection (supersedes) where supersedes is not null;
create index inspection_by_lot on inspection (lot, recorded_at, id);
create index inspection_by_time on inspection (recorded_at, id);
create index inspection_by_person on inspection (actor_id) where actor_kind = 'user';

-- Who answers for a lot in spite of an inspection that rejected it. Never changed.
create table inspection_concession (
    inspection uuid not null,
    reason text not null,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    recorded_at timestamptz not null,
    constraint conceded_once primary key (inspection),
    constraint concession_of_inspection foreign key (inspection) references inspection (id)
);

create index inspection_concession_by_person on inspection_concession (actor_id)
    where actor_kind = 'user';

do $$
declare
    name text := current_schema();
begin
    if exists (select from pg_roles where rolname = name) then
        execute format(
            'grant select, insert on inspection_plan, inspection, inspection_concession to %I', name
        );
    end if;
end
$$;
