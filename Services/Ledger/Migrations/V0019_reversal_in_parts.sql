-- An entry may be undone in parts: each reversal is numbered, and its movements say what they undo.
-- Of reversals from before that both are null: each took back a whole entry, and counts as the first.
alter table entry
    add column reversal_number integer,
    add column undoes_rest boolean,
    add constraint reversal_counts_from_one check (reversal_number > 0),
    add constraint only_reversals_are_numbered check (
        (reversal_number is null or reverses is not null)
        and (undoes_rest is null) = (reversal_number is null)
    );
alter table movement add column reverses uuid;

-- Two parts that were decided on the same state have the same number, and one of them is decided
-- again. Nobody adds entries while the index is built, a moment for a million entries.
create unique index reversals_are_numbered on entry (reverses, coalesce(reversal_number, 1))
    where reverses is not null;
drop index entry_is_reversed_once;
