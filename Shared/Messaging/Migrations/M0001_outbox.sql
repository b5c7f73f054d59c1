-- A message to publish: written in the transaction whose effects it announces, deleted once the
-- broker has confirmed it. State and not a cursor, because identity values are taken before commit.
create table outbox (
    id bigint generated always as identity,
    message_id uuid not null,
    virtual_host text not null,
    shard smallint not null,
    ordering_key text not null,
    aggregate_version bigint,
    exchange text not null,
    routing_key text not null,
    is_mandatory boolean not null,
    type text not null,
    subject text,
    correlation_id uuid,
    causation_id uuid,
    occurred_at timestamptz not null,
    content_type text not null,
    headers jsonb not null,
    body bytea not null,
    appended_at timestamptz not null default now(),
    available_at timestamptz not null default now(),
    attempts integer not null default 0,
    last_error text,
    parked_at timestamptz,
    dead_letter_id uuid,
    constraint outbox_row primary key (id),
    constraint message_waits_once unique (message_id),
    constraint shard_is_known check (shard between 0 and 15)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

create index outbox_to_send on outbox (id, shard) where parked_at is null;

-- Few rows at any time: those that the broker refused and that hold back later ones of their key.
create index outbox_held on outbox (shard, ordering_key, id)
    where parked_at is null and attempts > 0;
