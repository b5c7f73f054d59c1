import FoundationEssentials
import NIOCore
import NIOHTTP1

/// The bytes of one HTTP/1.1 request, made before the clock starts.
struct PreparedRequest: Sendable {
    /// Stands where the idempotency key belongs; as long as every key.
    private static let keyPlaceholder = String(repeating: "0", count: 36)

    private let whole: ByteBuffer
    /// Where the idempotency key stands; `nil` in what takes no effect.
    private let keyIndex: Int?

    /// - Parameter isCommand: Whether it takes effect, and so needs a key of its own each time.
    init(_ request: APIRequest, to gateway: BenchGateway, isCommand: Bool) {
        var bytes = ByteBuffer()
        bytes.writeString("\(request.method.rawValue) \(request.target) HTTP/1.1\r\n")
        bytes.writeString("host: \(gateway.host):\(gateway.port)\r\n")
        bytes.writeString("x-api-key: \(gateway.key)\r\n")
        if !request.body.isEmpty {
            bytes.writeString("content-type: \(request.contentType)\r\n")
            bytes.writeString("content-length: \(request.body.count)\r\n")
        }
        if isCommand {
            bytes.writeString("idempotency-key: ")
            self.keyIndex = bytes.writerIndex
            bytes.writeString("\(Self.keyPlaceholder)\r\n")
        } else {
            self.keyIndex = nil
        }
        bytes.writeString("\r\n")
        bytes.writeBytes(request.body)
        self.whole = bytes
    }

    /// The request, under a key that no other has.
    ///
    /// - Parameter memory: Used again and again, as long as nothing else holds what was in it.
    func bytes(in memory: inout ByteBuffer) -> ByteBuffer {
        guard let keyIndex = self.keyIndex else { return self.whole }
        memory.clear()
        memory.writeImmutableBuffer(self.whole)
        memory.setString(UUID().uuidString.lowercased(), at: keyIndex)
        return memory
    }
}
