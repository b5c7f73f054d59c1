import Contracts
import TestSupport

/// A part of a document that may not be there.
struct JSONPart: Sendable {
    let value: JSONValue?

    subscript(_ name: String) -> JSONPart { JSONPart(value: self.value?[name]) }

    subscript(_ index: Int) -> JSONPart {
        let items = self.items
        return items.indices.contains(index) ? items[index] : JSONPart(value: nil)
    }

    var items: [JSONPart] { (self.value?.elements ?? []).map { JSONPart(value: $0) } }

    var text: String? { self.value?.text }

    var integer: Int64? {
        guard case .integer(let value) = self.value else { return nil }
        return value
    }
}
