import Contracts
import FoundationEssentials
import Kernel
import Testing

@testable import Messaging

/// A way to put a request on a queue with rights that nobody has.
enum Forgery: String, CaseIterable, CustomTestStringConvertible {
    case noAssertion = "no assertion"
    case garbage = "an assertion that is none"
    case ownKey = "a signature with a key of the forger's own"
    case otherServicesKey = "a signature with the key of another service"
    case otherService = "a genuine assertion for another service"
    case otherInstance = "a genuine assertion for another who waits"
    case otherOperation = "a genuine assertion of another operation"
    case otherBody = "a genuine assertion of another body"
    case otherPath = "a genuine assertion of another path"
    case otherQuery = "a genuine assertion of another query"
    case otherHeaders = "a genuine assertion of other headers"
    case otherPrincipal = "a genuine assertion of another principal"
    case otherMessage = "a genuine assertion of another message"
    case otherKey = "a genuine assertion of another idempotency key"
    case expired = "a genuine assertion that has expired"
    case early = "a genuine assertion of a time to come"

    var testDescription: String { self.rawValue }

    /// A bundle with `question` and something else than the word of the gateway.
    func bundle(of question: Question, masterKey: AssertionKey) throws -> [UInt8] {
        let key = masterKey.derived(for: question.service)
        let issuedAt = Timestamp.now
        let genuine = try question.bundle(key: key, issuedAt: issuedAt)
        func signed(_ signature: some Collection<UInt8>) -> [UInt8] {
            genuine.dropLast(BundleAssertion.length) + Array(signature)
        }
        func other(_ change: (inout Question) -> Void) throws -> [UInt8] {
            var other = question
            change(&other)
            let bundle = try other.bundle(key: key, issuedAt: issuedAt)
            return signed(bundle.suffix(BundleAssertion.length))
        }
        let tooLong = BundleAssertion.tolerance + .seconds(60)
        switch self {
        case .noAssertion: return signed([UInt8](repeating: 0, count: BundleAssertion.length))
        case .garbage: return signed(1...UInt8(BundleAssertion.length))
        case .ownKey:
            let own = try #require(AssertionKey(bytes: [UInt8](repeating: 7, count: 32)))
            return try question.bundle(key: own, issuedAt: issuedAt)
        case .otherServicesKey:
            let service: ServiceName = question.service == .catalog ? .ledger : .catalog
            return try question.bundle(key: masterKey.derived(for: service), issuedAt: issuedAt)
        case .otherService: return try other { $0.service = .gateway }
        case .otherInstance: return try other { $0.instance = "other" }
        case .otherOperation: return try other { $0.call.operation = "listDeadLetters" }
        case .otherBody: return try other { $0.call.body += Array(" ".utf8) }
        case .otherPath: return try other { $0.call.path = ["other": "path"] }
        case .otherQuery:
            return try other { $0.call.query = QueryParameters([.init(name: "q", value: "other")]) }
        case .otherHeaders: return try other { $0.call.headers["if-match"] = "\"1\"" }
        case .otherPrincipal:
            let principal = question.call.principal
            return try other {
                $0.call.principal = Principal(
                    id: principal.id,
                    kind: principal.kind,
                    name: "other",
                    permissions: principal.permissions
                )
            }
        case .otherMessage: return try other { $0.call.messageID = UUID() }
        case .otherKey: return try other { $0.call.idempotencyKey = "other" }
        case .expired:
            return try question.bundle(key: key, issuedAt: issuedAt.advanced(by: .zero - tooLong))
        case .early: return try question.bundle(key: key, issuedAt: issuedAt.advanced(by: tooLong))
        }
    }
}
