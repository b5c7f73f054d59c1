-- A till and its number are kept only within the bounds of the message format: gaps are computed from
-- them, and any number that fits into 64 bits can overflow such a computation.
update message
set sequence = null
where sequence not between 0 and 1000000000000
    or (sequence is not null and (terminal is null or length(terminal) not between 1 and 64));
update message set terminal = null where length(terminal) not between 1 and 64;
delete from gap
where first_missing < 0 or last_missing > 1000000000000
    or length(terminal) not between 1 and 64;

alter table message
    add constraint message_sequence_is_countable check (sequence between 0 and 1000000000000),
    add constraint message_sequence_has_a_terminal check (sequence is null or terminal is not null),
    add constraint message_terminal_is_a_name check (length(terminal) between 1 and 64);
alter table gap
    add constraint gap_is_countable
        check (first_missing between 0 and last_missing and last_missing <= 1000000000000);
