-- How much of a variant and lot is at a location that keeps balances, in ten-thousandths of the
-- base unit: the sum of its movements, kept by the transaction that posts them. The lot is all
-- zeros where there is none. Who writes holds the lock of the availability row above it.
create table balance (
    variant uuid not null,
    location uuid not null,
    lot uuid not null,
    on_hand bigint not null,
    -- Set by entries of a till only, whose goods are gone whatever the book says.
    is_oversold boolean not null,
    version bigint not null,
    constraint balance_row primary key (variant, location, lot),
    constraint balance_is_never_negative check (on_hand >= 0 or is_oversold)
) with (fillfactor = 80);

create index balance_of_location on balance (location, variant) where on_hand <> 0;

-- How much of a variant a warehouse has over all of its locations, and how much of that is
-- promised. Its row is the lock under which everything about the pair is decided.
create table availability (
    variant uuid not null,
    warehouse uuid not null,
    on_hand bigint not null,
    reserved bigint not null,
    -- Pending reservations that hold some of it.
    reservations integer not null,
    is_oversold boolean not null,
    version bigint not null,
    constraint availability_row primary key (variant, warehouse),
    constraint reserved_is_never_negative check (reserved >= 0),
    constraint reservations_are_never_negative check (reservations >= 0),
    constraint reserved_is_covered check (reserved <= on_hand or is_oversold)
) with (fillfactor = 80);

create index availability_of_warehouse on availability (warehouse, variant);
