-- Stretches of effective time that are closed as a whole, one after the other and without gaps.
create table period (
    id uuid not null,
    -- From 1, in the order of time.
    number bigint not null,
    -- The one before; null for the first.
    follows bigint,
    name text not null,
    starts_at timestamptz not null,
    -- The first instant that is not in it any more.
    ends_at timestamptz not null,
    state text not null default 'open',
    -- What was sealed: what was recorded by then, how many balances, and the hash of them all.
    known_at timestamptz,
    balances bigint,
    balances_hash bytea,
    version bigint not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint period_row primary key (id),
    constraint period_is_numbered unique (number),
    constraint period_name_is_taken_once unique (name),
    constraint period_ends_once unique (number, ends_at),
    constraint period_ends_after_it_starts check (starts_at < ends_at),
    constraint period_follows_another check (
        (follows is null) = (number = 1) and follows = number - 1
    ),
    -- Where one ends the next one starts.
    constraint periods_have_no_gap foreign key (follows, starts_at)
        references period (number, ends_at),
    constraint period_state_is_known check (state in ('open', 'soft-closed', 'closing', 'closed')),
    constraint only_closed_periods_are_sealed check (
        (state = 'closed') = (known_at is not null)
        and (known_at is null) = (balances is null)
        and (known_at is null) = (balances_hash is null)
    )
);

create unique index period_by_end on period (ends_at);

-- What became of a period, step by step; never changed.
create table period_change (
    period uuid not null,
    version bigint not null,
    action text not null,
    state text not null,
    reason text,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    recorded_at timestamptz not null,
    constraint period_change_row primary key (period, version),
    constraint change_of_period foreign key (period) references period (id)
);

-- How much of a variant and lot was at a place when a period ended, in ten-thousandths of the base
-- unit, by its number; never changed. What was nowhere has no row. The lot is all zeros where there is
-- none. No foreign keys: periods, variants and locations are never deleted.
create table period_balance (
    period bigint not null,
    variant uuid not null,
    location uuid not null,
    lot uuid not null,
    on_hand bigint not null,
    constraint period_balance_row primary key (period, variant, location, lot),
    constraint sealed_balance_is_something check (on_hand <> 0)
);

-- How far the balances of a period that is being closed are added up: the last variant that is done.
create table period_sealing (
    period bigint not null,
    known_at timestamptz not null,
    variant uuid,
    constraint period_sealing_row primary key (period)
);

-- What is closed stays closed, for everybody.
create function closed_period_stays() returns trigger
language plpgsql
as $$
begin
    raise check_violation using
        message = 'a period that is closed is never changed',
        schema = tg_table_schema,
        table = tg_table_name,
        constraint = 'closed_period_stays';
end
$$;

create trigger closed_period_is_never_changed before update on period
    for each row when (old.state = 'closed') execute function closed_period_stays();
create trigger closed_period_is_never_deleted before delete on period
    for each row when (old.state = 'closed') execute function closed_period_stays();

-- When something happened that counts as having happened later, because its period was closed; null
-- for what counts as then. No row from before has one, so none has to be looked at.
alter table entry
    add column occurred_at timestamptz,
    add constraint entry_occurred_before check (occurred_at < effective_at) not valid;
alter table movement
    add column occurred_at timestamptz,
    add constraint movement_occurred_before check (occurred_at < effective_at) not valid;
alter table cost_order
    add column occurred_at timestamptz,
    add constraint cost_order_occurred_before check (occurred_at < effective_at) not valid;

do $$
declare
    name text := current_schema();
begin
    execute format('alter function closed_period_stays() set search_path = %I, pg_temp', name);
    if exists (select from pg_roles where rolname = name) then
        execute format('grant select, insert on period, period_change, period_balance to %I', name);
        execute format(
            'grant update (state, known_at, balances, balances_hash, version, updated_at)'
            ' on period to %I', name
        );
        execute format('grant select, insert, update, delete on period_sealing to %I', name);
        execute format('grant execute on function closed_period_stays() to %I', name);
    end if;
end
$$;
