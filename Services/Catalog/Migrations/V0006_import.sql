-- One row per bulk import. A worker holds the row lock while it applies one chunk, so a crash gives
-- the job back, and what was committed counts.
create table import_job (
    id uuid primary key,
    format text not null,
    is_dry_run boolean not null,
    -- As the client calls the file; for the report only.
    file_name text,
    state text not null default 'queued',
    row_count integer not null,
    created_count integer not null default 0,
    updated_count integer not null default 0,
    unchanged_count integer not null default 0,
    failed_count integer not null default 0,
    -- Failures of the current chunk that were not the fault of a row.
    attempts integer not null default 0,
    -- Why it stopped, in words without data.
    failure text,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    created_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz,
    constraint import_format_is_known check (format in ('csv', 'json')),
    constraint import_state_is_known check (state in ('queued', 'running', 'done', 'failed')),
    constraint import_counts_add_up check (
        created_count + updated_count + unchanged_count + failed_count <= row_count
    )
);

create index import_job_waiting on import_job (created_at, id)
    where state in ('queued', 'running');

-- Rows that still have to be applied, in order; a chunk goes when it is done.
create table import_chunk (
    import_id uuid not null references import_job on delete cascade,
    -- From 1.
    number integer not null,
    rows jsonb not null,
    primary key (import_id, number)
);

-- One row per rule that a row of the file breaks.
create table import_error (
    import_id uuid not null references import_job on delete cascade,
    -- From 1, the first below the header.
    row_number integer not null,
    position integer not null,
    -- As written; null where the row has none.
    sku text,
    -- The column; empty for the row as a whole.
    field text not null,
    rule text not null,
    message text not null,
    primary key (import_id, row_number, position)
);
