-- One row per person who can sign in. The role decides; grants add to it.
create table account (
    id uuid not null,
    -- What is typed to sign in.
    name text not null,
    display_name text not null,
    email text,
    role text not null,
    password_hash text not null,
    must_change_password boolean not null default false,
    is_active boolean not null default true,
    -- Wrong passwords in a row, and until when they lock the account.
    failures integer not null default 0,
    last_failure_at timestamptz,
    locked_until timestamptz,
    version bigint not null default 1,
    last_sign_in_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint account_key primary key (id),
    constraint account_name_is_lower_case check (name = lower(name)),
    constraint account_name_has_a_length check (length(name) between 1 and 64),
    constraint account_failures_are_counted_up check (failures >= 0)
);
create unique index account_name_is_unique on account (name);

-- What one person may do beyond the role; warehouse null stands for all of them.
create table account_grant (
    id bigint generated always as identity,
    account uuid not null,
    scope text not null,
    warehouse uuid,
    constraint account_grant_key primary key (id),
    constraint account_grant_account_exists foreign key (account) references account (id)
);
create unique index account_grant_is_given_once
    on account_grant (account, scope, coalesce(warehouse, '00000000-0000-0000-0000-000000000000'));

-- One row per browser that is signed in. The token itself is nowhere, only its SHA-256.
create table session (
    id uuid not null,
    token_digest bytea not null,
    account uuid not null,
    created_at timestamptz not null default now(),
    last_used_at timestamptz not null default now(),
    address text not null,
    user_agent text not null,
    revoked_at timestamptz,
    constraint session_key primary key (id),
    constraint session_account_exists foreign key (account) references account (id)
);
create unique index session_token_is_unique on session (token_digest);
create index session_by_account on session (account, last_used_at desc);
create index session_by_age on session (created_at);

-- One row per program that may call; its permissions are a list of its own.
create table api_key (
    id uuid not null,
    name text not null,
    token_digest bytea not null,
    -- The first characters of the secret, to tell keys apart.
    prefix text not null,
    permissions text[] not null,
    -- Null stands for every warehouse.
    warehouses uuid[],
    created_by uuid not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    constraint api_key_key primary key (id),
    constraint api_key_name_is_not_empty check (length(name) between 1 and 200),
    constraint api_key_creator_exists foreign key (created_by) references account (id)
);
create unique index api_key_token_is_unique on api_key (token_digest);

grant usage on schema gateway to gateway;
grant select, insert, update on account, session, api_key to gateway;
grant select, insert, delete on account_grant to gateway;
