extension Timestamp: CustomStringConvertible {
    /// RFC 3339 in UTC, with microseconds where there are any: `2026-11-21T08:00:00.000001Z`.
    package var description: String {
        String(upTo: Self.maximumLength) { text, start in self.write(to: &text, at: start) }
    }

    /// Writes the description; returns where it ends.
    func write(to text: inout MutableSpan<UInt8>, at start: Int) -> Int {
        let (day, microsecondOfDay) = self.dayAndMicrosecond
        let date = CivilDate(daysSinceEpoch: day)
        let second = microsecondOfDay / 1_000_000
        let fraction = microsecondOfDay % 1_000_000
        var end = date.write(to: &text, at: start)
        text[end] = UInt8(ascii: "T")
        end = Decimal.write(second.magnitude / 3_600, width: 2, to: &text, at: end + 1)
        text[end] = UInt8(ascii: ":")
        end = Decimal.write(second.magnitude / 60 % 60, width: 2, to: &text, at: end + 1)
        text[end] = UInt8(ascii: ":")
        end = Decimal.write(second.magnitude % 60, width: 2, to: &text, at: end + 1)
        if fraction > 0 {
            text[end] = UInt8(ascii: ".")
            end = Decimal.write(fraction.magnitude, width: 6, to: &text, at: end + 1)
        }
        text[end] = UInt8(ascii: "Z")
        return end + 1
    }

    /// Reads RFC 3339 with any offset and up to nine decimals; digits beyond microseconds are cut.
    ///
    /// `nil` for anything else, among it dates that do not exist and leap seconds.
    package init?(_ text: some StringProtocol) {
        var scanner = Scanner(bytes: Array(text.utf8)[...])
        guard let year = scanner.number(digits: 4), scanner.take("-"),
            let month = scanner.number(digits: 2), scanner.take("-"),
            let day = scanner.number(digits: 2), scanner.take("T") || scanner.take("t"),
            let hour = scanner.number(digits: 2), hour < 24, scanner.take(":"),
            let minute = scanner.number(digits: 2), minute < 60, scanner.take(":"),
            let second = scanner.number(digits: 2), second < 60,
            let fraction = scanner.fraction(),
            let offset = scanner.offsetSeconds(), scanner.isAtEnd,
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        let seconds = (date.daysSinceEpoch * 24 + hour) * 3_600 + minute * 60 + second - offset
        self.init(microseconds: seconds * 1_000_000 + fraction)
    }

    /// With the letters, the time and its microseconds.
    private static let maximumLength = CivilDate.maximumLength + 17
    static let microsecondsPerDay: Int64 = 86_400_000_000
}

extension Timestamp: TextCodable {
    package static let form = "an RFC 3339 time such as 2026-11-21T08:00:00Z"
}

extension Timestamp: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.appendString(upTo: Self.maximumLength) { text, start in
            self.write(to: &text, at: start)
        }
    }
}

/// Takes the fixed-width parts of a timestamp off the front of its bytes.
private struct Scanner {
    var bytes: ArraySlice<UInt8>

    var isAtEnd: Bool { self.bytes.isEmpty }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard self.bytes.first == UInt8(ascii: character) else { return false }
        self.bytes.removeFirst()
        return true
    }

    mutating func number(digits: Int) -> Int64? {
        guard self.bytes.count >= digits else { return nil }
        var value: Int64 = 0
        for byte in self.bytes.prefix(digits) {
            guard let digit = Decimal.digit(byte) else { return nil }
            value = value * 10 + digit
        }
        self.bytes.removeFirst(digits)
        return value
    }

    /// Microseconds after the point; zero where there is no point.
    mutating func fraction() -> Int64? {
        guard self.take(".") else { return 0 }
        let digits = self.bytes.prefix(9).prefix { Decimal.digit($0) != nil }
            .compactMap(Decimal.digit)
        guard !digits.isEmpty else { return nil }
        self.bytes.removeFirst(digits.count)
        let padded = digits + repeatElement(0, count: max(0, 6 - digits.count))
        return padded.prefix(6).reduce(0) { $0 * 10 + $1 }
    }

    mutating func offsetSeconds() -> Int64? {
        if self.take("Z") || self.take("z") { return 0 }
        let isBehind = self.bytes.first == UInt8(ascii: "-")
        guard self.take("+") || self.take("-"),
            let hours = self.number(digits: 2), hours < 24, self.take(":"),
            let minutes = self.number(digits: 2), minutes < 60
        else { return nil }
        let offset = hours * 3_600 + minutes * 60
        return isBehind ? -offset : offset
    }
}
