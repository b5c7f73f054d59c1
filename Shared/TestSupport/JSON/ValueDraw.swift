import Contracts
import FoundationEssentials
import Kernel

/// Draws values of any type that can be decoded, with each optional there or not; the same for one
/// seed.
package final class ValueDraw {
    private var generator: SeededGenerator

    package init(seed: UInt64) {
        self.generator = SeededGenerator(seed: seed)
    }

    package func value<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        let drawn: Any? =
            switch type {
            case is Bool.Type: Bool.random(using: &self.generator)
            case is Int.Type: Int(self.number())
            case is Int64.Type: self.number()
            case is String.Type: self.text()
            case is Quantity.Type: Quantity(tenThousandths: self.number())
            case is Timestamp.Type: self.time()
            case is CivilDate.Type: CivilDate(daysSinceEpoch: self.number(in: 0...40_000))
            case is UnitPrice.Type: self.price()
            case let word as any CaseIterable.Type: self.word(word)
            case let text as any TextCodable.Type: self.text(text)
            default: nil
            }
        if let value = drawn as? Value { return value }
        return try Value(from: DrawingDecoder(draw: self))
    }

    func isThere() -> Bool { Bool.random(using: &self.generator) }

    func count() -> Int { Int(self.number(in: 0...4)) }

    private func number(in range: ClosedRange<Int64>) -> Int64 {
        .random(in: range, using: &self.generator)
    }

    /// As many long ones as short ones, and the ends of the range more often than chance has them.
    private func number() -> Int64 {
        let special: [Int64] = [.min, .max, 0, 1, -1, 10_000, -10_000, 12_500, 100, -.max]
        switch self.number(in: 0...3) {
        case 0: return special.randomElement(using: &self.generator) ?? 0
        case 1: return self.number(in: -1_000_000...1_000_000)
        default: return self.number(in: .min ... .max) >> self.number(in: 0...62)
        }
    }

    private func time() -> Timestamp {
        // From the year 0 to the year 9999, which have a text to be read.
        let seconds = self.number(in: -62_167_219_200...253_402_300_799)
        let fraction = self.isThere() ? self.number(in: 0...999_999) : 0
        return Timestamp(microseconds: seconds * 1_000_000 + fraction)
    }

    private func price() -> UnitPrice? {
        Currency("EUR").flatMap { UnitPrice("\(self.number(in: 0...9_999)).50", $0) }
    }

    func text() -> String {
        let pieces = [
            "a", "B", "é", "e\u{301}", "\"", "\\", "/", "\n", "\r", "\t", "\u{8}", "\u{C}", "\u{1}",
            "\u{1F}", "\u{7F}", "☕️", "👩‍👩‍👧", "\u{FEFF}", "\u{2028}", "10", "9", " ", "SKU-4711",
        ]
        return (0..<self.count()).map { _ in pieces.randomElement(using: &self.generator) ?? "" }
            .joined()
    }

    private func word<Word: CaseIterable>(_ type: Word.Type) -> Word? {
        type.allCases.randomElement(using: &self.generator)
    }

    /// A value of one of the forms that are left: an identifier or a currency.
    private func text<Value: TextCodable>(_ type: Value.Type) -> Value? {
        let id = UUID.version7(
            milliseconds: UInt64(self.number(in: 0...1 << 47)),
            using: &self.generator
        )
        return Value(id.text) ?? Value("JPY")
    }
}
