import Contracts
import FoundationEssentials
import Kernel
import Messaging

/// One page of a list, and the cursor of the next.
struct Page<Item: Encodable>: Encodable {
    let items: [Item]
    /// Opaque; `nil` on the last page.
    let next: String?

    /// - Parameters:
    ///   - found: Up to one more than fits, which tells that there is a next page.
    ///   - key: What the list is ordered by.
    init(_ found: [Item], limit: Int, key: (Item) -> String) {
        self.items = Array(found.prefix(limit))
        self.next = found.count > limit ? self.items.last.map { Cursor.encode(key($0)) } : nil
    }
}

/// The opaque form of the key at which a page ended.
enum Cursor {
    static func encode(_ key: String) -> String {
        Data(key.utf8).base64EncodedString()
    }

    static func decode(_ text: String) -> String? {
        Data(base64Encoded: text).flatMap { String(validating: $0, as: UTF8.self) }
    }
}

extension QueryParameters {
    /// The key after which the page asked for begins; `nil` for the first.
    func cursorText() throws(Problem) -> String? {
        guard let text = self["cursor"] else { return nil }
        guard let key = Cursor.decode(text) else { throw Problem(.invalidCursor) }
        return key
    }

    /// The same where the key is an identifier.
    func cursor<Subject>() throws(Problem) -> ID<Subject>? {
        guard let key = try self.cursorText() else { return nil }
        guard let id = ID<Subject>(key) else { throw Problem(.invalidCursor) }
        return id
    }
}
