import AMQP
import TestSupport
import Testing

struct HeaderDepthTests {
    /// The header table of a stranger: tables in tables.
    private static func nested(_ levels: Int) -> String {
        String(repeating: #"{"a":"#, count: levels) + "1" + String(repeating: "}", count: levels)
    }

    @Test(arguments: [14, 15, 16, 4_000])
    func `headers of any depth are read no deeper than they may be sent`(levels: Int) async throws {
        try await withTestVirtualHost { host in
            try await host.declare([classicQueue("q")])
            try await host.publish(to: "q", headers: Self.nested(levels))
            let inbox = Inbox()
            let connection = BrokerConnection(host.url)
            let consumer = Consumer(connection, queue: "q") { inbox.acknowledge($0) }
            try await withRunning([connection, consumer]) {
                try await eventually("the message") { inbox.all.count == 1 }
            }
            let headers = try #require(inbox.all.first).properties.headers
            var value = FieldValue.table(headers)
            var depth = 0
            while case .table(let table) = value, let inner = table["a"] {
                value = inner
                depth += 1
            }
            #expect(depth == min(levels, MessageLimits.headerDepth - 1))
            #expect(value == (levels < MessageLimits.headerDepth ? 1 : .null))
            // So a copy of it can be sent on.
            try MessageLimits().check(
                OutboundMessage(
                    exchange: "",
                    routingKey: "q",
                    properties: MessageProperties(headers: headers),
                    body: []
                )
            )
        }
    }
}
