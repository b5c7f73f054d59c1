/// A value that ``JSONReader`` makes of the same text that its `Decodable` is made of.
@usableFromInline
package protocol JSONReadable {
    /// - Throws: ``JSONMisfit`` where the decoder has to see the text.
    init(reading json: inout JSONReader) throws
}

extension TextCodable where Self: JSONReadable {
    package init(reading json: inout JSONReader) throws {
        guard let value = Self(try json.text()) else { throw JSONMisfit() }
        self = value
    }
}

extension JSONReadable where Self: RawRepresentable, RawValue == String {
    @inlinable
    package init(reading json: inout JSONReader) throws {
        guard let value = Self(rawValue: try json.text()) else { throw JSONMisfit() }
        self = value
    }
}

extension String: JSONReadable {
    @inlinable
    package init(reading json: inout JSONReader) throws {
        self = try json.text()
    }
}

extension Bool: JSONReadable {
    @usableFromInline
    package init(reading json: inout JSONReader) throws {
        self = try json.bool()
    }
}

extension Int: JSONReadable {
    @usableFromInline
    package init(reading json: inout JSONReader) throws {
        self = Int(try json.integer())
    }
}

extension Int64: JSONReadable {
    @usableFromInline
    package init(reading json: inout JSONReader) throws {
        self = try json.integer()
    }
}

extension Array: JSONReadable where Element: JSONReadable {
    @inlinable
    package init(reading json: inout JSONReader) throws {
        self = try json.array()
    }
}

extension [String: String]: JSONReadable {
    @usableFromInline
    package init(reading json: inout JSONReader) throws {
        var members: [String: String] = [:]
        try json.object { json in
            let name = try json.text(json.name)
            guard members.updateValue(try json.text(), forKey: name) == nil else {
                throw JSONMisfit()
            }
            json.isRead = true
        }
        self = members
    }
}
