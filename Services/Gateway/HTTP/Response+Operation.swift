import HTTPTypes
import Hummingbird
import Messaging
import NIOCore

extension Response {
    /// The answer of an operation as HTTP; without its body for HEAD.
    init(_ answer: OperationResponse, isHead: Bool) {
        var headers = HTTPFields()
        for (name, value) in answer.headers {
            // A name that HTTP does not allow cannot come from an operation of ours.
            guard let field = HTTPField.Name(name) else { continue }
            headers.append(HTTPField(name: field, value: value))
        }
        let body = ByteBuffer(bytes: answer.body)
        headers[.contentLength] = "\(answer.body.count)"
        self.init(
            status: HTTPResponse.Status(code: answer.status),
            headers: headers,
            body: isHead || answer.body.isEmpty ? ResponseBody() : ResponseBody(byteBuffer: body)
        )
    }
}
