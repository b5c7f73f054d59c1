-- What was recorded so far of each day and warehouse, by kind of entry: added up behind those who
-- post. Units are ten-thousandths of base units, whatever the goods; what came back counts against
-- what went.
create table dashboard_day (
    -- In UTC, on which it happened.
    day date not null,
    warehouse uuid not null,
    kind text not null,
    entries bigint not null,
    -- Of entries; one that moves goods of several lots counts once.
    lines bigint not null,
    received bigint not null,
    sold bigint not null,
    -- Below zero where the book was corrected downwards.
    adjusted bigint not null,
    scrapped bigint not null,
    -- Below zero for what was used up.
    produced bigint not null,
    -- From and to other warehouses and the roads between them.
    transferred_in bigint not null,
    transferred_out bigint not null,
    constraint dashboard_day_row primary key (day, warehouse, kind)
) with (fillfactor = 80);

-- How many variants a warehouse has or had, by what is there of them.
create table dashboard_stock (
    warehouse uuid not null,
    positive bigint not null,
    zero bigint not null,
    negative bigint not null,
    -- Less is there, or not withheld, than is promised.
    oversold bigint not null,
    constraint dashboard_stock_row primary key (warehouse)
);

-- What stock is worth, in millionths of the company's currency, by warehouse, category and age.
create table dashboard_value (
    warehouse uuid not null,
    -- All zeros where there is none.
    category uuid not null,
    -- From 1; the last one has all that is older.
    band integer not null,
    value numeric not null,
    constraint dashboard_value_row primary key (warehouse, category, band)
);

-- How far the figures are; one row.
create table dashboard_position (
    is_only boolean not null default true,
    -- Everything that was recorded up to then is in the days.
    recorded_to timestamptz not null default '0001-01-01 00:00:00Z',
    -- When stock and values were looked at, and how far costs were known then.
    refreshed_at timestamptz,
    costed_to timestamptz,
    currency text,
    constraint dashboard_position_row primary key (is_only),
    constraint dashboard_position_is_only_one check (is_only)
);

insert into dashboard_position default values;

do $$
declare
    name text := current_schema();
begin
    if exists (select from pg_roles where rolname = name) then
        execute format('grant select, insert, update on dashboard_day to %I', name);
        execute format(
            'grant select, insert, delete on dashboard_stock, dashboard_value to %I', name
        );
        execute format('grant select, update on dashboard_position to %I', name);
    end if;
end
$$;
