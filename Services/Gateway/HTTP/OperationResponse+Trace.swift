import FoundationEssentials
import Kernel
import Messaging

extension OperationResponse {
    /// Tells who is refused which trace to quote; any other answer stays as it is.
    ///
    /// The member is added to what is written already: a problem often comes from a service.
    mutating func quote(trace: @autoclosure () -> String) {
        guard self.status >= 400, self.header("Content-Type") == "application/problem+json",
            self.body.last == UInt8(ascii: "}")
        else { return }
        self.body.removeLast()
        self.body.append(contentsOf: #","traceId":"\#(trace())"}"#.utf8)
    }
}

extension UUID {
    /// The number in hexadecimal digits alone, as traces are written.
    var digits: String { self.text.replacing("-", with: "") }
}
