/// The log that `pgbench --log` writes, a line per transaction.
///
/// The third field is the time it took in microseconds, or `failed` (PostgreSQL 15, pgbench,
/// "Per-Transaction Logging").
enum PgBenchLog {
    private static let timeField = 2

    /// Adds the time of every transaction that succeeded; lines that are cut short count for nothing.
    static func read(_ bytes: [UInt8], into latencies: inout Latencies) {
        var field = 0
        var value: UInt64 = 0
        var digits = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\n"):
                if field > Self.timeField, digits > 0 { latencies.record(microseconds: value) }
                (field, value, digits) = (0, 0, 0)
            case UInt8(ascii: " "):
                field += 1
            case UInt8(ascii: "0")...UInt8(ascii: "9") where field == Self.timeField:
                value = value &* 10 &+ UInt64(byte - UInt8(ascii: "0"))
                digits += 1
            default:
                break
            }
        }
    }
}
