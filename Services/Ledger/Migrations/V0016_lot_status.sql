-- Whether goods of a lot may be promised and sold. The status is that of all of its stock, so it
-- stands with the lot; what each warehouse has of lots that are not released stands beside what it
-- has in all, and is kept by whoever changes either.
alter table lot
    add column status text not null default 'released',
    add constraint lot_status_is_known check (
        status in ('released', 'quarantined', 'held', 'recalled', 'expired')
    );

create index lot_to_expire on lot (expires_on, id) where status = 'released';

-- Every status that a lot was given after it was made; never changed.
create table lot_change (
    lot uuid not null,
    -- Of the lot, with the status.
    version bigint not null,
    status text not null,
    reason text not null,
    note text,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    recorded_at timestamptz not null,
    constraint lot_change_row primary key (lot, version),
    constraint changed_status_is_known check (
        status in ('released', 'quarantined', 'held', 'recalled', 'expired')
    ),
    constraint lot_changed foreign key (lot) references lot (id)
);

alter table availability add column withheld bigint not null default 0;
-- Less than promised is now also where promised goods were withheld.
alter table availability rename column is_oversold to is_short;
alter table availability drop constraint reserved_is_covered;
alter table availability add constraint reserved_is_covered check (
    reserved <= on_hand - withheld or is_short
);

do $$
declare
    name text := current_schema();
begin
    if exists (select from pg_roles where rolname = name) then
        execute format('grant select, insert on lot_change to %I', name);
    end if;
end
$$;
