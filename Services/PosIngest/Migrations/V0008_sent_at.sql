-- When the command of a message was written for the ledger the last time; null where there was none.
alter table message add column sent_at timestamptz;
update message set sent_at = received_at where status = 'pending';
alter table message
    add constraint message_pending_was_sent check (status <> 'pending' or sent_at is not null);
drop index message_pending;
create index message_pending on message (sent_at) where status = 'pending';
