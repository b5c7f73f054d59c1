import AMQP
import FoundationEssentials
import Synchronization

@testable import Messaging

/// What arrived in the queue of commands, in order.
final class Arrivals: Sendable {
    private let messages = Mutex<[IncomingMessage]>([])

    var all: [IncomingMessage] { self.messages.withLock { $0 } }

    var ids: [UUID] { self.all.map(\.id) }

    var numbers: [Int] {
        self.all.compactMap { message in
            // What is no test command has no number.
            try? message.decode(TestCommand.self).number
        }
    }

    func consumer(_ fixture: MessagingFixture) -> Consumer {
        self.consumer(over: fixture.consuming)
    }

    func consumer(over connection: BrokerConnection) -> Consumer {
        Consumer(connection, queue: "ledger.cmd") { deliveries in
            // What cannot be read is not counted.
            let messages = deliveries.compactMap { try? IncomingMessage($0) }
            self.messages.withLock { $0 += messages }
            return deliveries.map { _ in .acknowledge }
        }
    }
}
