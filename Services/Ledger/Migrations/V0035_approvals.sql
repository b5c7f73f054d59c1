-- Rules of approval, and who approved what: entries that move nothing, sealed as any other.
-- Not compared with the rows that there are: the kinds only become more.
alter table entry drop constraint entry_kind_is_known;
alter table entry
    -- The entry that this one approves.
    add column approves uuid,
    -- The permission that allowed the actor to approve, or to make a rule.
    add column authority text,
    -- What a rule says: JSON, to the byte as it is sealed.
    add column terms text,
    -- What the corrections of the entry were worth when it was decided, in millionths of the company's
    -- currency; where a rule limits values.
    add column worth bigint,
    add constraint entry_kind_is_known check (
        kind in (
            'receive', 'ship', 'sale', 'return', 'transfer', 'adjust', 'count', 'produce',
            'reverse', 'rule', 'approve'
        )
    ) not valid,
    add constraint only_approvals_approve check (
        (approves is not null) = (kind = 'approve')
    ) not valid,
    add constraint only_rules_have_terms check ((terms is not null) = (kind = 'rule')) not valid,
    add constraint entry_approved foreign key (approves) references entry (id) not valid;

-- What is sealed beside the movements.
create index entry_that_moves_nothing on entry (recorded_at, id)
    where kind in ('rule', 'approve');

-- Commands that somebody else has to approve.
create table proposal (
    id uuid not null,
    operation text not null,
    -- The entry or the transfer order in the path of the operation.
    subject uuid,
    body jsonb not null,
    note text,
    -- The warehouses that it touches.
    warehouses uuid[] not null,
    -- Where the proposer may do so; null for everywhere.
    scope uuid[],
    -- Whether the proposer may enter into what is softly closed.
    may_post_late boolean not null,
    actor_kind text not null,
    actor_id uuid,
    actor_name text not null,
    state text not null default 'pending',
    -- Who ended it, and why.
    decider_kind text,
    decider_id uuid,
    decider_name text,
    decision_note text,
    -- The entry that was made of it.
    entry uuid,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    updated_at timestamptz not null,
    version bigint not null default 1,
    constraint proposal_row primary key (id),
    constraint proposal_state_is_known check (
        state in ('pending', 'approved', 'declined', 'expired')
    ),
    constraint only_what_is_approved_has_an_entry check (
        (state = 'approved') = (entry is not null)
    ),
    constraint what_is_over_was_ended_by_somebody check (
        (state = 'pending') = (decider_kind is null)
    )
);

create index proposal_by_time on proposal (created_at, id);
create index proposal_that_is_pending on proposal (expires_at, id) where state = 'pending';

do $$
declare
    name text := current_schema();
begin
    if exists (select from pg_roles where rolname = name) then
        execute format('grant select, insert on proposal to %I', name);
        -- What was proposed, and by whom, is never changed.
        execute format(
            'grant update (state, decider_kind, decider_id, decider_name, decision_note, entry,'
            ' updated_at, version) on proposal to %I', name
        );
    end if;
end
$$;
