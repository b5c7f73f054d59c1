-- The document that a void cancels; null for other messages. It was read out of the payload before,
-- which fails for some payloads that a till can send: those stay without it here, and are found by
-- a replay.
alter table message add column original_document text;

do $$
declare
    waiting record;
begin
    for waiting in
        select id, payload from message where status = 'parked' and reason = 'unknown-original'
    loop
        begin
            update message
            set original_document =
                convert_from(waiting.payload, 'UTF8')::jsonb ->> 'originalDocumentId'
            where id = waiting.id;
        exception when data_exception then
            null;
        end;
    end loop;
end
$$;

create index message_waiting_for_original on message (source, original_document)
    where status = 'parked' and original_document is not null;
