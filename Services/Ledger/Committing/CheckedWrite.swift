import Postgres

/// A statement that affects a number of rows, unless somebody else was quicker.
struct CheckedWrite {
    let statement: SQL
    let count: Int
}

/// Somebody else changed the stock that a batch was decided on, or did one of its commands, at the
/// same time.
///
/// Nothing is written; the batch is decided again, command by command.
struct LostRace: Error {}
