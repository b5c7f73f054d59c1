-- What a fact did to the goods of one origin, or to what is owed, beyond what its lines in the book of
-- costs say: which goods settled a debt, and what became of each layer when all were revalued. With these
-- the layers of any time are those of now, less what came after. A projection, never changed.
create table cost_shift (
    variant uuid not null,
    warehouse uuid not null,
    -- The entry or the order.
    source uuid not null,
    -- Which goods; the epoch and all zeros for what is owed.
    acquired_at timestamptz not null,
    origin uuid not null,
    -- How many more there are, or are owed, and how much more they are worth by themselves.
    quantity bigint not null,
    value bigint not null,
    effective_at timestamptz not null,
    recorded_at timestamptz not null,
    constraint cost_shift_row primary key (
        recorded_at, source, variant, warehouse, acquired_at, origin
    )
);

-- Since when there are such rows; before, layers of the past are not known.
alter table cost_position add column shifts_from timestamptz;
update cost_position set shifts_from = costed_to;
alter table cost_position alter column shifts_from set not null;

-- Lines are written in the order in which their causes were recorded.
create index cost_entry_by_record on cost_entry using brin (recorded_at);

do $$
declare
    name text := current_schema();
begin
    if exists (select from pg_roles where rolname = name) then
        execute format('grant select, insert on cost_shift to %I', name);
    end if;
end
$$;
