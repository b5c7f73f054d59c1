-- How reservations came to be what they are: every change of one, from the first; never changed. What a
-- reservation is now is the last of its changes, and what its lines are is the sum of theirs.
create table reservation_change (
    reservation uuid not null,
    -- Of the reservation, with the change.
    version bigint not null,
    step text not null,
    warehouse uuid not null,
    -- As they are after it.
    state text not null,
    expires_at timestamptz,
    reason text,
    -- The entry that took from it, or gave back.
    entry uuid,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    recorded_at timestamptz not null
);

-- By how much a change made more or less of a line, in ten-thousandths of the base unit.
create table reservation_change_line (
    reservation uuid not null,
    version bigint not null,
    line integer not null,
    variant uuid not null,
    reserved bigint not null,
    consumed bigint not null,
    released bigint not null,
    backordered bigint not null
);

-- What was there before says so, and is what it is: what became of it until now is not known.
insert into reservation_change
select id, version, 'began', warehouse, state, expires_at, release_reason, null, 'service', null, 'ledger',
    now()
from reservation;

insert into reservation_change_line
select line.reservation, reservation.version, line.line, line.variant, line.reserved, line.consumed,
    line.released, line.backordered
from reservation_line as line
join reservation on reservation.id = line.reservation;

-- Rows that are compared with nothing: they are as they were.
alter table reservation_change
    add constraint reservation_change_row primary key (reservation, version),
    add constraint step_of_reservation_is_known check (
        step in (
            'began', 'made', 'filled', 'consumed', 'restored', 'extended', 'released', 'expired',
            'withdrawn'
        )
    ) not valid,
    add constraint changed_state_is_known check (
        state in ('pending', 'consumed', 'released', 'expired')
    ) not valid,
    add constraint reservation_changed foreign key (reservation) references reservation (id) not valid;

-- Nobody, the owner included, deletes a line that has a history.
alter table reservation_change_line
    add constraint reservation_change_line_row primary key (reservation, version, line),
    add constraint reservation_line_changed foreign key (reservation, line)
        references reservation_line (reservation, line) not valid;

create index reservation_change_by_person on reservation_change (actor_id)
    where actor_kind = 'user';

-- What is promised now, or waits, among all that ever was.
create index reservation_line_open on reservation_line (variant, reservation)
    where reserved > consumed + released or backordered > 0;

-- The document or unit whose row was not what follows from its history.
alter table drift add column subject uuid;
alter table drift drop constraint drifted_field_is_known;
alter table drift add constraint drifted_field_is_known check (
    field in (
        'balance', 'on-hand', 'reserved', 'reservations', 'withheld', 'audit', 'value', 'costed',
        'layers', 'value-audit', 'reservation'
    )
);

do $$
declare
    name text := current_schema();
begin
    if exists (select from pg_roles where rolname = name) then
        execute format(
            'grant select, insert on reservation_change, reservation_change_line to %I', name
        );
    end if;
end
$$;
