create index inspection_that_rejects on inspection (recorded_at, id) where verdict = 'rejected';
