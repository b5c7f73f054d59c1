package import FoundationEssentials

/// The identifier of one kind of thing: `ID<Variant>` and `ID<Location>` do not mix.
///
/// A UUID underneath, usually version 7 and made by whoever creates the thing, so that a client can
/// name it before the server has answered. Written in lower case, as RFC 9562, section 4 asks.
///
/// Kept as two numbers, because sixteen bytes one by one are what keys of stock would be compared,
/// hashed and copied as.
package struct ID<Subject: ~Copyable>: Hashable, Sendable {
    /// The first eight bytes, as a big-endian number.
    package let head: UInt64
    /// The other eight bytes.
    package let tail: UInt64

    package init(head: UInt64, tail: UInt64) {
        self.head = head
        self.tail = tail
    }

    package init(_ rawValue: UUID) {
        let (head, tail) = rawValue.halves
        self.init(head: head, tail: tail)
    }

    /// Reads the hyphenated form; `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        let text = String(text)
        guard let (head, tail) = UUID.halves(of: text.utf8.span) else { return nil }
        self.init(head: head, tail: tail)
    }

    /// A new identifier, ordered by the time it was made.
    package static func make() -> ID {
        var generator = RandomReserve()
        let now = Timestamp.now.microseconds / 1_000
        return ID(.version7(milliseconds: UInt64(clamping: now), using: &generator))
    }

    package var rawValue: UUID { UUID(head: self.head, tail: self.tail) }

    package static func == (left: ID, right: ID) -> Bool {
        left.head == right.head && left.tail == right.tail
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(self.head)
        hasher.combine(self.tail)
    }
}

extension ID: Comparable where Subject: ~Copyable {
    /// Orders by bytes, which is how PostgreSQL orders `uuid`; every lock order relies on it.
    package static func < (left: ID, right: ID) -> Bool {
        left.head == right.head ? left.tail < right.tail : left.head < right.head
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
        json.appendString(upTo: UUID.textLength) { text, start in
            UUID.write(head: self.head, tail: self.tail, to: &text, at: start)
        }
    }

    package init(reading json: inout JSONReader) throws {
        let (head, tail) = try json.halves()
        self.init(head: head, tail: tail)
    }
}
