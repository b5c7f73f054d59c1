-- Counts: what people saw, when, and what the book makes of it.
alter table entry drop constraint entry_kind_is_known;
alter table entry add constraint entry_kind_is_known check (
    kind in (
        'receive', 'ship', 'sale', 'return', 'transfer', 'adjust', 'count', 'produce', 'reverse'
    )
);

-- The entries of a count, whose documents are its identifier, a slash, and a number.
create index entry_of_count on entry (split_part(document, '/', 1)) where kind = 'count';

-- What is counted again and again: a part of a warehouse, or of it some goods only. Quantities are
-- in ten-thousandths of the base unit, shares in ten-thousandths of a hundredth.
create table count_plan (
    id uuid not null,
    name text not null,
    warehouse uuid not null,
    -- Counted with all that lies below it.
    location uuid not null,
    category uuid,
    variants uuid[],
    -- After how many days goods of each class are counted again.
    days_a integer not null,
    days_b integer not null,
    days_c integer not null,
    maximum_lines integer not null,
    is_blind boolean not null,
    tolerance_quantity bigint not null,
    tolerance_percent bigint not null,
    sole_approval bigint,
    status text not null default 'active',
    -- When the clock last looked for what is due; null for never.
    generated_at timestamptz,
    version bigint not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint count_plan_row primary key (id),
    constraint count_plan_name_is_taken_once unique (name),
    constraint count_plan_status_is_known check (status in ('active', 'retired')),
    constraint count_plan_has_days check (days_a > 0 and days_b > 0 and days_c > 0),
    constraint count_plan_location foreign key (location) references location (id)
);

-- A sheet: places and goods to look at, with the rules of its plan as they were then.
create table stock_count (
    id uuid not null,
    plan uuid,
    warehouse uuid not null,
    state text not null default 'open',
    is_blind boolean not null,
    tolerance_quantity bigint not null,
    tolerance_percent bigint not null,
    sole_approval bigint,
    note text,
    -- Those who approved, in order.
    approvers uuid[] not null default '{}',
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version bigint not null default 1,
    constraint stock_count_row primary key (id),
    constraint count_state_is_known check (
        state in ('open', 'recount', 'counted', 'approved', 'cancelled')
    ),
    constraint count_of_plan foreign key (plan) references count_plan (id),
    constraint count_warehouse foreign key (warehouse) references location (id)
);

create index stock_count_by_time on stock_count (created_at, id);
create index stock_count_of_warehouse on stock_count (warehouse, updated_at)
    where state = 'approved';

-- Goods to be counted at a place; the lot is all zeros where there is none, and for units, which
-- are counted by their numbers.
create table count_line (
    id uuid not null,
    count uuid not null,
    number integer not null,
    variant uuid not null,
    location uuid not null,
    lot uuid not null,
    is_tracked boolean not null,
    -- Whether somebody found it, and the sheet had not asked for it.
    is_added boolean not null,
    state text not null default 'open',
    -- Of the last look.
    seen bigint,
    expected bigint,
    observed_at timestamptz,
    is_mixed_up boolean not null default false,
    counters uuid[] not null default '{}',
    -- Whether the sheet can still change.
    is_open boolean not null default true,
    constraint count_line_row primary key (id),
    constraint count_line_is_numbered unique (count, number),
    constraint goods_are_on_a_sheet_once unique (count, variant, location, lot),
    constraint count_line_state_is_known check (state in ('open', 'recount', 'counted')),
    constraint what_was_seen_is_never_negative check (seen >= 0),
    constraint line_of_count foreign key (count) references stock_count (id)
);

create index count_line_that_is_open on count_line (variant, location, lot) where is_open;

-- What somebody saw of a line; never changed.
create table count_look (
    line uuid not null,
    number integer not null,
    seen bigint not null,
    expected bigint not null,
    -- The numbers of units.
    serials text[] not null,
    observed_at timestamptz not null,
    is_blind boolean not null,
    -- Whether who counted said that nobody else could.
    is_alone boolean not null,
    note text,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    recorded_at timestamptz not null,
    constraint count_look_row primary key (line, number),
    constraint look_of_line foreign key (line) references count_line (id)
);

-- What became of a count, step by step; never changed.
create table count_change (
    count uuid not null,
    version bigint not null,
    action text not null,
    state text not null,
    lines integer not null,
    note text,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    recorded_at timestamptz not null,
    constraint count_change_row primary key (count, version),
    constraint change_of_count foreign key (count) references stock_count (id)
);

-- What was seen of goods at a place, or of one unit, accepted as what was there: an observation, of
-- which only what the book makes of it ever changes.
create table count_result (
    id uuid not null,
    -- The order in which they were accepted: of two at one time the later one counts.
    number bigint generated always as identity,
    line uuid not null,
    variant uuid not null,
    location uuid not null,
    lot uuid not null,
    -- The number of a unit; null for goods without, and for what a till sold of units without it.
    serial text collate "C",
    is_tracked boolean not null,
    observed_at timestamptz not null,
    seen bigint not null,
    -- What should have been there by all that is known now, and the difference; null until evaluated.
    expected bigint,
    residual bigint,
    -- The difference when it was evaluated first.
    variance bigint,
    -- How often something made it worth another look, and of those how many were looked at.
    marks bigint not null default 1,
    settled bigint not null default 0,
    settled_at timestamptz,
    constraint count_result_row primary key (id),
    constraint result_of_line foreign key (line) references count_line (id)
);

create index count_result_of_goods on count_result (variant, location, observed_at);
create index count_result_of_line on count_result (line);
create index count_result_to_settle on count_result (observed_at, id) where marks > settled;

-- Up to where the journal has been looked through for facts from before a count.
create table count_position (
    recorded_at timestamptz not null
);

create unique index count_position_is_one on count_position ((true));

insert into count_position (recorded_at) values (clock_timestamp());

-- How much of a variant a warehouse uses, compared with others; computed from time to time.
create table stock_class (
    warehouse uuid not null,
    variant uuid not null,
    class text not null,
    consumption bigint not null,
    computed_at timestamptz not null,
    constraint stock_class_row primary key (warehouse, variant),
    constraint stock_class_is_known check (class in ('A', 'B', 'C'))
);

do $$
declare
    name text := current_schema();
begin
    if exists (select from pg_roles where rolname = name) then
        execute format('grant select, insert, update on count_plan, stock_count to %I', name);
        execute format('grant select, insert on count_line, count_look, count_change to %I', name);
        execute format(
            'grant update (state, seen, expected, observed_at, is_mixed_up, counters, is_open)'
            ' on count_line to %I', name
        );
        -- What was seen, and when, is never changed.
        execute format('grant select, insert on count_result to %I', name);
        execute format(
            'grant update (expected, residual, variance, marks, settled, settled_at)'
            ' on count_result to %I', name
        );
        execute format('grant select, update on count_position to %I', name);
        execute format('grant select, insert, update, delete on stock_class to %I', name);
    end if;
end
$$;
