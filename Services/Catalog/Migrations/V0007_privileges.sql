-- The runtime role carries the name of the schema; it may move rows and change no table.
do $$
declare
    name text := current_schema();
begin
    if exists (select from pg_roles where rolname = name) then
        execute format(
            'grant select, insert, update, delete on unit_of_measure, unit_conversion, category,'
            ' product, variant, barcode, tombstone, import_job, import_chunk, import_error'
            ' to %I', name
        );
    end if;
end
$$;
