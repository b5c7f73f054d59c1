import Contracts
import FoundationEssentials
import Kernel
import Messaging
import Testing

/// A way to put a request on a queue with rights that nobody has.
enum Forgery: String, CaseIterable, CustomTestStringConvertible {
    case noAssertion = "no assertion"
    case garbage = "an assertion that is none"
    case ownKey = "a signature with a key of the forger's own"
    case otherServicesKey = "a signature with the key of another service"
    case otherOperation = "a genuine assertion of another operation"
    case otherBody = "a genuine assertion of another body"
    case otherPath = "a genuine assertion of another path"
    case otherQuery = "a genuine assertion of another query"
    case otherPrincipal = "a genuine assertion of another principal"
    case otherMessage = "a genuine assertion of another message"
    case otherKey = "a genuine assertion of another idempotency key"
    case expired = "a genuine assertion that has expired"
    case early = "a genuine assertion of a time to come"

    var testDescription: String { self.rawValue }

    /// What stands in the message as the word of the gateway, for `content` to `service`.
    func assertion(
        for content: RequestContent,
        to service: ServiceName,
        masterKey: AssertionKey
    ) throws -> String {
        let key = masterKey.derived(for: service)
        func genuine(_ change: (inout RequestContent) -> Void) -> String {
            var other = content
            change(&other)
            return PrincipalAssertion(for: other, to: service, key: key).text
        }
        func at(_ offset: Duration) -> String {
            let time = Timestamp.now.advanced(by: offset)
            return PrincipalAssertion(for: content, to: service, key: key, now: time).text
        }
        let tooLong = PrincipalAssertion.tolerance + .seconds(60)
        return switch self {
        case .noAssertion: ""
        case .garbage: "\(Timestamp.now.microseconds).bm90IGEgc2lnbmF0dXJl"
        case .ownKey:
            PrincipalAssertion(
                for: content,
                to: service,
                key: try #require(AssertionKey(bytes: [UInt8](repeating: 7, count: 32)))
            )
            .text
        case .otherServicesKey:
            PrincipalAssertion(
                for: content,
                to: service,
                key: masterKey.derived(for: service == .catalog ? .ledger : .catalog)
            )
            .text
        case .otherOperation: genuine { $0.operation = "listDeadLetters" }
        case .otherBody: genuine { $0.body += Array(" ".utf8) }
        case .otherPath: genuine { $0.path = #"{"other":"path"}"# }
        case .otherQuery: genuine { $0.query = #"[{"name":"q","value":"other"}]"# }
        case .otherPrincipal: genuine { $0.principal = $0.principal.replacing("forger", with: "x") }
        case .otherMessage: genuine { $0.messageID = UUID() }
        case .otherKey: genuine { $0.idempotencyKey = "other" }
        case .expired: at(.zero - tooLong)
        case .early: at(tooLong)
        }
    }
}
