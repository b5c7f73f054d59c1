-- Goods that were used up, and others that were made of them, in one entry.
alter table entry drop constraint entry_kind_is_known;
alter table entry add constraint entry_kind_is_known check (
    kind in (
        'receive', 'ship', 'sale', 'return', 'transfer', 'adjust', 'produce', 'reverse'
    )
);
