import FoundationEssentials

/// A point in time, in whole microseconds since the Unix epoch: the resolution of PostgreSQL.
///
/// An integer, so that a time read back equals the time written. On the wire RFC 3339 in UTC.
package struct Timestamp: Hashable, Sendable {
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The time of this machine's clock.
    ///
    /// Decisions about expiry use the clock of the database instead.
    package static var now: Timestamp {
        Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
    }

    /// The day in UTC.
    package var day: CivilDate { CivilDate(daysSinceEpoch: self.dayAndMicrosecond.day) }

    /// Days since the epoch, and microseconds since that day began.
    var dayAndMicrosecond: (day: Int64, microsecond: Int64) {
        self.microseconds.quotientAndPositiveRemainder(dividingBy: Timestamp.microsecondsPerDay)
    }

    package func advanced(by duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        return Timestamp(
            microseconds: self.microseconds + seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        )
    }

    /// How long after `earlier` this is; negative when before it.
    package func duration(since earlier: Timestamp) -> Duration {
        .microseconds(self.microseconds - earlier.microseconds)
    }
}

extension Timestamp: Comparable {
    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }
}
