import Contracts
import FoundationEssentials
import GatewayDomain
import Kernel
import Messaging

extension AuditStore.Record {
    /// What is kept of a text that comes from outside, in bytes.
    private enum Limit {
        static let subject = 256
        static let actorName = 256
        static let code = 64
        static let address = 64
        static let userAgent = 400
    }

    /// What the trail says of a request and its answer; `nil` for what it does not keep.
    ///
    /// Kept are changes, attempts at them, and refusals for lack of permission. Not kept is what
    /// anybody can cause without end: refusals for asking too often, and those of nobody, signing
    /// in apart; `http_requests_total` counts them.
    init?(
        _ operation: OperationDescription,
        path: [String: String],
        request: IncomingRequest,
        caller: Caller?,
        answer: OperationResponse,
        address: String,
        requestID: UUID
    ) {
        guard !operation.isReadOnly || answer.status == 403 else { return nil }
        guard answer.status != 429, caller != nil || operation.access == .open else { return nil }
        // A made thing is named by where it is, anything else by the path.
        let made = answer.header("Location")?.split(separator: "/").last.map(String.init)
        let subject = made ?? Self.subject(in: path, of: operation)
        let key = try? IdempotencyKey.required(by: operation, in: request)
        self.init(
            id: .make(),
            recordedAt: .now,
            actor: caller.map { Actor($0.principal, nameBytes: Limit.actorName) },
            operation: operation.id,
            subject: subject?.fitting(bytes: Limit.subject),
            outcome: AuditStore.Outcome(status: answer.status),
            status: Int16(clamping: answer.status),
            code: answer.status < 400
                ? nil : ProblemHead.code(of: answer.body)?.fitting(bytes: Limit.code),
            address: address.fitting(bytes: Limit.address),
            userAgent: request.headers.value(of: .userAgent)?.fitting(bytes: Limit.userAgent),
            idempotencyKey: key,
            requestID: requestID
        )
    }

    /// The same without what a client chose: what is left of a row that the database does not take.
    var reduced: AuditStore.Record {
        AuditStore.Record(
            id: self.id,
            recordedAt: self.recordedAt,
            actor: self.actor.map { Actor(kind: $0.kind, id: $0.id, name: "") },
            operation: self.operation,
            subject: nil,
            outcome: self.outcome,
            status: self.status,
            code: nil,
            address: self.address,
            userAgent: nil,
            idempotencyKey: nil,
            requestID: self.requestID
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
    fileprivate init(_ principal: Principal, nameBytes: Int) {
        let kind: ActorKind =
            switch principal.kind {
            case .user: .user
            case .apiKey: .apiKey
            case .service: .service
            }
        self.init(kind: kind, id: principal.id, name: principal.name.fitting(bytes: nameBytes))
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
