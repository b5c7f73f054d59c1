-- Goods that are to be brought from one place of ours to another by way of the road. Its state follows
-- from its lines.
create table transfer_order (
    id uuid not null,
    -- The warehouses that dispatch and receive.
    from_warehouse uuid not null,
    to_warehouse uuid not null,
    state text not null,
    source text,
    document text,
    note text,
    cancel_reason text,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version bigint not null,
    constraint transfer_order_row primary key (id),
    constraint transfer_state_is_known check (
        state in ('open', 'in-transit', 'closed', 'cancelled')
    ),
    constraint transfer_document_has_a_source check ((source is null) = (document is null)),
    constraint transfer_leaves_a_warehouse foreign key (from_warehouse) references location (id),
    constraint transfer_reaches_a_warehouse foreign key (to_warehouse) references location (id)
);

create index transfer_order_by_time on transfer_order (created_at, id);
create index transfer_order_in_hand on transfer_order (state, created_at, id)
    where state in ('open', 'in-transit');

-- How much of a variant an order brings where, and what became of it, in ten-thousandths of the base
-- unit: the sums of what its entries moved. Lines count from 1.
create table transfer_line (
    transfer_order uuid not null,
    line integer not null,
    variant uuid not null,
    lot uuid,
    from_location uuid not null,
    to_location uuid not null,
    -- The warehouse of the order, beside the variant that is on its way there.
    to_warehouse uuid not null,
    ordered bigint not null,
    dispatched bigint not null,
    received bigint not null,
    lost bigint not null,
    cancelled bigint not null,
    constraint transfer_line_row primary key (transfer_order, line),
    constraint something_is_ordered check (ordered > 0),
    constraint no_more_leaves_than_is_ordered check (
        dispatched >= 0 and cancelled >= 0 and dispatched + cancelled <= ordered
    ),
    constraint no_more_arrives_than_left check (
        received >= 0 and lost >= 0 and received + lost <= dispatched
    ),
    constraint transfer_goes_somewhere check (from_location <> to_location),
    constraint line_transfer foreign key (transfer_order) references transfer_order (id)
);

create index transfer_line_on_the_road on transfer_line (variant, to_warehouse)
    where dispatched > received + lost;
create index transfer_line_of_variant on transfer_line (variant, transfer_order);

-- The order whose goods an entry moved; null for all others.
alter table entry add column transfer_order uuid;

create index entry_of_transfer on entry (transfer_order) where transfer_order is not null;

alter table business_key drop constraint subject_of_key_is_known;
alter table business_key add constraint subject_of_key_is_known check (
    subject in ('entry', 'reservation', 'transfer')
);

do $$
declare
    name text := current_schema();
begin
    if exists (select from pg_roles where rolname = name) then
        execute format('grant select, insert, update on transfer_order, transfer_line to %I', name);
    end if;
end
$$;
