import Kernel
import Synchronization

/// The value of the header `Date` of answers, written once for all of a second (RFC 9110, section 6.6.1).
final class DateHeader: Sendable {
    private let latest = Mutex<(second: Int64, text: String)?>(nil)

    /// The value for an answer that is given now.
    var current: String {
        let second = Timestamp.now.microseconds / 1_000_000
        return self.latest.withLock { latest in
            if let latest, latest.second == second { return latest.text }
            let text = Self.text(second)
            latest = (second, text)
            return text
        }
    }

    /// The form `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
    ///
    /// - Parameter second: Since the Unix epoch, which was a Thursday.
    static func text(_ second: Int64) -> String {
        let (day, rest) = (second / 86_400, second % 86_400)
        let date = CivilDate(daysSinceEpoch: day)
        let time = [rest / 3_600, rest / 60 % 60, rest % 60].map(self.twoDigits)
            .joined(separator: ":")
        let month = self.months[Int(date.month) - 1]
        return "\(self.weekdays[Int(day % 7)]), \(self.twoDigits(date.day)) \(month) \(date.year) "
            + "\(time) GMT"
    }

    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func twoDigits(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }
}
