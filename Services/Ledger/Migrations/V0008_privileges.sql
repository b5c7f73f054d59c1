-- The runtime role carries the name of the schema. It adds to the journal and can change nothing
-- in it; its partitions are made by one function that runs with the rights of the owner.
do $$
declare
    name text := current_schema();
begin
    execute format(
        'alter function prepare_movement_partitions(integer) set search_path = %I, pg_temp', name
    );
    revoke execute on function prepare_movement_partitions(integer) from public;
    if exists (select from pg_roles where rolname = name) then
        execute format('grant select, insert on entry, movement, business_key to %I', name);
        execute format(
            'grant select, insert, update on location, category, variant, lot, serial, balance,'
            ' availability, reservation, reservation_line to %I', name
        );
        execute format('grant select, insert, update, delete on barcode to %I', name);
        execute format('grant select on inventory_transactions to %I', name);
        execute format(
            'grant execute on function prepare_movement_partitions(integer) to %I', name
        );
    end if;
end
$$;
