import AMQP
import Testing

struct MessageLimitsTests {
    private let limits = MessageLimits(maximumBody: 10)

    @Test func `what fits is accepted to the last byte`() throws {
        var message = OutboundMessage(
            exchange: String(repeating: "e", count: 255),
            routingKey: String(repeating: "k", count: 255),
            body: [UInt8](repeating: 0, count: 10)
        )
        // 4 bytes of length, 2 of name, 5 of type and length of the value.
        message.properties.headers = ["h": .string(String(repeating: "v", count: 65_524))]
        try self.limits.check(message)
    }

    @Test(arguments: Oversized.allCases)
    func `what does not fit is refused`(part: Oversized) {
        let error = #expect(throws: AMQPError.self) { try self.limits.check(part.message) }
        #expect(error?.code == .invalidMessage)
    }

    @Test func `an expiration is a number of milliseconds`() throws {
        var message = OutboundMessage(to: "q", [])
        message.properties.expiration = "1500"
        try self.limits.check(message)
        message.properties.expiration = "soon"
        #expect(throws: AMQPError.self) { try self.limits.check(message) }
    }
}

/// The part of a message that breaks its limit by one.
enum Oversized: CaseIterable {
    case exchange
    case routingKey
    case messageID
    case body
    case headers
    case headerName
    case nestedHeaderName
    case headerDepth

    var message: OutboundMessage {
        let long = String(repeating: "x", count: 256)
        var message = OutboundMessage(to: "q", [])
        switch self {
        case .exchange: message.exchange = long
        case .routingKey: message.routingKey = long
        case .messageID: message.properties.messageID = long
        case .body: message.body = [UInt8](repeating: 0, count: 11)
        case .headers:
            message.properties.headers = ["h": .bytes(.init(repeating: 0, count: 65_525))]
        case .headerName: message.properties.headers = [long: 1]
        case .nestedHeaderName: message.properties.headers = ["t": .table([long: 1])]
        case .headerDepth: message.properties.headers = ["deep": Self.nested(16)]
        }
        return message
    }

    private static func nested(_ depth: Int) -> FieldValue {
        depth == 0 ? .null : .array([self.nested(depth - 1)])
    }
}
