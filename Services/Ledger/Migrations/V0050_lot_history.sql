-- Whatever a lot was made as has a row of its own in its history, unless that is released: so its status is
-- that of its last change, and can be compared with it.
create function beginning_of_lot(status text) returns text
language sql immutable
as $$
    select case status when 'quarantined' then 'inspection' when 'expired' then 'expiry' else 'other' end
$$;

create function remember_lot() returns trigger
language plpgsql
as $$
begin
    insert into lot_change (
        lot, version, status, reason, actor_kind, actor_name, recorded_at
    )
    select new.id, 1, new.status, beginning_of_lot(new.status), 'service', 'ledger', new.created_at
    where not exists (select from lot_change where lot = new.id);
    return null;
end
$$;

-- Who knows whose decision it was has written that by the end of the transaction. A ledger that is older than
-- this, and serves until it is started again, does not.
create constraint trigger lot_has_a_beginning after insert on lot
    deferrable initially deferred
    for each row when (new.status <> 'released')
    execute function remember_lot();

-- What is written down now is later than whatever time an answer has named: see remember_category().
select pg_advisory_xact_lock_shared((extract(epoch from now()) * 1000000)::bigint);

-- Lots that were registered as withheld had no row.
insert into lot_change (
    lot, version, status, reason, actor_kind, actor_name, recorded_at
)
select lot.id, 1, lot.status, beginning_of_lot(lot.status), 'service', 'ledger', lot.created_at
from lot
where lot.status in ('quarantined', 'held', 'recalled', 'expired')
    and not exists (select from lot_change as change where change.lot = lot.id);

-- A lot whose first change was to be released had been withheld before.
insert into lot_change (
    lot, version, status, reason, note, actor_kind, actor_name, recorded_at
)
select first.lot, 1, 'quarantined', 'inspection',
    'Registered as quarantined or held; which of the two was not written down.', 'service', 'ledger',
    least(lot.created_at, first.recorded_at)
from (
    select distinct on (lot) * from lot_change order by lot, version
) as first
join lot on lot.id = first.lot
where first.status = 'released' and first.version > 1;

-- Who withheld a lot by hand meant it, before that was compared with anything: an upgrade releases no goods.
with found as (
    insert into lot_change (
        lot, version, status, reason, note, actor_kind, actor_name, recorded_at
    )
    select lot.id, greatest(lot.version, last.version) + 1, lot.status, beginning_of_lot(lot.status),
        'Found so; since when and by whom was not written down.', 'service', 'ledger',
        clock_timestamp()
    from (
        select distinct on (lot) * from lot_change order by lot, version desc
    ) as last
    join lot on lot.id = last.lot
    where lot.status in ('quarantined', 'held', 'recalled', 'expired') and lot.status <> last.status
    returning lot, version
)
update lot set version = found.version from found where lot.id = found.lot;

do $$
declare
    name text := current_schema();
begin
    execute format('alter function remember_lot() set search_path = %I, pg_temp', name);
    revoke execute on function remember_lot(), beginning_of_lot(text) from public;
    if exists (select from pg_roles where rolname = name) then
        execute format(
            'grant execute on function remember_lot(), beginning_of_lot(text) to %I', name
        );
    end if;
end
$$;

-- A lot whose status was not that of its last change.
alter table drift drop constraint drifted_field_is_known;
alter table drift add constraint drifted_field_is_known check (
    field in (
        'balance', 'on-hand', 'reserved', 'reservations', 'withheld', 'audit', 'value', 'costed',
        'layers', 'value-audit', 'reservation', 'transfer-line', 'serial', 'dashboard-day',
        'handling-unit', 'lot'
    )
);
