import ArgumentParser
import Messaging

/// `stockbookctl definitions`: the broker's topology as `deploy/rabbitmq/definitions.json` holds it.
struct DefinitionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "definitions",
        abstract: "Print the users, exchanges, queues and policies that RabbitMQ imports.",
        discussion: "After a change of Shared/Messaging/Topology: "
            + "./stockbook definitions > deploy/rabbitmq/definitions.json"
    )

    func run() async throws {
        try Console.standard.write(text: Topology.definitions())
    }
}
