-- One business fact; never changed, only reversed by another.
create table entry (
    id uuid not null,
    kind text not null,
    source text,
    document text,
    original_source text,
    original_document text,
    reverses uuid,
    reservation uuid,
    reason text,
    note text,
    -- When it happened, and when the ledger learned of it.
    effective_at timestamptz not null,
    recorded_at timestamptz not null,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    -- The request or message that ordered it.
    cause uuid not null,
    constraint entry_row primary key (id),
    constraint entry_kind_is_known check (
        kind in ('receive', 'ship', 'sale', 'return', 'transfer', 'adjust', 'reverse')
    ),
    constraint document_has_a_source check ((source is null) = (document is null)),
    constraint only_reversals_undo check ((reverses is not null) = (kind = 'reverse')),
    constraint entry_is_reversed_once unique (reverses),
    constraint entry_reversed foreign key (reverses) references entry (id)
);

create index entry_by_time on entry (recorded_at, id);
create index entry_by_kind on entry (kind, recorded_at, id);
create index entry_by_document on entry (source, document) where source is not null;

-- A quantity of one variant, in ten-thousandths of its base unit, that an entry took from one
-- location to another. Partitioned by when it was recorded, so that backdating never touches an
-- old partition. The only foreign key is the entry: variants and locations are never deleted, and
-- the posting transaction has read both.
create table movement (
    id uuid not null,
    entry uuid not null,
    line integer not null,
    variant uuid not null,
    lot uuid,
    serial uuid,
    from_location uuid not null,
    to_location uuid not null,
    quantity bigint not null,
    unit_cost text,
    unit_cost_currency text,
    effective_at timestamptz not null,
    recorded_at timestamptz not null,
    constraint movement_row primary key (recorded_at, id),
    constraint movement_is_positive check (quantity > 0),
    constraint movement_goes_somewhere check (from_location <> to_location),
    constraint unit_cost_has_a_currency check ((unit_cost is null) = (unit_cost_currency is null)),
    constraint movement_entry foreign key (entry) references entry (id)
) partition by range (recorded_at);

create index movement_of_variant on movement (variant, recorded_at, id);
create index movement_of_entry on movement (entry);
create index movement_out on movement (from_location, recorded_at, id);
create index movement_in on movement (to_location, recorded_at, id);
create index movement_of_lot on movement (lot) where lot is not null;
create index movement_of_serial on movement (serial) where serial is not null;

-- Takes what no month was prepared for, so that posting never fails for want of a partition.
create table movement_default partition of movement default;

-- The documents that took effect, for ever; unpartitioned, because a unique constraint of a
-- partitioned table would have to contain the time.
create table business_key (
    subject text not null,
    source text not null,
    document text not null,
    id uuid not null,
    recorded_at timestamptz not null,
    constraint document_takes_effect_once primary key (subject, source, document),
    constraint subject_of_key_is_known check (subject in ('entry', 'reservation'))
);

-- Adds the monthly partitions of the journal from this month to `ahead` months from now, in UTC,
-- and returns how many were added. Leaves out months of which rows are in the default partition.
create function prepare_movement_partitions(ahead integer) returns integer
language plpgsql security definer
as $$
declare
    first timestamptz;
    next timestamptz;
    name text;
    added integer := 0;
begin
    perform pg_advisory_xact_lock(hashtext('movement ' || current_schema()), 1);
    for first in
        select generate_series(
            date_trunc('month', now() at time zone 'UTC'),
            date_trunc('month', now() at time zone 'UTC') + make_interval(months => ahead),
            interval '1 month'
        ) at time zone 'UTC'
    loop
        next := (first at time zone 'UTC' + interval '1 month') at time zone 'UTC';
        name := 'movement_' || to_char(first at time zone 'UTC', 'YYYYMM');
        continue when to_regclass(format('%I.%I', current_schema(), name)) is not null;
        continue when exists (
            select from movement_default where recorded_at >= first and recorded_at < next
        );
        execute format(
            'create table %I partition of movement for values from (%L) to (%L)',
            name, first, next
        );
        added := added + 1;
    end loop;
    return added;
end
$$;

select prepare_movement_partitions(3);
