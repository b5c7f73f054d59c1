import HTTPTypes
import Hummingbird
import Messaging
import NIOCore

extension Response {
    /// The answer of an operation as HTTP; without its body for HEAD.
    ///
    /// - Parameter complete: Adds the headers that are not the operation's business.
    init(
        _ answer: OperationResponse,
        isHead: Bool,
        complete: (inout [HTTPField]) -> Void
    ) {
        var fields: [HTTPField] = []
        fields.reserveCapacity(Self.usualFields)
        for (name, value) in answer.headers {
            // A name that HTTP does not allow cannot come from an operation of ours.
            guard let name = HTTPField.Name(ofOperation: name) else { continue }
            fields.append(HTTPField(name: name, value: value))
        }
        fields.append(HTTPField(name: .contentLength, value: "\(answer.body.count)"))
        complete(&fields)
        self.init(
            status: HTTPResponse.Status(code: answer.status),
            headers: HTTPFields(all: fields),
            body: isHead || answer.body.isEmpty
                ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }

    /// Few answers have more.
    private static var usualFields: Int { 16 }
}

extension HTTPFields {
    /// Fields in one go: adding them one by one searches all that are there for each.
    init(all fields: [HTTPField]) {
        self.init()
        self.replaceSubrange(0..<0, with: fields)
    }

    /// The value of a field that mostly occurs once or not at all.
    ///
    /// What `self[name]` says, without the work of joining several values where there is one.
    func value(of name: HTTPField.Name) -> String? {
        var value: String?
        for field in self where field.name == name {
            guard value == nil else { return self[name] }
            value = field.value
        }
        return value
    }
}

extension HTTPField.Name {
    /// Those that operations use, which are checked and put into lower case once.
    private static let ofOperations = Dictionary(
        uniqueKeysWithValues: [
            "Allow", "Cache-Control", "Content-Disposition", "Content-Security-Policy",
            "Content-Type", "ETag", "Idempotency-Replayed", "Link", "Location", "Retry-After",
            "Set-Cookie",
        ].compactMap { text in Self(text).map { (text, $0) } }
    )

    /// The name of a header that an operation answers with; `nil` for what is no name.
    fileprivate init?(ofOperation name: String) {
        guard let name = Self.ofOperations[name] ?? Self(name) else { return nil }
        self = name
    }
}
