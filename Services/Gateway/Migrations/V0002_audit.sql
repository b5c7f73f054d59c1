-- Who did what: one row per request that changes something, per sign-in, and per refusal for lack
-- of permission. Rows are only ever added.
create table audit (
    id uuid not null,
    recorded_at timestamptz not null,
    -- Null where nobody was signed in.
    actor_id uuid,
    actor_kind text,
    actor_name text,
    operation text not null,
    -- What it was about: an identifier, a code or a number.
    subject text,
    outcome text not null,
    status smallint not null,
    -- Why it was refused.
    code text,
    address text not null,
    user_agent text,
    idempotency_key text,
    request_id uuid not null,
    constraint audit_key primary key (id),
    constraint audit_outcome_is_known check (outcome in ('done', 'refused', 'failed')),
    constraint audit_status_is_http check (status between 100 and 599)
);
create index audit_by_actor on audit (actor_id, id desc);
create index audit_by_operation on audit (operation, id desc);
create index audit_by_subject on audit (subject, id desc);

grant select, insert on audit to gateway;
