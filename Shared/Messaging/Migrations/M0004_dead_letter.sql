-- A message this service could not handle, with why: moved here from the dead-letter queue so that
-- people can list it, send it again or discard it.
create table dead_letter (
    id uuid not null,
    virtual_host text not null,
    queue text not null,
    message_id uuid not null,
    type text not null,
    subject text,
    exchange text not null,
    routing_key text not null,
    content_type text,
    correlation_id uuid,
    headers jsonb not null,
    body bytea not null,
    error_class text not null,
    error_code text not null,
    error_text text not null,
    attempts integer not null,
    times_seen integer not null default 1,
    failed_at timestamptz not null,
    stored_at timestamptz not null default now(),
    state text not null default 'open',
    decided_at timestamptz,
    decided_by jsonb,
    note text,
    constraint dead_letter_row primary key (id),
    constraint letter_is_kept_once_per_queue unique (queue, message_id),
    constraint dead_letter_state_is_known
        check (state in ('open', 'replaying', 'replayed', 'discarded'))
);

create index dead_letter_by_state on dead_letter (state, id);
