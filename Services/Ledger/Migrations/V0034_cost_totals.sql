-- How much more the stock of a variant in a warehouse was worth after each month than before, and how
-- much more of it there was: the lines of the book of costs by when their cause happened, as far as
-- `audit_position` says. Over all months it is what the projections of costs are compared with.
create table cost_total (
    variant uuid not null,
    -- The first day, in UTC.
    month date not null,
    warehouse uuid not null,
    quantity bigint not null,
    -- In millionths of the company's currency.
    value bigint not null,
    constraint cost_total_row primary key (variant, month, warehouse)
) with (fillfactor = 80);

-- The last line that is in it.
alter table audit_position add column cost_number bigint not null default 0;

-- Lines are written in about the order in which things happen.
create index cost_entry_by_effect on cost_entry using brin (effective_at);

-- Of `value` and `value-audit` in millionths of the company's currency, of all others in
-- ten-thousandths.
alter table drift drop constraint drifted_field_is_known;
alter table drift add constraint drifted_field_is_known check (
    field in (
        'balance', 'on-hand', 'reserved', 'reservations', 'withheld', 'audit', 'value', 'costed',
        'layers', 'value-audit'
    )
);

do $$
declare
    name text := current_schema();
begin
    if exists (select from pg_roles where rolname = name) then
        execute format('grant select, insert, update, delete on cost_total to %I', name);
    end if;
end
$$;
