import Contracts
import Kernel

/// Collects every rule of the message format that a document breaks.
struct ShapeRules {
    private(set) var errors: [FieldError] = []

    mutating func add(_ pointer: String, _ rule: String, _ message: String) {
        self.errors.append(FieldError(pointer: pointer, rule: rule, message: message))
    }

    /// A text is as long as it may be, if it is there at all.
    mutating func text(_ value: String?, _ pointer: String, _ length: TextLength) {
        guard let value, !length.allows(value) else { return }
        self.add(pointer, "length", "\(Self.name(pointer)) has \(length).")
    }

    /// The number of a document, if it is there at all.
    mutating func document(_ value: String?, _ pointer: String) {
        self.text(value, pointer, Reference.documentLength)
        guard let value, Reference.hasControlCharacters(value) else { return }
        self.add(pointer, "characters", "\(Self.name(pointer)) has no control characters.")
    }

    mutating func items(_ count: Int, _ pointer: String, _ range: ClosedRange<Int>) {
        guard !range.contains(count) else { return }
        self.add(
            pointer,
            "items",
            "\(Self.name(pointer)) has \(range.lowerBound) to \(range.upperBound) items."
        )
    }

    mutating func line(_ line: PosLine, _ pointer: String, of kind: PosMessageKind) {
        self.text(line.code, "\(pointer)/code", PosLimits.name)
        switch kind {
        case .adjustment where line.quantity == .zero:
            self.add("\(pointer)/quantity", "not-zero", "quantity of an adjustment is not zero.")
        case .sale where !line.quantity.isPositive, .refund where !line.quantity.isPositive:
            self.add("\(pointer)/quantity", "positive", "quantity is above zero.")
        default: break
        }
        self.text(line.lot, "\(pointer)/lot", PosLimits.name)
        self.text(line.note, "\(pointer)/note", PosLimits.note)
        let serials = line.serials ?? []
        self.items(serials.count, "\(pointer)/serials", PosLimits.serials)
        for (index, serial) in serials.prefix(PosLimits.serials.upperBound).enumerated() {
            self.text(serial, "\(pointer)/serials/\(index)", PosLimits.name)
        }
    }

    /// The member that a pointer ends with, or the list whose item it is.
    private static func name(_ pointer: String) -> Substring {
        pointer.split(separator: "/").last { Int($0) == nil } ?? "The document"
    }
}
