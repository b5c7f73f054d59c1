import Contracts
import FoundationEssentials
import Kernel
import Testing

@testable import Messaging

@Suite struct AssertionTests {
    private let master: AssertionKey
    private let key: AssertionKey
    private let now = Timestamp(microseconds: 1_800_000_000_000_000)

    init() throws {
        self.master = try #require(AssertionKey(bytes: Array(0..<32)))
        self.key = self.master.derived(for: .ledger)
    }

    @Test func `a request that the gateway signed is admitted with its principal`() throws {
        let message = try self.message(self.call())
        let request = try self.admit(message)
        #expect(request.principal.name == "Ada")
        #expect(request.operation == "listStock")
        #expect(request.query["sku"] == "A")
        #expect(request.path.isEmpty)
    }

    @Test func `whatever is changed after signing makes the request forged`() throws {
        let changes: [(inout RequestMessage) -> Void] = [
            { $0.content.operation = "listEntries" },
            { $0.content.messageID = UUID() },
            { $0.content.idempotencyKey = "other" },
            { $0.content.principal = $0.content.principal.replacing("Ada", with: "Eve") },
            { $0.content.path = #"{"a":"b"}"# },
            { $0.content.query = "[]" },
            { $0.content.headers = #"{"if-match":"1"}"# },
            { $0.content.body = [1] },
            { $0.assertion = "" },
            { $0.assertion = "1800000000000000.AAAA" },
            { $0.assertion = $0.assertion.replacing("1800", with: "1801") },
        ]
        for change in changes {
            var message = try self.message(self.call())
            change(&message)
            #expect(throws: Problem(.forgedPrincipal)) { try self.admit(message) }
        }
    }

    @Test func `a signature for one service is worth nothing at another`() throws {
        let message = try self.message(self.call())
        let catalog = RequestAdmission(service: .catalog, key: self.master.derived(for: .catalog))
        #expect(throws: Problem(.forgedPrincipal)) {
            try catalog.admit(message, deadline: .now, now: self.now)
        }
        let mistaken = RequestAdmission(service: .catalog, key: self.key)
        #expect(throws: Problem(.forgedPrincipal)) {
            try mistaken.admit(message, deadline: .now, now: self.now)
        }
    }

    @Test func `an assertion holds for a while, whichever clock is ahead`() throws {
        let message = try self.message(self.call())
        for seconds in [-119, 0, 119] {
            _ = try self.admit(message, at: self.now.advanced(by: .seconds(seconds)))
        }
        for seconds in [-121, 121] {
            #expect(throws: Problem(.forgedPrincipal)) {
                try self.admit(message, at: self.now.advanced(by: .seconds(seconds)))
            }
        }
    }

    @Test func `a service checks the permission again`() throws {
        let message = try self.message(self.call(permissions: [.catalogRead]))
        #expect(throws: Problem.forbidden(.stockRead)) { try self.admit(message) }
    }

    @Test func `a service answers its own operations only`() throws {
        let foreign = try self.message(self.call("listVariants", permissions: [.catalogRead]))
        #expect(throws: Problem.self) { try self.admit(foreign) }
        var own = self.call("listDeadLetters", permissions: [.deadLetterRead])
        own.path = ["service": "ledger"]
        _ = try self.admit(try self.message(own))
        own.path = ["service": "catalog"]
        let other = try self.message(own)
        #expect(throws: Problem.self) { try self.admit(other) }
    }

    @Test func `a key is written and read as hexadecimal digits`() throws {
        let read = try #require(AssertionKey(hexadecimal: self.key.hexadecimal))
        #expect(read.hexadecimal == self.key.hexadecimal)
        #expect(read.hexadecimal.count == 64)
        #expect(self.master.derived(for: .catalog).hexadecimal != self.key.hexadecimal)
        #expect(AssertionKey(hexadecimal: "00ff") == nil)
        #expect(AssertionKey(hexadecimal: String(repeating: "g", count: 64)) == nil)
        #expect(AssertionKey(bytes: [UInt8](repeating: 0, count: 31)) == nil)
    }

    @Test func `a repeated key makes the same message, even of another operation`() {
        let first = self.call(key: "k")
        #expect(first.messageID == self.call(key: "k").messageID)
        #expect(first.messageID != self.call(key: "l").messageID)
        // So the service finds that the key was used for another request, and refuses it.
        #expect(first.messageID == self.call("listEntries", key: "k").messageID)
        #expect(self.call().messageID != self.call().messageID)
    }

    private func call(
        _ operation: String = "listStock",
        permissions: Set<Permission> = [.stockRead],
        key: String? = nil
    ) -> OperationCall {
        let id = UUID(uuidString: "6d1f4b0e-0000-4000-8000-000000000001") ?? UUID()
        return OperationCall(
            operation: operation,
            principal: Principal(id: id, kind: .user, name: "Ada", permissions: permissions),
            query: QueryParameters([.init(name: "sku", value: "A")]),
            idempotencyKey: key
        )
    }

    private func message(_ call: OperationCall) throws -> RequestMessage {
        let content = try call.content()
        return RequestMessage(
            content: content,
            assertion: PrincipalAssertion(
                for: content,
                to: .ledger,
                key: self.key,
                now: self.now
            ).text,
            correlationID: UUID(),
            replyTo: "instance",
            budget: .seconds(1)
        )
    }

    private func admit(
        _ message: RequestMessage,
        at time: Timestamp? = nil
    ) throws -> OperationRequest {
        try RequestAdmission(service: .ledger, key: self.key)
            .admit(message, deadline: .now, now: time ?? self.now)
    }
}
