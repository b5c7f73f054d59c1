-- Messages that are taken up by themselves once what they wait for is there.
create index message_waiting on message (id)
    where status = 'parked' and reason in ('unknown-code', 'unknown-original');
