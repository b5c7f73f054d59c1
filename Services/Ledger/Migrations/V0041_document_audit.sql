-- The lines of transfer orders follow from the entries of the order, and where a unit is from the movements
-- that name it.
alter table drift drop constraint drifted_field_is_known;
alter table drift add constraint drifted_field_is_known check (
    field in (
        'balance', 'on-hand', 'reserved', 'reservations', 'withheld', 'audit', 'value', 'costed',
        'layers', 'value-audit', 'reservation', 'transfer-line', 'serial'
    )
);
