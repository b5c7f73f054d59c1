-- Which ledger this is, for ever: checkpoints name it, so that those of another prove nothing here.
create table seal_ledger (
    id uuid not null,
    constraint seal_ledger_row primary key (id)
);

create unique index seal_ledger_is_one on seal_ledger ((true));

insert into seal_ledger (id) values (gen_random_uuid());

-- A run of movements that were sealed together, in the order of the journal: time of recording,
-- entry, line, movement. Sequence numbers count over all blocks, from 1 and without gaps. The hash is
-- that of all columns up to `sealed_at`; what follows can be told from the others.
create table seal_block (
    number bigint not null,
    first_sequence bigint not null,
    movements bigint not null,
    -- Of the tree of its movements.
    root bytea not null,
    -- The hash of the block before; zeros for the first.
    previous bytea not null,
    -- Where its last movement stands.
    end_recorded_at timestamptz not null,
    end_entry uuid not null,
    end_line integer not null,
    end_movement uuid not null,
    sealed_at timestamptz not null,
    hash bytea not null,
    -- Of each movement its identifier and its hash, 48 bytes.
    leaves bytea not null,
    -- Of the tree of all blocks: the roots of the perfect trees that it consists of after this block,
    -- and of those that end with it, the lowest first.
    peaks bytea not null,
    nodes bytea not null,
    -- What its movements took into and out of each warehouse.
    totals jsonb not null,
    constraint seal_block_row primary key (number),
    constraint block_follows_another check (number > 0 and first_sequence > 0),
    constraint block_has_a_movement check (movements > 0),
    constraint block_has_a_leaf_for_each_movement check (octet_length(leaves) = 48 * movements)
);

-- Hashes do not compress.
alter table seal_block
    alter leaves set storage external, alter peaks set storage external,
    alter nodes set storage external;

create unique index seal_block_by_end
    on seal_block (end_recorded_at, end_entry, end_line, end_movement);

-- A key that signs checkpoints from one on, signed by the key before it, the first one by itself.
create table seal_key (
    number bigint not null,
    public_key bytea not null,
    first_checkpoint bigint not null,
    introduced_at timestamptz not null,
    signature bytea not null,
    constraint seal_key_row primary key (number)
);

-- How far the ledger was sealed at a time, signed.
create table seal_checkpoint (
    number bigint not null,
    blocks bigint not null,
    last_sequence bigint not null,
    head bytea not null,
    root bytea not null,
    totals_hash bytea not null,
    totals jsonb not null,
    signed_at timestamptz not null,
    -- The fingerprint of the key.
    key bytea not null,
    signature bytea not null,
    constraint seal_checkpoint_row primary key (number)
);

create index seal_checkpoint_by_blocks on seal_checkpoint (blocks, number);

-- The runtime role adds seals and can change none.
do $$
declare
    name text := current_schema();
begin
    if exists (select from pg_roles where rolname = name) then
        execute format('grant select on seal_ledger to %I', name);
        execute format(
            'grant select, insert on seal_block, seal_key, seal_checkpoint to %I', name
        );
    end if;
end
$$;
