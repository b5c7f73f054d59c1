/// A day of the proleptic Gregorian calendar.
package struct CivilDate: Hashable, Sendable {
    package let year: Int64
    package let month: Int64
    package let day: Int64

    /// `nil` where the calendar has no such day, or the year is outside 0...9999.
    package init?(year: Int64, month: Int64, day: Int64) {
        guard (0...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CivilDate.lastDay(of: month, in: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `2026-11-21`; digits only, so that no number has a sign.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy(CivilDate.isDigit) }),
            let year = Int64(parts[0]), let month = Int64(parts[1]), let day = Int64(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day that lies `daysSinceEpoch` after 1 January 1970.
    ///
    /// Counts in eras of 400 years that begin on 1 March, so that the leap day comes last.
    package init(daysSinceEpoch: Int64) {
        let (era, dayOfEra) = (daysSinceEpoch + CivilDate.epoch)
            .quotientAndPositiveRemainder(dividingBy: CivilDate.daysPerEra)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        self.day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        self.month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        self.year = yearOfEra + era * 400 + (self.month <= 2 ? 1 : 0)
    }

    package var daysSinceEpoch: Int64 {
        let shifted = self.month <= 2 ? self.year - 1 : self.year
        let (era, yearOfEra) = shifted.quotientAndPositiveRemainder(dividingBy: 400)
        let monthFromMarch = self.month > 2 ? self.month - 3 : self.month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + self.day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * CivilDate.daysPerEra + dayOfEra - CivilDate.epoch
    }

    private static let daysPerEra: Int64 = 146_097
    /// Days from 1 March of year 0 to 1 January 1970.
    private static let epoch: Int64 = 719_468

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func lastDay(of month: Int64, in year: Int64) -> Int64 {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return switch month {
        case 2: isLeap ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension CivilDate: TextCodable {
    package static let form = "a day such as 2026-11-21"

    package var description: String {
        String(upTo: Self.maximumLength) { text, start in self.write(to: &text, at: start) }
    }

    /// With a year of any number of digits: a timestamp can lie far outside those of ``init``.
    static let maximumLength = Decimal.maximumLength + 6

    /// Writes the description; returns where it ends.
    func write(to text: inout MutableSpan<UInt8>, at start: Int) -> Int {
        var end = start
        if self.year < 0 {
            text[end] = UInt8(ascii: "-")
            end += 1
        }
        end = Decimal.write(self.year.magnitude, width: 4, to: &text, at: end)
        text[end] = UInt8(ascii: "-")
        end = Decimal.write(self.month.magnitude, width: 2, to: &text, at: end + 1)
        text[end] = UInt8(ascii: "-")
        return Decimal.write(self.day.magnitude, width: 2, to: &text, at: end + 1)
    }
}

extension CivilDate: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.appendString(upTo: Self.maximumLength) { text, start in
            self.write(to: &text, at: start)
        }
    }
}

extension Int64 {
    /// Division that rounds towards negative infinity, for times before the epoch.
    func quotientAndPositiveRemainder(dividingBy divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = self.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
