-- A command that was asked for and its answer, so that asking again answers the same. The key is
-- derived from principal, method, route and Idempotency-Key; a row without a status is in flight
-- and seen by its own transaction only.
create table request_log (
    message_id uuid not null,
    operation text not null,
    principal uuid not null,
    fingerprint bytea not null,
    status smallint,
    headers jsonb,
    body bytea,
    created_at timestamptz not null default now(),
    constraint request_has_one_answer primary key (message_id)
);

create index request_log_age on request_log (created_at);
