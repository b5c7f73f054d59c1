-- By what stands on the piece, where nobody says what it is.
create index serial_by_number on serial (number);
