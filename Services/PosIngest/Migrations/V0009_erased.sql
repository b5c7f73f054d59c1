-- What somebody decided who was erased is found among all messages, of which few were decided upon.
create index message_by_decider on message ((decided_by ->> 'id')) where decided_by is not null;

-- Who made an alias becomes nobody; all else of it stays as it is.
grant update (actor) on alias to pos_ingest;
