-- The journal as the classic list of signed rows: each movement once for every end that is ours.
create view inventory_transactions as
select
    movement.id,
    movement.variant as product_variant_id,
    ends.location as location_id,
    entry.kind as transaction_type,
    ends.sign * movement.quantity / 10000.0 as quantity,
    entry.source as reference_type,
    entry.document as reference_id,
    movement.recorded_at as created_at,
    entry.actor_name as created_by,
    movement.effective_at,
    movement.lot as lot_id,
    movement.serial as serial_id
from movement
join entry on entry.id = movement.entry
cross join lateral (
    values (movement.from_location, -1), (movement.to_location, 1)
) as ends (location, sign)
join location on location.id = ends.location and location.warehouse is not null;
