package import AMQP
package import FoundationEssentials
package import Messaging
import Synchronization

/// What arrived in the queue of commands, in order.
package final class Arrivals: Sendable {
    private let messages = Mutex<[IncomingMessage]>([])

    package init() {}

    package var all: [IncomingMessage] { self.messages.withLock { $0 } }

    package var ids: [UUID] { self.all.map(\.id) }

    package var numbers: [Int] {
        self.all.compactMap { message in
            // What is no test command has no number.
            try? message.decode(TestCommand.self).number
        }
    }

    package func consumer(_ process: some MessagingProcess) -> Consumer {
        self.consumer(over: process.consuming)
    }

    package func consumer(over connection: BrokerConnection) -> Consumer {
        Consumer(connection, queue: "ledger.cmd") { deliveries in
            // What cannot be read is not counted.
            let messages = deliveries.compactMap { try? IncomingMessage($0) }
            self.messages.withLock { $0 += messages }
            return deliveries.map { _ in .acknowledge }
        }
    }
}
