-- What was counted in a quarter of a year, and not in all years.
create index count_line_by_time on count_line (observed_at) where observed_at is not null;
