-- What all layers of a pool hold together, so that costing reads those that it needs and no others.
alter table cost_pool add column quantity bigint not null default 0;
alter table cost_pool add column layer_value bigint not null default 0;

update cost_pool
set quantity = layers.quantity, layer_value = layers.value
from (
    select variant, warehouse, sum(quantity)::bigint as quantity, sum(value)::bigint as value
    from cost_layer
    group by 1, 2
) as layers
where (cost_pool.variant, cost_pool.warehouse) = (layers.variant, layers.warehouse);

alter table cost_pool add constraint layers_hold_something_or_nothing
    check (quantity >= 0 and layer_value >= 0);
