-- What was promised at some time is what is promised now, less what became of it since: each line of a change
-- says when it was recorded, so that the later ones of a variant are found by themselves.
alter table reservation_change_line add column recorded_at timestamptz;

update reservation_change_line as line
set recorded_at = change.recorded_at
from reservation_change as change
where change.reservation = line.reservation and change.version = line.version;

-- Lines from before without a change have no time: what they say counts as always having been so.
alter table reservation_change_line
    add constraint changed_line_has_a_time check (recorded_at is not null) not valid;

create index reservation_change_line_by_time on reservation_change_line (variant, recorded_at);

-- Since when histories are kept: what was promised before nobody knows.
create index reservation_change_began on reservation_change (recorded_at) where step = 'began';
