-- How goods are costed: those of one variant, of all variants of a category and those below it, or,
-- with neither, all that have no nearer policy. Without any it is the moving average.
create table cost_policy (
    id uuid not null,
    variant uuid,
    category uuid,
    method text not null,
    -- What one base unit costs by decree, in millionths of the company's currency.
    standard bigint,
    version bigint not null default 1,
    updated_at timestamptz not null default now(),
    constraint cost_policy_row primary key (id),
    constraint cost_policy_has_one_subject check (variant is null or category is null),
    constraint cost_method_is_known check (method in ('fifo', 'average', 'standard')),
    constraint standard_cost_is_not_negative check (standard >= 0),
    constraint cost_policy_of_variant foreign key (variant) references variant (id)
);

create unique index cost_policy_of_one_variant on cost_policy (variant) where variant is not null;
create unique index cost_policy_of_one_category on cost_policy (category)
    where category is not null;
create unique index cost_policy_of_the_company on cost_policy ((true))
    where variant is null and category is null;

-- How a variant was costed when it first was; never changed. What changed since is in `cost_order`.
create table cost_beginning (
    variant uuid not null,
    method text not null,
    standard bigint,
    constraint cost_beginning_row primary key (variant)
);

-- What one unit of a currency was worth from a time on, in ten-billionths of the company's own; a later
-- row about the same time takes the place of an earlier one for what is recorded from then on.
create table exchange_rate (
    id uuid not null,
    currency text not null,
    valid_from timestamptz not null,
    rate bigint not null,
    recorded_at timestamptz not null,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    constraint exchange_rate_row primary key (id),
    constraint exchange_rate_is_positive check (rate > 0)
);

create index exchange_rate_by_time on exchange_rate (currency, valid_from, recorded_at);

-- What somebody ordered about costs, followed in the order of recording together with the journal.
create table cost_order (
    id uuid not null,
    recorded_at timestamptz not null,
    effective_at timestamptz not null,
    kind text not null,
    source text,
    document text,
    body jsonb not null,
    reason text,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    constraint cost_order_row primary key (id),
    constraint cost_order_is_known check (kind in ('cost', 'land', 'revalue')),
    constraint cost_document_has_a_source check ((source is null) = (document is null))
);

create unique index cost_document_takes_effect_once on cost_order (source, document)
    where source is not null;
create index cost_order_by_time on cost_order (recorded_at, id);

-- The book of costs: that the stock of a variant in a warehouse is worth more or less. The value of
-- stock is the sum of these, in millionths of the company's currency.
create table cost_entry (
    number bigint not null,
    kind text not null,
    account text not null,
    variant uuid not null,
    warehouse uuid not null,
    -- The entry or the order that is the reason, and the movement of that entry.
    source uuid not null,
    movement uuid,
    quantity bigint not null,
    value bigint not null,
    -- Which goods: the movement that first brought them, and when.
    origin uuid,
    acquired_at timestamptz,
    -- The line whose goods or cost come back, or become known.
    follows bigint,
    is_priced boolean not null,
    unit_cost text,
    unit_cost_currency text,
    -- What the currency was worth, frozen.
    rate bigint,
    effective_at timestamptz not null,
    recorded_at timestamptz not null,
    constraint cost_entry_row primary key (number),
    constraint cost_entry_follows_an_earlier_one check (follows < number),
    constraint goods_have_an_age check ((origin is null) = (acquired_at is null))
);

create index cost_entry_of_source on cost_entry (source);
create index cost_entry_followed on cost_entry (follows) where follows is not null;
create index cost_entry_of_pool on cost_entry (variant, warehouse, recorded_at);

-- Goods that are there, by where they came from, and what they are worth: a projection, like what
-- follows.
create table cost_layer (
    variant uuid not null,
    warehouse uuid not null,
    acquired_at timestamptz not null,
    origin uuid not null,
    quantity bigint not null,
    value bigint not null,
    is_priced boolean not null,
    constraint cost_layer_row primary key (variant, warehouse, acquired_at, origin),
    constraint cost_layer_holds_something check (quantity > 0 and value >= 0)
);

create index cost_layer_without_price on cost_layer (variant) where not is_priced;

-- Goods that left before they came, and what they are thought to have cost.
create table cost_debt (
    line bigint not null,
    variant uuid not null,
    warehouse uuid not null,
    movement uuid not null,
    account text not null,
    quantity bigint not null,
    value bigint not null,
    constraint cost_debt_row primary key (line),
    constraint cost_debt_owes_something check (quantity > 0)
);

create index cost_debt_of_pool on cost_debt (variant, warehouse);

-- What one base unit was worth when there last were any.
create table cost_pool (
    variant uuid not null,
    warehouse uuid not null,
    unit_cost bigint,
    constraint cost_pool_row primary key (variant, warehouse)
);

-- How each variant is costed now.
create table cost_method (
    variant uuid not null,
    method text not null,
    standard bigint,
    constraint cost_method_row primary key (variant)
);

-- How far the journal is costed: the last fact that was followed, and the time up to which there is
-- no other.
create table cost_position (
    recorded_at timestamptz not null,
    source uuid not null,
    last_number bigint not null,
    costed_to timestamptz not null,
    -- What values are told in, once there are any.
    currency text not null
);

create unique index cost_position_is_one on cost_position ((true));

insert into cost_position (recorded_at, source, last_number, costed_to, currency)
values (
    '0001-01-01 00:00:00Z', '00000000-0000-0000-0000-000000000000', 0, '0001-01-01 00:00:00Z', 'EUR'
);

do $$
declare
    name text := current_schema();
begin
    if exists (select from pg_roles where rolname = name) then
        execute format(
            'grant select, insert on cost_beginning, exchange_rate, cost_order, cost_entry to %I',
            name
        );
        execute format(
            'grant select, insert, update, delete on cost_policy, cost_layer, cost_debt, cost_pool,'
            ' cost_method to %I', name
        );
        execute format('grant select, update on cost_position to %I', name);
    end if;
end
$$;
