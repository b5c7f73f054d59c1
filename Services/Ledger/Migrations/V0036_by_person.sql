-- To forget a person is to find all that they did. Tables with a row for each order, lot or look grow
-- without end, and few of their rows are of people: programs have others, which are not in these.
create index reservation_by_person on reservation (actor_id) where actor_kind = 'user';
create index transfer_order_by_person on transfer_order (actor_id) where actor_kind = 'user';
create index lot_change_by_person on lot_change (actor_id) where actor_kind = 'user';
create index count_look_by_person on count_look (actor_id) where actor_kind = 'user';
create index count_change_by_person on count_change (actor_id) where actor_kind = 'user';
