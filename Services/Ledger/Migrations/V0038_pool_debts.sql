-- What a pool owes altogether, so that costing reads the debts that goods settle and no others.
alter table cost_pool add column owed_quantity bigint not null default 0;
alter table cost_pool add column owed_value bigint not null default 0;

-- A row that no rule can have written stays as it is: whoever finds it puts it right.
update cost_pool
set owed_quantity = debts.quantity, owed_value = debts.value
from (
    select variant, warehouse, sum(quantity) as quantity, sum(value) as value
    from cost_debt
    group by 1, 2
) as debts
where (cost_pool.variant, cost_pool.warehouse) = (debts.variant, debts.warehouse)
    and debts.quantity <= 1000000000000000000
    and debts.value between -10000000000000000 and 10000000000000000
    and cost_pool.quantity <= 1000000000000000000
    and cost_pool.value <= 10000000000000000
    and cost_pool.layer_value <= 10000000000000000;

alter table cost_pool add constraint pool_owes_what_is_possible check (
    owed_quantity between 0 and 1000000000000000000
    and owed_value between -10000000000000000 and 10000000000000000
);

-- A ledger of before, which does not know of them, writes no pool any more.
alter table cost_pool alter column owed_quantity drop default, alter column owed_value drop default;

drop index cost_debt_of_pool;
create index cost_debt_of_pool on cost_debt (variant, warehouse, line);
