-- A movement happened before it was recorded, or little later where two clocks differ: what happened
-- after a day was recorded after the day before, and the index by that time finds it. Only what a
-- till with a wrong clock reported from the future needs an index of its own.
drop index movement_of_variant_by_effect;
create index movement_ahead_of_its_time on movement (variant, effective_at)
    where effective_at - recorded_at > interval '1 hour';
