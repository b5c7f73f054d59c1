import AMQP
import Synchronization
import TestSupport
import Testing

@testable import Messaging

struct RequestDeskTests {
    @Test func `a request is taken in only by a worker who waits`() async throws {
        let desk = RequestDesk()
        #expect(!desk.take(delivery(1), at: .now))
        let asked = Mutex(0)
        async let request = desk.next { asked.withLock { $0 += 1 } }
        try await eventually("the worker") { desk.take(delivery(2), at: .now) }
        let body = await request?.delivery.body
        #expect(body == [2])
        #expect(asked.withLock { $0 } == 1, "what was turned away is asked for")
        #expect(!desk.take(delivery(3), at: .now))
    }

    @Test func `a desk that closes sends workers home, and asks for nothing`() async throws {
        let desk = RequestDesk()
        let asked = Mutex(0)
        async let request = desk.next { asked.withLock { $0 += 1 } }
        desk.close()
        let home = await request == nil
        #expect(home)
        #expect(asked.withLock { $0 } == 0)
    }
}

private func delivery(_ number: UInt8) -> Delivery {
    Delivery(
        properties: MessageProperties(),
        body: [number],
        exchange: "",
        routingKey: "",
        isRedelivered: false,
        tag: DeliveryTag(epoch: 1, channel: 1, value: UInt64(number))
    )
}
