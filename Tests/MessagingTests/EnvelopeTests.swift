import AMQP
import Contracts
import FoundationEssentials
import Kernel
import TestSupport
import Testing

@testable import Messaging

@Suite struct EnvelopeTests {
    @Test func `a message reads as it was written`() throws {
        var message = try OutboxMessage(TestFact(number: 3), subject: "s-1", version: 7)
        message.causationID = UUID()
        let read = try IncomingMessage(Self.delivery(of: message.outbound(source: "catalog")))
        #expect(read.id == message.id)
        #expect(read.type == TestFact.type)
        #expect(read.source == "catalog")
        #expect(read.subject == "s-1")
        #expect(read.version == 7)
        #expect(read.correlationID == message.correlationID)
        #expect(read.causationID == message.causationID)
        #expect(read.occurredAt == message.occurredAt)
        #expect(read.attempt == 1)
        #expect(try read.decode(TestFact.self) == TestFact(number: 3))
    }

    @Test func `what names no type or no identifier is no message`() throws {
        let good = try OutboxMessage(TestFact(number: 1), subject: "s").outbound(source: "x")
        var message = good
        message.properties.messageID = nil
        #expect(throws: EnvelopeError.missing("message_id")) {
            try IncomingMessage(Self.delivery(of: message))
        }
        message.properties.messageID = "17"
        #expect(throws: EnvelopeError.malformed("message_id")) {
            try IncomingMessage(Self.delivery(of: message))
        }
        message = good
        message.properties.type = nil
        #expect(throws: EnvelopeError.missing("type")) {
            try IncomingMessage(Self.delivery(of: message))
        }
    }

    @Test func `an outside system's own identifier becomes the same UUID each time`() {
        func ingress(user: String, id: String?, body: [UInt8]) -> UUID {
            IncomingMessage(
                ingress: Self.delivery(
                    of: OutboundMessage(
                        exchange: "pos.ingress",
                        routingKey: "pos.v1.\(user).sale",
                        properties: MessageProperties(messageID: id, userID: user),
                        body: body
                    )
                )
            ).id
        }
        #expect(ingress(user: "a", id: "1", body: [1]) == ingress(user: "a", id: "1", body: [2]))
        #expect(ingress(user: "a", id: "1", body: [1]) != ingress(user: "b", id: "1", body: [1]))
        #expect(ingress(user: "a", id: nil, body: [1]) == ingress(user: "a", id: nil, body: [1]))
        #expect(ingress(user: "a", id: nil, body: [1]) != ingress(user: "a", id: nil, body: [2]))
    }

    @Test func `a copy keeps where it came from, and a stranger cannot claim to be one`() throws {
        var original = try OutboxMessage(TestCommand(number: 1), subject: "s").outbound(source: "x")
        original.properties.userID = "pos_acme"
        original.properties.headers["x-death"] = .array([])
        let received = ReceivedMessage(Self.delivery(of: original), isIngress: false)
        let copies = MessageCopy(service: .ledger, queue: "ledger.cmd")
        let copy = copies.retry(received, tier: .oneMinute)
        #expect(copy.exchange == "ledger.retry")
        #expect(copy.routingKey == "ledger.cmd")
        #expect(copy.properties.userID == nil)
        #expect(copy.properties.headers["x-death"] == nil)
        #expect(copy.properties.headers["retry-tier"] == "1m")
        let back = try IncomingMessage(Self.delivery(of: copy, from: "ledger.requeue"))
        #expect(back.attempt == 2)
        #expect(back.userID == "pos_acme")
        #expect(back.exchange == "ledger.cmd")
        #expect(back.routingKey == TestCommand.type)
        #expect(back.fingerprint == (try IncomingMessage(Self.delivery(of: original))).fingerprint)
        let forged = try IncomingMessage(Self.delivery(of: copy, from: "pos.ingress"))
        #expect(forged.attempt == 1)
        #expect(forged.userID == nil)
        #expect(forged.routingKey == "ledger.cmd")
    }

    @Test func `a dead letter made by the broker believes the broker alone`() throws {
        var message = try OutboxMessage(TestCommand(number: 1), subject: "s").outbound(source: "x")
        message.properties.userID = "pos_acme"
        message.properties.headers["failed-queue"] = "gateway.cmd"
        message.properties.headers["original-user-id"] = "pos_other"
        message.properties.headers["x-death"] = .array([
            .table([
                "queue": "ledger.cmd", "reason": "delivery_limit", "count": 1,
                "exchange": "ledger.cmd", "routing-keys": .array(["k"]),
            ])
        ])
        let letter = DeadLetterEntry(Self.delivery(of: message, from: "ledger.dlx"))
        #expect(letter.queue == "ledger.cmd")
        #expect(letter.errorCode == "delivery-limit")
        #expect(letter.routingKey == "k")
        #expect(letter.headers["original-user-id"] == "pos_acme")
        #expect(letter.headers["x-death"] == nil)
    }

    @Test func `headers survive the database, without what it cannot store`() throws {
        let fields: [String: FieldValue] = [
            "a": "text", "b": 7, "c": true, "d": .array([1, "x"]), "e": .table(["f": .null]),
            "g": "nul\0byte", "h\0": .bytes(Array("bytes".utf8)), "i": .double(1.5),
        ]
        let bytes = try MessageCoding.encode(JSONFields(fields))
        let read = try MessageCoding.decode(JSONFields.self, from: bytes).fields
        #expect(read["a"] == "text" && read["b"] == 7 && read["c"] == true)
        #expect(read["d"] == .array([1, "x"]))
        #expect(read["e"] == .table(["f": .null]))
        #expect(read["g"] == "nul\u{FFFD}byte")
        #expect(read["h\u{FFFD}"] == "bytes")
        #expect(read["i"] == "1.5")
    }

    @Test func `a derived identifier is that of the standard`() throws {
        // RFC 9562, appendix A.4.
        let dns = try #require(UUID(uuidString: "6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
        let id = UUID.version5(namespace: dns, name: Array("www.example.com".utf8))
        #expect(id.text == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
        #expect(UUID.version5(parts: ["ab", "c"]) != UUID.version5(parts: ["a", "bc"]))
    }

    @Test func `an error text is cut between two characters`() {
        #expect("abc".prefix(utf8: 5) == "abc")
        #expect("aééé".prefix(utf8: 4) == "aé")
        #expect(String(repeating: "🙂", count: 9).prefix(utf8: 10) == "🙂🙂")
    }

    /// The message as a queue would deliver it.
    static func delivery(of message: OutboundMessage, from exchange: String? = nil) -> Delivery {
        Delivery(
            properties: message.properties,
            body: message.body,
            exchange: exchange ?? message.exchange,
            routingKey: message.routingKey,
            isRedelivered: false,
            tag: DeliveryTag(epoch: 1, channel: 1, value: 1)
        )
    }
}
