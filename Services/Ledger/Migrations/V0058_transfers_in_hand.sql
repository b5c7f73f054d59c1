-- What this was for is found by the index by states; a plan for all values cannot tell that a state is one of
-- its two. It waits for whoever reads the table, and holds nothing else meanwhile.
drop index transfer_order_in_hand;
