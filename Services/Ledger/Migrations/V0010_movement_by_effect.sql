-- What happened to a variant after a day: the way from its stock now to its stock then.
create index movement_of_variant_by_effect on movement (variant, effective_at);
