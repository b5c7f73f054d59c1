-- What happened each day by the journal alone, as far as the audit has added it up: what dashboards keep is
-- compared with it, since a row that stands wrong there is only ever added to.
create table day_total (
    like dashboard_day including all
);
alter table day_total rename constraint day_total_pkey to day_total_row;

-- Everything that was recorded up to then is in it.
alter table audit_position
    add column days_to timestamptz not null default '0001-01-01 00:00:00Z';

-- What concerns no single variant has one of all zeros.
alter table drift add column day date;
alter table drift drop constraint drifted_field_is_known;
alter table drift add constraint drifted_field_is_known check (
    field in (
        'balance', 'on-hand', 'reserved', 'reservations', 'withheld', 'audit', 'value', 'costed',
        'layers', 'value-audit', 'reservation', 'transfer-line', 'serial', 'dashboard-day',
        'handling-unit'
    )
);

do $$
declare
    name text := current_schema();
begin
    if exists (select from pg_roles where rolname = name) then
        execute format('grant select, insert, update, delete on day_total to %I', name);
        execute format('grant delete on dashboard_day to %I', name);
    end if;
end
$$;
