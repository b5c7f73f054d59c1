-- SKU and name as a search compares them, whatever the case: two lines, in one text that is folded
-- when it is written, because folding all that an index finds was most of what a search cost.
alter table variant add column folded text not null
    generated always as (lower(sku collate "default") || e'\n' || lower(name)) stored;

-- By any part of SKU or name; takes the place of the index on both as they are written. Kept up to
-- date at once: after an import, a list of what is not in it yet would have every search read it.
create index variant_by_folded_part on variant using gin (folded gin_trgm_ops)
    with (fastupdate = off);
drop index variant_by_part;
