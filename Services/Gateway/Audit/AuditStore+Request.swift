import Contracts
import FoundationEssentials
import Hummingbird
import Kernel
import Messaging

extension AuditStore.Record {
    private static let maximumSubjectLength = 128
    private static let maximumUserAgentLength = 400

    /// What the trail says of a request and its answer; `nil` for what it does not keep.
    ///
    /// Kept are changes, attempts at them, and refusals for lack of permission.
    init?(
        _ operation: OperationDescription,
        path: [String: String],
        request: Request,
        caller: Caller?,
        answer: OperationResponse,
        address: String,
        requestID: UUID
    ) {
        guard !operation.isReadOnly || answer.status == 403 else { return nil }
        // A made thing is named by where it is, anything else by the path.
        let made = answer.header("Location")?.split(separator: "/").last.map(String.init)
        let subject = made ?? Self.subject(in: path, of: operation)
        let key = try? IdempotencyKey.required(by: operation, in: request)
        self.init(
            id: .make(),
            recordedAt: .now,
            actor: caller.map { Actor($0.principal) },
            operation: operation.id,
            subject: subject.map { String($0.prefix(Self.maximumSubjectLength)) },
            outcome: AuditStore.Outcome(status: answer.status),
            status: Int16(clamping: answer.status),
            code: answer.status < 400 ? nil : ProblemHead.code(of: answer.body),
            address: address,
            userAgent: request.headers[.userAgent].map {
                String($0.prefix(Self.maximumUserAgentLength))
            },
            idempotencyKey: key,
            requestID: requestID
        )
    }

    /// The first parameter of the path: what the others are parts of.
    private static func subject(
        in path: [String: String],
        of operation: OperationDescription
    ) -> String? {
        operation.path.split(separator: "/").lazy.compactMap { segment in
            path.first { $0.key != "service" && segment.hasPrefix("{\($0.key)}") }?.value
        }.first
    }
}

extension AuditStore.Outcome {
    fileprivate init(status: Int) {
        switch status {
        case ..<400: self = .done
        case ..<500: self = .refused
        default: self = .failed
        }
    }
}

extension Actor {
    fileprivate init(_ principal: Principal) {
        let kind: ActorKind =
            switch principal.kind {
            case .user: .user
            case .apiKey: .apiKey
            case .service: .service
            }
        self.init(kind: kind, id: principal.id, name: principal.name)
    }
}

/// The one member of a problem that the trail keeps.
private struct ProblemHead: Decodable {
    let code: String?

    static func code(of body: [UInt8]) -> String? {
        // A body that is no problem has no code, which is what the trail then says.
        try? JSONDecoder().decode(ProblemHead.self, from: Data(body)).code
    }
}
