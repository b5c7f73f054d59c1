package import FoundationEssentials

/// The identifier of one kind of thing: `ID<Variant>` and `ID<Location>` do not mix.
///
/// A UUID underneath, usually version 7 and made by whoever creates the thing, so that a client can
/// name it before the server has answered. Written in lower case, as RFC 9562, section 4 asks.
package struct ID<Subject: ~Copyable>: Hashable, Sendable {
    package let rawValue: UUID

    package init(_ rawValue: UUID) {
        self.rawValue = rawValue
    }

    /// Reads the hyphenated form; `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        guard let value = UUID(text: String(text)) else { return nil }
        self.init(value)
    }

    /// A new identifier, ordered by the time it was made.
    package static func make() -> ID {
        var generator = RandomReserve()
        let now = Timestamp.now.microseconds / 1_000
        return ID(.version7(milliseconds: UInt64(clamping: now), using: &generator))
    }

    package static func == (left: ID, right: ID) -> Bool {
        left.rawValue.halves == right.rawValue.halves
    }

    package func hash(into hasher: inout Hasher) {
        let (head, tail) = self.rawValue.halves
        hasher.combine(head)
        hasher.combine(tail)
    }
}

extension ID: Comparable where Subject: ~Copyable {
    /// Orders by bytes, which is how PostgreSQL orders `uuid`; every lock order relies on it.
    package static func < (left: ID, right: ID) -> Bool {
        left.rawValue.halves < right.rawValue.halves
    }
}

extension ID: TextCodable where Subject: ~Copyable {
    package static var form: String { "a UUID" }
}

extension ID: CustomStringConvertible where Subject: ~Copyable {
    package var description: String { self.rawValue.text }
}

extension ID: JSONWritable, JSONReadable where Subject: ~Copyable {
    package func write(to json: inout JSONWriter) {
        json.append(self.rawValue)
    }

    package init(reading json: inout JSONReader) throws {
        self.init(try json.uuid())
    }
}
