-- A landed cost that was ordered by mistake is taken back by another order, once.
alter table cost_order drop constraint cost_order_is_known;
alter table cost_order
    add column reverses uuid,
    add constraint cost_order_is_known check (kind in ('cost', 'land', 'revalue', 'reverse'))
        not valid,
    add constraint cost_order_reverses_another foreign key (reverses) references cost_order (id),
    add constraint cost_order_reverses_something check ((kind = 'reverse') = (reverses is not null))
        not valid;

create unique index cost_order_is_reversed_once on cost_order (reverses) where reverses is not null;
