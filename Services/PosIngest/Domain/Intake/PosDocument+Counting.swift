import Contracts

extension PosDocument {
    /// More than a till ever counts: a message each millisecond for thirty years.
    package static let maximumSequence: Int64 = 1_000_000_000_000

    /// The till, if the message names one within the rules.
    package var station: String? {
        self.terminal.flatMap { PosLimits.name.allows($0) ? $0 : nil }
    }

    /// The number of the message at its till, if both are within the rules.
    package var number: Int64? {
        self.station == nil ? nil : self.sequence.flatMap { Self.isSequence($0) ? $0 : nil }
    }

    static func isSequence(_ number: Int64) -> Bool { (0...self.maximumSequence).contains(number) }
}
