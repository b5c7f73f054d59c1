-- Why promised stock was given up, in the words of whoever gave it up last and said why; null where
-- nobody did, and for reservations that ended before reasons were kept.
alter table reservation add column release_reason text;
