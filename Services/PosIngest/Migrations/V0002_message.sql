-- One row per document that a source has sent, and per message that could not even be read.
create table message (
    id uuid not null,
    source text not null,
    kind text,
    document text,
    terminal text,
    sequence bigint,
    status text not null,
    -- Why it is parked, with the codes that stood for nothing.
    reason text,
    detail text,
    errors jsonb not null default '[]',
    unresolved_codes text[] not null default '{}',
    occurred_at timestamptz,
    received_at timestamptz not null,
    applied_at timestamptz,
    -- The entry of the ledger; null where every line was a charge.
    entry uuid,
    line_count integer not null,
    non_stock_lines integer not null default 0,
    -- What counts now, and what came where that has been corrected.
    payload bytea not null,
    original_payload bytea,
    decided_by jsonb,
    note text,
    version bigint not null default 1,
    constraint message_key primary key (id),
    constraint message_status_is_known
        check (status in ('pending', 'applied', 'parked', 'discarded')),
    constraint message_parked_has_a_reason check (status <> 'parked' or reason is not null)
);
create index message_by_source on message (source, received_at);
create index message_parked on message (received_at) where status = 'parked';
create index message_pending on message (received_at) where status = 'pending';
create index message_by_unresolved_code on message using gin (unresolved_codes)
    where status = 'parked';
create index message_by_document on message (source, document);
create index message_by_sequence on message (source, terminal, sequence)
    where sequence is not null;

-- Which message a document is: the business key, unique for ever. An unreadable message stands
-- under the digest of its bytes, one that contradicts an earlier one under both.
create table document (
    source text not null,
    document text not null,
    message uuid not null,
    fingerprint bytea not null,
    constraint document_is_unique primary key (source, document)
);

-- One row per delivery: the log that the statement is counted from. Rows are only ever added.
create table receipt (
    id bigint generated always as identity,
    source text not null,
    message uuid not null,
    received_at timestamptz not null,
    is_duplicate boolean not null,
    line_count integer not null,
    constraint receipt_key primary key (id)
);
create index receipt_by_source on receipt (source, received_at);
create index receipt_duplicates on receipt (message) where is_duplicate;

-- Numbers of a terminal that were reported missing.
create table gap (
    source text not null,
    terminal text not null,
    first_missing bigint not null,
    last_missing bigint not null,
    found_at timestamptz not null default now(),
    constraint gap_is_reported_once primary key (source, terminal, first_missing, last_missing)
);

grant select, insert, update on message to pos_ingest;
grant select, insert on document, receipt, gap to pos_ingest;
