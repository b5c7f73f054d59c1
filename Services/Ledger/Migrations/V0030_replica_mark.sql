-- How far the journal was complete when the row was written, again and again: a standby that shows it
-- shows all that was recorded up to then. One row, or none where no standby is asked.
create table replica_mark (
    is_only boolean not null default true,
    marked_at timestamptz not null,
    -- Nothing is recorded up to then any more.
    recorded_to timestamptz not null,
    constraint replica_mark_row primary key (is_only),
    constraint replica_mark_is_only_one check (is_only)
) with (fillfactor = 50);

do $$
declare
    name text := current_schema();
begin
    if exists (select from pg_roles where rolname = name) then
        execute format('grant select, insert, update on replica_mark to %I', name);
    end if;
end
$$;
