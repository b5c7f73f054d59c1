-- How a variant was to be costed, one order after the other.
create index cost_order_of_costing on cost_order ((body ->> 'variant'), recorded_at)
    where kind = 'cost';
