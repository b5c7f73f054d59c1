-- A message that took effect, per group of handlers. Partitioned by the time in the version 7
-- identifier, so that an identifier stays unique over all partitions and a message older than the
-- retention finds no partition: it fails closed instead of taking effect again.
create table inbox (
    consumer text not null,
    message_id uuid not null,
    fingerprint bytea not null,
    received_at timestamptz not null default now(),
    outcome_code integer,
    outcome bytea,
    constraint message_has_one_effect primary key (consumer, message_id)
) partition by range (message_id);

-- The same for messages whose identifier is not version 7 and carries no time: kept by the time
-- they were received.
create table inbox_untimed (
    consumer text not null,
    message_id uuid not null,
    fingerprint bytea not null,
    received_at timestamptz not null default now(),
    outcome_code integer,
    outcome bytea,
    constraint untimed_message_has_one_effect primary key (consumer, message_id)
);

create index inbox_untimed_received on inbox_untimed (received_at);

-- The smallest version 7 identifier of a moment.
create function inbox_bound(moment timestamptz) returns uuid
language sql stable
as $$
    select (lpad(to_hex(floor(extract(epoch from moment) * 1000)::bigint), 12, '0')
        || repeat('0', 20))::uuid
$$;

-- Adds the weekly partitions between now less `retention` and now plus `ahead`, and drops those
-- that ended before. By the clock of the database; returns how many were dropped.
create function inbox_maintain(retention interval, ahead interval) returns integer
language plpgsql security definer
as $$
declare
    week timestamptz;
    name text;
    dropped integer := 0;
begin
    perform pg_advisory_xact_lock(hashtext('inbox ' || current_schema()), 0);
    for week in
        select generate_series(
            date_trunc('week', now() - retention, 'UTC'),
            date_trunc('week', now() + ahead, 'UTC'),
            interval '7 days'
        )
    loop
        name := 'inbox_' || to_char(week at time zone 'UTC', 'YYYYMMDD');
        if to_regclass(format('%I.%I', current_schema(), name)) is null then
            execute format('create table %I (like inbox including all)', name);
            execute format(
                'alter table inbox attach partition %I for values from (%L) to (%L)',
                name, inbox_bound(week), inbox_bound(week + interval '7 days')
            );
        end if;
    end loop;
    for name in
        select partition.relname
        from pg_inherits
        join pg_class as partition on partition.oid = pg_inherits.inhrelid
        where pg_inherits.inhparent = 'inbox'::regclass
            and to_date(right(partition.relname, 8), 'YYYYMMDD') + 7
                <= (now() - retention) at time zone 'UTC'
    loop
        execute format('drop table %I', name);
        dropped := dropped + 1;
    end loop;
    return dropped;
end
$$;

select inbox_maintain(interval '35 days', interval '14 days');
