-- More than ten times what the rules allow any pool was written by somebody else: sums of such values
-- have no room in a column. The rows that there are are not looked at: whoever finds such a one puts it
-- right, and a ledger that did not start could not.
alter table cost_layer add constraint cost_layer_is_possible check (
    quantity <= 1000000000000000000 and value <= 10000000000000000
) not valid;

alter table cost_pool add constraint cost_pool_is_possible check (
    quantity <= 1000000000000000000
    and value <= 10000000000000000
    and layer_value <= 10000000000000000
) not valid;

alter table cost_debt add constraint cost_debt_is_possible check (
    quantity <= 1000000000000000000
    and value between -10000000000000000 and 10000000000000000
) not valid;

-- Whoever makes the costs of a variant again asks for what was ordered about it.
create index cost_order_of_variant on cost_order ((body ->> 'variant'))
    where kind in ('cost', 'revalue');
