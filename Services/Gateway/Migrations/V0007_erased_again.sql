-- As before, and changes no row twice: it runs again for those who were erased lately.
create or replace function erase_from_audit(person uuid)
returns void
language sql
security definer
as $$
    update audit
    set actor_name = 'erased', address = '', user_agent = null
    where actor_id = person and actor_kind = 'user'
        and (actor_name <> 'erased' or address <> '' or user_agent is not null)
        and exists (select from account where id = person and erased_at is not null)
$$;

do $$
begin
    -- What is made anew has no settings.
    execute format('alter function erase_from_audit set search_path = %I, pg_temp', current_schema());
end
$$;
