import FoundationEssentials

/// The members and elements of a JSON document without its values, to compare names by.
///
/// Reads only what a decoder has read before, so it need not find mistakes, and takes a fraction of
/// the time of decoding.
enum JSONShape: Equatable {
    case null
    /// Any other value that has no members.
    case value
    case array([JSONShape])
    case object([String: JSONShape])

    /// - Parameter document: JSON in UTF-8 that a decoder has taken, not nested deeper than
    ///   ``OperationRequest/maximumDepth``.
    /// - Throws: `DecodingError` where it cannot go on.
    init(of document: [UInt8]) throws {
        let mark = document.starts(with: Self.byteOrderMark) ? Self.byteOrderMark.count : 0
        var reader = Reader(rest: document[mark...])
        self = try reader.shape()
    }

    /// What some editors begin a file with, and the decoder passes over.
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    private struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func shape() throws -> JSONShape {
            switch self.next() {
            case UInt8(ascii: "{"): return .object(try self.members())
            case UInt8(ascii: "["): return .array(try self.elements())
            case UInt8(ascii: "\""):
                _ = self.string()
                return .value
            default:
                let literal = self.rest.prefix { !Self.delimiters.contains($0) }
                guard !literal.isEmpty else { throw Self.stuck }
                self.rest = self.rest[literal.endIndex...]
                return literal.first == UInt8(ascii: "n") ? .null : .value
            }
        }

        private mutating func members() throws -> [String: JSONShape] {
            var members: [String: JSONShape] = [:]
            self.rest.removeFirst()
            while let next = self.next(), next != UInt8(ascii: "}") {
                if next == UInt8(ascii: ",") { self.rest.removeFirst() }
                guard self.next() == UInt8(ascii: "\"") else { throw Self.stuck }
                let name = try Self.text(of: self.string())
                if self.next() == UInt8(ascii: ":") { self.rest.removeFirst() }
                members[name] = try self.shape()
            }
            _ = self.rest.popFirst()
            return members
        }

        private mutating func elements() throws -> [JSONShape] {
            var elements: [JSONShape] = []
            self.rest.removeFirst()
            while let next = self.next(), next != UInt8(ascii: "]") {
                if next == UInt8(ascii: ",") { self.rest.removeFirst() }
                elements.append(try self.shape())
            }
            _ = self.rest.popFirst()
            return elements
        }

        /// The string that begins here, with its quotes.
        private mutating func string() -> ArraySlice<UInt8> {
            var end = self.rest.startIndex + 1
            while end < self.rest.endIndex, self.rest[end] != UInt8(ascii: "\"") {
                end += self.rest[end] == UInt8(ascii: "\\") ? 2 : 1
            }
            end = min(end + 1, self.rest.endIndex)
            defer { self.rest = self.rest[end...] }
            return self.rest[..<end]
        }

        /// The next byte that is no white space.
        private mutating func next() -> UInt8? {
            self.rest = self.rest.drop { Self.space.contains($0) }
            return self.rest.first
        }

        private static func text(of string: ArraySlice<UInt8>) throws -> String {
            guard string.contains(UInt8(ascii: "\\")) else {
                return String(decoding: string.dropFirst().dropLast(), as: UTF8.self)
            }
            return try MessageCoding.decode(String.self, from: Array(string))
        }

        private static let stuck = DecodingError.dataCorrupted(
            DecodingError.Context(codingPath: [], debugDescription: "is not JSON")
        )
        private static let space: [UInt8] = Array(" \t\r\n".utf8)
        private static let delimiters: [UInt8] = Array(",]} \t\r\n".utf8)
    }
}
