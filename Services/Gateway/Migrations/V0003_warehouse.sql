-- The warehouses of the ledger, by which grants and API keys are limited: a projection of
-- ledger.location.changed.
create table warehouse (
    id uuid not null,
    code text not null,
    version bigint not null,
    constraint warehouse_key primary key (id)
);
create index warehouse_by_code on warehouse (code);

grant select, insert, update on warehouse to gateway;
