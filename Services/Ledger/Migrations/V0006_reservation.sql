-- Stock of one warehouse that is promised and not yet taken.
create table reservation (
    id uuid not null,
    warehouse uuid not null,
    state text not null,
    expires_at timestamptz,
    source text,
    document text,
    note text,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version bigint not null,
    constraint reservation_row primary key (id),
    constraint reservation_state_is_known check (
        state in ('pending', 'consumed', 'released', 'expired')
    ),
    constraint reservation_document_has_a_source check ((source is null) = (document is null)),
    constraint reservation_warehouse foreign key (warehouse) references location (id)
);

create index reservation_by_time on reservation (created_at, id);
create index reservation_to_expire on reservation (expires_at, id)
    where state = 'pending' and expires_at is not null;
create index reservation_by_document on reservation (source, document) where source is not null;

-- How much of a variant a reservation promised, and what became of it, in ten-thousandths of the
-- base unit. Lines count from 1.
create table reservation_line (
    reservation uuid not null,
    line integer not null,
    variant uuid not null,
    reserved bigint not null,
    consumed bigint not null,
    released bigint not null,
    constraint reservation_line_row primary key (reservation, line),
    constraint something_is_reserved check (reserved > 0),
    constraint nothing_is_taken_twice check (
        consumed >= 0 and released >= 0 and consumed + released <= reserved
    ),
    constraint line_reservation foreign key (reservation) references reservation (id)
);

create index reservation_line_of_variant on reservation_line (variant, reservation);
