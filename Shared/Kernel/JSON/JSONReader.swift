/// Reads JSON by hand, from front to back, into types that know their members.
///
/// For the documents that services read thousands of times a second. It takes only what nobody would
/// write otherwise: known members, each once and none `null`, whole numbers as such, few escapes.
/// What it does not take has to be given to the decoder, which takes more and can say what is wrong.
@usableFromInline
package struct JSONReader {
    let bytes: [UInt8]
    var position = 0
    /// The name of the member that was begun last, without its quotes.
    var name = 0..<0
    /// Whether that member has been read.
    @usableFromInline
    var isRead = false

    @usableFromInline
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The value of a whole text; `nil` for what the decoder has to see.
    @inlinable
    package static func value<Value: JSONReadable>(
        _ type: Value.Type = Value.self,
        of bytes: [UInt8]
    ) -> Value? {
        var json = JSONReader(bytes)
        do {
            let value = try Value(reading: &json)
            try json.end()
            return value
        } catch {
            // The decoder tells what is wrong, if anything is.
            return nil
        }
    }

    /// Reads an object.
    ///
    /// - Parameter members: Is called for each member, and reads it with one of the methods that
    ///   take its name.
    @inlinable
    package mutating func object(_ members: (inout JSONReader) throws -> Void) throws {
        try self.take(UInt8(ascii: "{"))
        guard !self.takes(UInt8(ascii: "}")) else { return }
        repeat {
            try self.beginMember()
            try members(&self)
            guard self.isRead else { throw JSONMisfit() }
        } while self.takes(UInt8(ascii: ","))
        try self.take(UInt8(ascii: "}"))
    }

    /// Reads the member that was begun, if it has this name.
    @inlinable
    package mutating func member<Value: JSONReadable>(
        _ name: StaticString,
        _ value: inout Value?
    ) throws {
        guard !self.isRead, self.isNamed(name) else { return }
        guard value == nil else { throw JSONMisfit() }
        value = try Value(reading: &self)
        self.isRead = true
    }

    /// A member that there has to be.
    @inlinable
    package func required<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw JSONMisfit() }
        return value
    }

    @inlinable
    package mutating func array<Element: JSONReadable>(
        of type: Element.Type = Element.self
    ) throws -> [Element] {
        try self.take(UInt8(ascii: "["))
        guard !self.takes(UInt8(ascii: "]")) else { return [] }
        var elements: [Element] = []
        repeat { elements.append(try Element(reading: &self)) } while self.takes(UInt8(ascii: ","))
        try self.take(UInt8(ascii: "]"))
        return elements
    }

    @usableFromInline
    mutating func beginMember() throws {
        self.name = try self.plainString()
        try self.take(UInt8(ascii: ":"))
        self.isRead = false
    }

    @usableFromInline
    func isNamed(_ name: StaticString) -> Bool {
        let length = name.utf8CodeUnitCount
        guard self.name.count == length else { return false }
        let bytes = self.bytes.span
        for index in 0..<length
        where unsafe bytes[self.name.lowerBound + index] != name.utf8Start[index] {
            return false
        }
        return true
    }

    /// Takes a mark, with the white space before it.
    @usableFromInline
    mutating func take(_ mark: UInt8) throws {
        guard self.takes(mark) else { throw JSONMisfit() }
    }

    /// Takes a mark if it is there, and in any case the white space before it.
    @usableFromInline
    mutating func takes(_ mark: UInt8) -> Bool {
        self.skipSpace()
        guard self.position < self.bytes.count, self.bytes[self.position] == mark else {
            return false
        }
        self.position += 1
        return true
    }

    /// Checks that nothing follows.
    @usableFromInline
    mutating func end() throws {
        self.skipSpace()
        guard self.position == self.bytes.count else { throw JSONMisfit() }
    }

    /// RFC 8259, section 2.
    mutating func skipSpace() {
        while self.position < self.bytes.count {
            switch self.bytes[self.position] {
            case 0x20, 0x09, 0x0A, 0x0D: self.position += 1
            default: return
            }
        }
    }
}
