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
        let request = try self.admit(self.bundle(of: self.call()))
        #expect(request.principal.name == "Ada")
        #expect(request.operation == "listStock")
        #expect(request.query["sku"] == "A")
        #expect(request.path.isEmpty)
        #expect(request.headers == ["if-match": "1"])
        #expect(request.body == Array("body".utf8))
    }

    @Test func `whatever is changed after signing is refused, each byte of a bundle`() throws {
        let bundle = try self.bundle(of: self.call(key: "k"))
        for index in bundle.indices {
            var forged = bundle
            forged[index] ^= 1 << UInt8(index % 8)
            self.expectRefusal(of: forged, "byte \(index)")
        }
        self.expectRefusal(of: bundle.dropLast(BundleAssertion.length) + Array(0..<32), "garbage")
        let nothing = [UInt8](repeating: 0, count: BundleAssertion.length)
        self.expectRefusal(of: bundle.dropLast(BundleAssertion.length) + nothing, "nothing")
    }

    @Test func `a signature for one service is worth nothing at another`() throws {
        let bundle = try self.bundle(of: self.call())
        let catalog = RequestAdmission(service: .catalog, key: self.master.derived(for: .catalog))
        #expect(throws: Problem(.forgedPrincipal)) { try self.admit(bundle, by: catalog) }
        let mistaken = RequestAdmission(service: .catalog, key: self.key)
        #expect(throws: Problem(.forgedPrincipal)) { try self.admit(bundle, by: mistaken) }
    }

    @Test func `every request of a forged bundle is forged, and of a genuine one has its caller`()
        throws
    {
        let names = ["Ada", "Bob", "Ada", "Eve"]
        var bundle = try self.bundle(of: names.map { self.call(name: $0) })
        let requests = try self.requests(in: bundle)
        #expect(requests[0].bundle.content.principals.count == 3, "Ada is there once")
        let callers = try requests.map { try self.admit($0).principal.name }
        #expect(callers == names)
        bundle[bundle.count - 1] ^= 1
        for request in try self.requests(in: bundle) {
            #expect(throws: Problem(.forgedPrincipal)) { try self.admit(request) }
        }
    }

    @Test func `an assertion holds for a while, whichever clock is ahead`() throws {
        let bundle = try self.bundle(of: self.call())
        for seconds in [-119, 0, 119] {
            _ = try self.admit(bundle, at: self.now.advanced(by: .seconds(seconds)))
        }
        for seconds in [-121, 121] {
            #expect(throws: Problem(.forgedPrincipal)) {
                try self.admit(bundle, at: self.now.advanced(by: .seconds(seconds)))
            }
        }
    }

    @Test func `a service checks the permission again`() throws {
        let bundle = try self.bundle(of: self.call(permissions: [.catalogRead]))
        #expect(throws: Problem.forbidden(.stockRead)) { try self.admit(bundle) }
    }

    @Test func `a service answers its own operations only`() throws {
        let foreign = try self.bundle(of: self.call("listVariants", permissions: [.catalogRead]))
        #expect(throws: Problem.self) { try self.admit(foreign) }
        var own = self.call("listDeadLetters", permissions: [.deadLetterRead])
        own.path = ["service": "ledger"]
        _ = try self.admit(self.bundle(of: own))
        own.path = ["service": "catalog"]
        let other = try self.bundle(of: own)
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
        name: String = "Ada",
        permissions: Set<Permission> = [.stockRead],
        key: String? = nil
    ) -> OperationCall {
        let id = UUID(uuidString: "6d1f4b0e-0000-4000-8000-000000000001") ?? UUID()
        return OperationCall(
            operation: operation,
            principal: Principal(id: id, kind: .user, name: name, permissions: permissions),
            query: QueryParameters([.init(name: "sku", value: "A")]),
            headers: ["if-match": "1"],
            body: Array("body".utf8),
            idempotencyKey: key
        )
    }

    private func bundle(of calls: OperationCall...) throws -> [UInt8] {
        try self.bundle(of: calls)
    }

    private func bundle(of calls: [OperationCall]) throws -> [UInt8] {
        let texts = PrincipalTexts()
        var known: [String: PrincipalText] = [:]
        let requests = try calls.map { call in
            let text = try known[call.principal.name] ?? texts.text(of: call.principal)
            known[call.principal.name] = text
            return OutgoingRequest(call, from: text)
        }
        return RequestBundle.bytes(
            of: requests,
            from: "instance",
            to: .ledger,
            key: self.key,
            issuedAt: self.now
        )
    }

    private func requests(in bytes: [UInt8]) throws -> [ReceivedRequest] {
        let bundle = ReceivedBundle(try RequestBundle(bytes), arrival: .now)
        return bundle.content.requests.map { ReceivedRequest(bundle: bundle, request: $0) }
    }

    /// Admits the first request of a bundle.
    @discardableResult
    private func admit(
        _ bundle: [UInt8],
        by admission: RequestAdmission? = nil,
        at time: Timestamp? = nil
    ) throws -> OperationRequest {
        let requests = try self.requests(in: bundle)
        return try self.admit(try #require(requests.first), by: admission, at: time)
    }

    private func admit(
        _ received: ReceivedRequest,
        by admission: RequestAdmission? = nil,
        at time: Timestamp? = nil
    ) throws -> OperationRequest {
        let (fields, body) = try received.request.read(from: received.bundle.content.bytes)
        let admission = admission ?? RequestAdmission(service: .ledger, key: self.key)
        return try admission.admit(received, fields, body: body, now: time ?? self.now)
    }

    /// Whether a bundle is no bundle any more, or forged.
    private func expectRefusal(of bundle: [UInt8], _ what: String) {
        do {
            try self.admit(bundle)
            Issue.record("\(what) was admitted")
        } catch {
            let isForged = (error as? Problem)?.knownCode == .forgedPrincipal
            #expect(isForged || error is BundleError, "\(what): \(error)")
        }
    }
}
