-- By what stands on the goods, where nobody says what they are.
create index lot_by_code on lot (code);

-- Goods that are kept from being sold. Those that expired are most of a book of food, and the day of the last
-- of them is far before the last of all days.
create index lot_withheld on lot (status, expires_on, id)
    where status in ('quarantined', 'held', 'recalled', 'expired');
