import LedgerDomain
import Postgres

/// The rows of stock that a batch has read, and where each of them lies.
///
/// They stay there while the batch holds its locks, so that it writes them without looking for them
/// again.
struct StockRows {
    var availabilities: [Availability.Key: RowAddress] = [:]
    var balances: [Balance.Key: RowAddress] = [:]
}
