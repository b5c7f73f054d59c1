-- Parts of names and SKUs are found by their trigrams. The extension lives once per database, in
-- whatever schema the first service put it. The pending list is kept short: every search reads
-- all of it, and with the default of 4 MB the planner prefers to read the table.
do $$
declare
    home text;
begin
    if not exists (select from pg_extension where extname = 'pg_trgm') then
        create extension pg_trgm with schema public;
    end if;
    select extnamespace::regnamespace::text into home
    from pg_extension where extname = 'pg_trgm';
    execute format(
        'create index variant_by_text on variant using gin (search_text %s.gin_trgm_ops)'
        ' with (gin_pending_list_limit = 64)', home
    );
    execute format(
        'create index product_by_text on product using gin (search_text %s.gin_trgm_ops)'
        ' with (gin_pending_list_limit = 64)', home
    );
end
$$;
