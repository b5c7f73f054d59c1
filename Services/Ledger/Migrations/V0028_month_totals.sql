-- What came to each place in each month, by when it happened, less what left: by the journal alone, and
-- as far as `audit_position` says. Over all months it is what is there, with which balances are compared;
-- and what was there at a time is what is there now, less the months after it and what happened in the
-- rest of its own. Takes the place of `audit_balance`, and is added up anew.
create table month_total (
    variant uuid not null,
    -- The first day, in UTC.
    month date not null,
    location uuid not null,
    -- All zeros where there is none, as in balances.
    lot uuid not null,
    quantity bigint not null,
    constraint month_total_row primary key (variant, month, location, lot)
) with (fillfactor = 80);

-- What was reported later than others, by when it happened: the index by the time of recording finds
-- the rest.
create index movement_behind_its_time on movement (variant, effective_at)
    where recorded_at - effective_at > interval '1 hour';

drop table audit_balance;
update audit_position set recorded_to = '-infinity';

do $$
declare
    name text := current_schema();
begin
    if exists (select from pg_roles where rolname = name) then
        execute format('grant select, insert, update, delete on month_total to %I', name);
    end if;
end
$$;
