-- Roles and schemas of the services, in the database this script is run in.
--
-- Per service: a schema, a role <schema>_owner that runs migrations, and a role <schema> that the
-- service signs in as, which may do only what the migrations grant. No role sees another's schema.
-- Run by an administrator; running it again changes nothing. Passwords are set by the caller.

set client_min_messages = warning;

do $roles$
declare
    service text;
    role text;
begin
    foreach service in array array['catalog', 'ledger', 'pos_ingest', 'gateway'] loop
        foreach role in array array[service || '_owner', service] loop
            begin
                execute format('create role %I login', role);
            exception
                -- Roles belong to the cluster, so another database may have made them just now.
                when duplicate_object or unique_violation then null;
            end;
            execute format('grant connect on database %I to %I', current_database(), role);
        end loop;
        -- What is rebuilt beside the live tables stands in tables of the session.
        execute format(
            'grant temporary on database %I to %I', current_database(), service || '_owner'
        );
        execute format('create schema if not exists %I authorization %I', service, service || '_owner');
        execute format('grant usage on schema %I to %I', service, service);
    end loop;
    execute format('revoke all on database %I from public', current_database());
end
$roles$;

revoke create on schema public from public;

-- Search by part of a name; installed once, because only an administrator may.
create extension if not exists pg_trgm with schema public;
