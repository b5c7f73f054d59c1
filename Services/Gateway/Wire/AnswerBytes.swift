import Messaging
import NIOCore
import NIOHTTP1

/// An answer as it goes over the wire, header and body in one piece (RFC 9112).
struct AnswerBytes {
    private(set) var buffer: ByteBuffer

    /// Bytes that a header takes, more or less.
    private static let usualHeader = 1_024

    /// Begins an answer: status line, what its operation says, and how long its body is.
    init(_ answer: OperationResponse) {
        self.buffer = ByteBufferAllocator().buffer(
            capacity: Self.usualHeader + answer.body.count
        )
        let status = HTTPResponseStatus(statusCode: answer.status)
        self.buffer.writeString("HTTP/1.1 ")
        self.write(answer.status)
        self.buffer.writeString(" ")
        self.buffer.writeString(status.reasonPhrase)
        self.buffer.writeString("\r\n")
        // A name that HTTP does not allow cannot come from an operation of ours.
        for (name, value) in answer.headers where Self.isName(name) { self.add(name, value) }
        // RFC 9110, section 8.6.
        guard status.mayHaveResponseBody else { return }
        self.buffer.writeString("Content-Length: ")
        self.write(answer.body.count)
        self.buffer.writeString("\r\n")
    }

    /// Adds a header; what no value may have is written as a space (RFC 9110, section 5.5).
    mutating func add(_ name: String, _ value: String) {
        self.buffer.writeString(name)
        self.buffer.writeString(": ")
        if value.utf8.contains(where: Self.isControl) {
            self.buffer.writeBytes(value.utf8.map { Self.isControl($0) ? 0x20 : $0 })
        } else {
            self.buffer.writeString(value)
        }
        self.buffer.writeString("\r\n")
    }

    /// Adds headers as they are written.
    mutating func add(lines: [UInt8]) {
        self.buffer.writeBytes(lines)
    }

    /// Ends the header, and adds a body.
    mutating func end(with body: [UInt8]) {
        self.buffer.writeString("\r\n")
        self.buffer.writeBytes(body)
    }

    private mutating func write(_ number: Int) {
        self.buffer.writeString(String(number))
    }

    private static func isControl(_ byte: UInt8) -> Bool {
        byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F
    }

    /// Whether a text is a token (RFC 9110, section 5.6.2).
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: "!#$%&'*+.^_`|~".utf8.contains(byte)
                }
            }
    }
}
