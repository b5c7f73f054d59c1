/// A value that writes itself as JSON, with the text that its `Encodable` has with sorted keys.
@usableFromInline
package protocol JSONWritable {
    func write(to json: inout JSONWriter)
}

extension JSONWritable where Self: RawRepresentable, RawValue == String {
    @inlinable
    package func write(to json: inout JSONWriter) {
        json.append(self.rawValue)
    }
}

extension String: JSONWritable {
    @inlinable
    package func write(to json: inout JSONWriter) {
        json.append(self)
    }
}

extension Bool: JSONWritable {
    @usableFromInline
    package func write(to json: inout JSONWriter) {
        json.append(self)
    }
}

extension Int: JSONWritable {
    @usableFromInline
    package func write(to json: inout JSONWriter) {
        json.append(Int64(self))
    }
}

extension Int64: JSONWritable {
    @usableFromInline
    package func write(to json: inout JSONWriter) {
        json.append(self)
    }
}

extension UInt64: JSONWritable {
    @usableFromInline
    package func write(to json: inout JSONWriter) {
        json.append(self)
    }
}

extension Array: JSONWritable where Element: JSONWritable {
    @inlinable
    package func write(to json: inout JSONWriter) {
        json.array(self)
    }
}

extension Dictionary: JSONWritable where Key == String, Value: JSONWritable {
    @inlinable
    package func write(to json: inout JSONWriter) {
        json.object { json in
            let members = self.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            for (name, value) in members {
                json.begin(name)
                value.write(to: &json)
            }
        }
    }
}
