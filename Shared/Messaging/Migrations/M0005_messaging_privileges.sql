-- The runtime role carries the name of the schema. It may move rows, and maintain the partitions
-- of the inbox through one function that runs with the rights of the owner.
do $$
declare
    name text := current_schema();
begin
    execute format(
        'alter function inbox_maintain(interval, interval) set search_path = %I, pg_temp', name
    );
    revoke execute on function inbox_maintain(interval, interval) from public;
    if exists (select from pg_roles where rolname = name) then
        execute format(
            'grant select, insert, update, delete'
            ' on outbox, inbox, inbox_untimed, request_log, dead_letter to %I', name
        );
        execute format(
            'grant execute on function inbox_maintain(interval, interval) to %I', name
        );
    end if;
end
$$;
