import Foundation
import Kernel

/// Reads the times of a shop's own clock.
struct ShopClock: Sendable {
    private let zone: TimeZone

    /// `nil` for a name that the time zone database does not have, such as `Europe/London` misspelt.
    init?(zone name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.zone = zone
    }

    /// Reads `dd/mm/yyyy hh:mm`; `nil` where that is not a time.
    ///
    /// Of a time that the clock showed twice, the first counts. A time that it skipped is counted on
    /// from the time before the change.
    func read(_ text: String) -> ShopTime? {
        let halves = text.split(separator: " ", omittingEmptySubsequences: false)
        guard halves.count == 2,
            let date = Self.numbers(halves[0], separator: "/", widths: [2, 2, 4]),
            let time = Self.numbers(halves[1], separator: ":", widths: [2, 2]),
            let day = CivilDate(year: date[2], month: date[1], day: date[0]),
            (0..<24).contains(time[0]), (0..<60).contains(time[1])
        else { return nil }
        let local = day.daysSinceEpoch * 86_400 + time[0] * 3_600 + time[1] * 60
        return ShopTime(
            timestamp: Timestamp(microseconds: self.seconds(local: local) * 1_000_000),
            day: day
        )
    }

    /// The Unix time at which the clock showed `local`, both in seconds.
    private func seconds(local: Int64) -> Int64 {
        // No zone changes its offset twice within two days.
        let before = self.offset(at: local - 86_400)
        let after = self.offset(at: local + 86_400)
        for offset in [before, after] where self.offset(at: local - offset) == offset {
            return local - offset
        }
        return local - before
    }

    private func offset(at seconds: Int64) -> Int64 {
        Int64(self.zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
    }

    private static func numbers(
        _ text: Substring,
        separator: Character,
        widths: [Int]
    ) -> [Int64]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == widths else { return nil }
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                ? Int64(part) : nil
        }
        return numbers.count == widths.count ? numbers : nil
    }
}
