-- An index whose condition reads `on_hand` has every change of a balance written to all indexes. One
-- without it leaves them alone, and the new version of the row on the page of the old one.
drop index balance_of_location;
create index balance_of_location on balance (location, variant);
