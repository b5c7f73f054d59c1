-- Nobody is behind such an account any more: what one could tell them by is gone.
alter table account add column erased_at timestamptz;
alter table account add constraint erased_account_is_nobodys check (
    erased_at is null
    or (not is_active and email is null and last_sign_in_at is null and name = 'erased-' || id)
);

-- What the trail says of somebody who was erased: everything but who they were and where they sat. Rows
-- stay; the service itself can change none.
create function erase_from_audit(person uuid)
returns void
language sql
security definer
as $$
    update audit
    set actor_name = 'erased', address = '', user_agent = null
    where actor_id = person and actor_kind = 'user'
        and exists (select from account where id = person and erased_at is not null)
$$;

revoke execute on function erase_from_audit from public;
grant execute on function erase_from_audit to gateway;

do $$
begin
    -- A function that acts for its owner looks up names where it was made and nowhere else.
    execute format('alter function erase_from_audit set search_path = %I, pg_temp', current_schema());
end
$$;
