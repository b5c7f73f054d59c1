import Testing

@testable import AMQP

struct FrameAssemblerTests {
    private static let deliver = IncomingMethod.deliver(
        consumerTag: "c",
        tag: 7,
        isRedelivered: true,
        exchange: "e",
        key: "k"
    )

    @Test func `a body in several frames becomes one delivery`() throws {
        var assembler = assembler()
        let properties = MessageProperties(type: "t")

        #expect(try assembler.receive(.method(Self.deliver)) == nil)
        #expect(try assembler.receive(.header(bodySize: 5, properties)) == nil)
        #expect(try assembler.receive(.body([1, 2])) == nil)
        #expect(try assembler.receive(.body([3, 4])) == nil)
        let expected = Delivery(
            properties: properties,
            body: [1, 2, 3, 4, 5],
            exchange: "e",
            routingKey: "k",
            isRedelivered: true,
            tag: DeliveryTag(epoch: 3, channel: 2, value: 7)
        )
        #expect(try assembler.receive(.body([5])) == .delivery(consumerTag: "c", expected))
    }

    @Test func `an empty body needs no body frame`() throws {
        var assembler = assembler()
        _ = try assembler.receive(.method(Self.deliver))

        let event = try assembler.receive(.header(bodySize: 0, MessageProperties()))
        guard case .delivery(_, let delivery) = event else {
            Issue.record("no delivery")
            return
        }
        #expect(delivery.body.isEmpty)
    }

    @Test func `a channel may close in the middle of a message`() throws {
        var assembler = assembler()
        _ = try assembler.receive(.method(Self.deliver))
        _ = try assembler.receive(.header(bodySize: 5, MessageProperties()))

        let closed = IncomingMethod.channelClosed(code: 404, text: "gone")
        #expect(try assembler.receive(.method(closed)) == .closed(code: 404, text: "gone"))
    }

    @Test func `frames out of order and giant bodies break the connection`() throws {
        var confused = assembler()
        #expect(throws: AMQPError.self) { try confused.receive(.body([1])) }

        var small = assembler()
        _ = try small.receive(.method(Self.deliver))
        #expect(throws: AMQPError.self) {
            try small.receive(.header(bodySize: 1_001, MessageProperties()))
        }
    }

    private func assembler() -> FrameAssembler {
        FrameAssembler(epoch: 3, channel: 2, maximumBody: 1_000)
    }
}
