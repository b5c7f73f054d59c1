import Contracts
import FoundationEssentials

/// An answer as it came over the wire, with what was asked.
package struct ObservedAnswer: Sendable {
    let method: String
    let target: String
    let status: Int
    /// The content type without its parameters; empty where there is none.
    let mediaType: String
    let body: [UInt8]

    package init(
        method: String,
        target: String,
        status: Int,
        contentType: String?,
        body: [UInt8]
    ) {
        self.isHead = method.uppercased() == "HEAD"
        self.method = self.isHead ? "GET" : method
        self.target = target
        self.status = status
        self.mediaType = String(contentType?.prefix { $0 != ";" } ?? "")
        self.body = body
    }

    let isHead: Bool

    var json: JSONValue? {
        // What is no JSON is a violation that the caller names.
        try? JSONDecoder().decode(JSONValue.self, from: Data(self.body))
    }
}
