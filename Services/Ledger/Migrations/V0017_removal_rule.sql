-- Which goods leave first where a command does not say which: of one variant, of all variants of a
-- category and those below it, or, with neither, of all that have no nearer rule. Without any rule what
-- expires first leaves first.
create table removal_rule (
    id uuid not null,
    variant uuid,
    category uuid,
    strategy text not null,
    version bigint not null default 1,
    updated_at timestamptz not null default now(),
    constraint removal_rule_row primary key (id),
    constraint removal_rule_has_one_subject check (variant is null or category is null),
    constraint removal_strategy_is_known check (strategy in ('fefo', 'fifo', 'lifo', 'closest')),
    constraint removal_rule_of_variant foreign key (variant) references variant (id)
);

create unique index removal_rule_of_one_variant on removal_rule (variant)
    where variant is not null;
create unique index removal_rule_of_one_category on removal_rule (category)
    where category is not null;
create unique index removal_rule_of_the_company on removal_rule ((true))
    where variant is null and category is null;

do $$
declare
    name text := current_schema();
begin
    if exists (select from pg_roles where rolname = name) then
        execute format('grant select, insert, update, delete on removal_rule to %I', name);
    end if;
end
$$;
