import Testing

@testable import AMQP

struct DeliveryBufferTests {
    private static let limit = 3

    @Test func `what came back too often comes last, and alone`() {
        var buffer = DeliveryBuffer(suspectDeliveries: Self.limit)
        for (tag, count) in [(1, 3), (2, 0), (3, 3), (4, 2)] {
            buffer.append(self.delivery(UInt64(tag), deliveredBefore: Int64(count)))
        }
        #expect(!buffer.isSuspectNext)
        #expect(buffer.take(10).map(\.tag.value) == [2, 4])
        #expect(buffer.isSuspectNext)
        #expect(buffer.take(10).map(\.tag.value) == [1])
        #expect(buffer.take(10).map(\.tag.value) == [3])
        #expect(buffer.count == 0)
    }

    @Test func `no suspect always stands behind the same other`() {
        let first = self.order(deliveredBefore: 3)
        let second = self.order(deliveredBefore: 4)
        #expect(first == [1, 2, 3, 4])
        #expect(second == [4, 3, 2, 1])
        #expect(self.order(deliveredBefore: 5).sorted() == first)
    }

    @Test func `without a limit everything is handed out in its order`() {
        var buffer = DeliveryBuffer()
        for tag in 1...3 { buffer.append(self.delivery(UInt64(tag), deliveredBefore: 19)) }
        #expect(buffer.take(2).map(\.tag.value) == [1, 2])
        #expect(buffer.take(2).map(\.tag.value) == [3])
    }

    private func order(deliveredBefore count: Int64) -> [UInt64] {
        var buffer = DeliveryBuffer(suspectDeliveries: Self.limit)
        for tag in 1...4 { buffer.append(self.delivery(UInt64(tag), deliveredBefore: count)) }
        return (1...4).flatMap { _ in buffer.take(10).map(\.tag.value) }
    }

    private func delivery(_ tag: UInt64, deliveredBefore count: Int64) -> Delivery {
        Delivery(
            properties: MessageProperties(headers: ["x-delivery-count": .int(count)]),
            body: [],
            exchange: "",
            routingKey: "q",
            isRedelivered: count > 0,
            tag: DeliveryTag(epoch: 1, channel: 1, value: tag)
        )
    }
}
