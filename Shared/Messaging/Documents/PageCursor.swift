package import Contracts
import FoundationEssentials
package import Kernel

/// Where a page ended, as clients carry it around: opaque, and bound to its list and filters.
package struct PageCursor: Codable {
    /// The sort keys of the last item.
    package let keys: [String]
    /// Of the operation, its path, and every parameter but `cursor` and `limit`.
    private let digest: UInt64

    package init(_ keys: [String], of request: OperationRequest) {
        self.keys = keys
        self.digest = PageCursor.digest(of: request)
    }

    /// The cursor that a request carries; `nil` for a first page.
    ///
    /// - Parameter keyCount: How many keys the list sorts by; `nil` for any number.
    /// - Throws: 400 `invalid-cursor`.
    package static func read(
        _ request: OperationRequest,
        keyCount: Int?
    ) throws(Problem) -> PageCursor? {
        guard let text = request.query["cursor"] else { return nil }
        let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        guard let data = Data(base64Encoded: base64),
            // Whatever cannot be read is not ours.
            let cursor = try? JSONDecoder().decode(PageCursor.self, from: data),
            cursor.digest == PageCursor.digest(of: request),
            keyCount == nil || cursor.keys.count == keyCount
        else { throw PageCursor.invalid }
        return cursor
    }

    /// A sort key as the value that it was written from.
    ///
    /// - Parameter read: Makes the value of its text; `nil` for a text that is none.
    /// - Throws: 400 `invalid-cursor`.
    package func key<Key>(_ index: Int, _ read: (String) -> Key?) throws(Problem) -> Key {
        guard let key = read(self.keys[index]) else { throw PageCursor.invalid }
        return key
    }

    private static let invalid = Problem(
        .invalidCursor,
        detail: "The cursor belongs to another list."
    )

    /// Base64 for URLs (RFC 4648, section 5).
    package var text: String {
        get throws {
            let base64 = Data(try MessageCoding.encode(self)).base64EncodedData()
            let bytes = base64.map { byte in
                switch byte {
                case UInt8(ascii: "+"): UInt8(ascii: "-")
                case UInt8(ascii: "/"): UInt8(ascii: "_")
                default: byte
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// FNV-1a: the same in every process, and only against mistakes, not against malice.
    private static func digest(of request: OperationRequest) -> UInt64 {
        let pairs = request.query.pairs.filter { $0.name != "cursor" && $0.name != "limit" }
        let query = pairs.map { "\($0.name)=\($0.value)" }.sorted().joined(separator: "&")
        let path = request.path.map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "/")
        let text = "\(request.operation)/\(path)?\(query)"
        return text.utf8.reduce(0xCBF2_9CE4_8422_2325) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
    }
}

extension PageCursor: JSONWritable {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("digest", self.digest)
            json.member("keys", self.keys)
        }
    }
}
