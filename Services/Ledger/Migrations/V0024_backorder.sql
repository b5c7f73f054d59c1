-- What an order waits for is promised to the highest priority first, and then to the oldest.
alter table reservation
    add column priority integer not null default 0,
    add constraint priority_is_small check (priority between 0 and 9);

-- What of a line waits for stock and is not promised, in ten-thousandths of the base unit, and what
-- the order calls the line.
alter table reservation_line
    add column backordered bigint not null default 0,
    add column reference text,
    drop constraint something_is_reserved,
    add constraint promise_is_not_negative check (reserved >= 0 and backordered >= 0);

create index reservation_line_waiting on reservation_line (variant, reservation)
    where backordered > 0;
