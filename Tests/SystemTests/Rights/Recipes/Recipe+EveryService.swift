import AMQP
import Contracts
import Messaging
import TestSupport
import Testing

@testable import Operator

extension Recipe {
    /// The services that there are.
    static let everyServiceNames = Suite.services

    static let everyService: [Recipe] = everyServiceNames.flatMap { service in
        [
            Recipe("listDeadLetters", of: service) { _ in
                try Call("listDeadLetters", ["service": service.rawValue])
            },
            Recipe("getDeadLetter", of: service) {
                try Call("getDeadLetter", await $0.deadLetter(of: service))
            },
            Recipe("replayDeadLetter", of: service) {
                try Call("replayDeadLetter", await $0.deadLetter(of: service), json: [:])
            },
            Recipe("discardDeadLetter", of: service) {
                try Call(
                    "discardDeadLetter",
                    await $0.deadLetter(of: service),
                    json: ["reason": "a test"]
                )
            },
        ]
    }
}

extension System {
    /// Puts something on the queue of a service that it cannot handle.
    ///
    /// - Returns: The parameters of the path to its dead letter.
    fileprivate func deadLetter(of service: ServiceName) async throws -> [String: String] {
        let type = "unheard-of.\(Unique.word()).v1"
        try await self.publishToSuite([
            OutboundMessage(
                exchange: "",
                routingKey: service.queue(.events),
                isMandatory: true,
                properties: MessageProperties(messageID: Unique.word(), type: type),
                body: Array("{}".utf8)
            )
        ])
        var letter: String?
        try await eventually("\(service.rawValue) has a dead letter", within: Self.newsLimit) {
            let path = ["service": service.rawValue]
            let call = try Call("listDeadLetters", path, query: [("type", type)])
            letter = try await self.succeed(call, by: self.admin)
                .decode(PageDocument<DeadLetterDocument>.self).items.first?.id
            return letter != nil
        }
        return ["service": service.rawValue, "deadLetterId": try #require(letter)]
    }
}

private struct DeadLetterDocument: Decodable {
    let id: String
}
