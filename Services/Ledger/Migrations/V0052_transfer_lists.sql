-- By what they are, and by the paper of somebody else.
create index transfer_order_by_state on transfer_order (state, created_at, id);
create index transfer_order_by_document on transfer_order (source, document)
    where source is not null;

-- What was on the road at a time is in orders that are there now, and in those that have changed since.
create index transfer_order_by_change on transfer_order (updated_at);
