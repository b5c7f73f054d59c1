-- What the goods of a pool are worth together where all units are worth the same. Such a value stood in
-- every layer, and goods that left changed all of them.
alter table cost_pool add column value bigint not null default 0;
alter table cost_pool add constraint goods_are_worth_something check (value >= 0);

update cost_pool
set value = layers.value
from (
    select variant, warehouse, sum(value)::bigint as value
    from cost_layer
    join cost_method using (variant)
    where cost_method.method = 'average'
    group by 1, 2
) as layers
where (cost_pool.variant, cost_pool.warehouse) = (layers.variant, layers.warehouse);

update cost_layer
set value = 0
from cost_method
where cost_method.variant = cost_layer.variant
    and cost_method.method = 'average'
    and cost_layer.value <> 0;

-- The goods of one variant in one warehouse by where they came from, each with its part of the value:
-- together they have all of it.
create function cost_goods(of_variant uuid, in_warehouse uuid)
returns table (
    variant uuid, warehouse uuid, acquired_at timestamptz, origin uuid, quantity bigint, value bigint,
    is_priced boolean
)
language sql
stable
as $$
    select layer.variant, layer.warehouse, layer.acquired_at, layer.origin, layer.quantity,
        layer.value + (
            div(pool.value::numeric * layer.upto, layer.total)
            - div(pool.value::numeric * (layer.upto - layer.quantity), layer.total)
        )::bigint,
        layer.is_priced
    from (
        select cost_layer.*,
            sum(cost_layer.quantity) over (order by cost_layer.acquired_at, cost_layer.origin) as upto,
            sum(cost_layer.quantity) over () as total
        from cost_layer
        where cost_layer.variant = of_variant and cost_layer.warehouse = in_warehouse
    ) as layer
    join cost_pool as pool on pool.variant = of_variant and pool.warehouse = in_warehouse
$$;
