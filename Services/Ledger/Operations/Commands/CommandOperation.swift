import Contracts
import Kernel
import LedgerDomain
import Messaging

/// An operation that changes stock, and so goes through the group committer.
protocol CommandOperation: Sendable {
    /// The `operationId` of the contract.
    static var id: String { get }

    /// Reads a request into a command, without looking at anything else.
    ///
    /// - Throws: A `Problem` for what breaks a rule by itself.
    func plan(_ request: OperationRequest) throws -> CommandPlan

    /// Adds to the answer what is read once the command has taken effect, also when it is repeated.
    func complete(
        _ response: OperationResponse,
        to request: OperationRequest,
        with reader: JournalReader
    ) async throws -> OperationResponse
}

extension CommandOperation {
    func complete(
        _ response: OperationResponse,
        to request: OperationRequest,
        with reader: JournalReader
    ) async throws -> OperationResponse {
        response
    }
}

/// A command, and how the request is answered once it has been decided.
struct CommandPlan: Sendable {
    let command: LedgerCommand
    let answering: Submission.Answering

    init(
        _ command: LedgerCommand,
        fields: RefusedFields = RefusedFields(),
        accept: @escaping @Sendable (Decision, LedgerState) throws -> OperationResponse
    ) {
        self.command = command
        self.answering = Submission.Answering(accept: accept, fields: fields)
    }

    /// A command that makes an entry, which is then the answer.
    ///
    /// - Throws: 422 where `dryRun` is neither true nor false.
    static func entry(
        _ command: LedgerCommand,
        of request: OperationRequest,
        fields: RefusedFields = RefusedFields()
    ) throws(Problem) -> CommandPlan {
        let isDryRun = try request.isDryRun
        var fields = fields
        fields.tellsWorth = request.principal.mayEverywhere(.costRead)
        return CommandPlan(command, fields: fields) { decision, state in
            guard let entry = decision.entry else { return .noContent }
            return try .made(
                EntryBody(entry, leaving: decision.balances, on: state),
                at: "/v1/entries/\(entry.id)",
                isDryRun: isDryRun
            )
        }
    }
}

extension OperationResponse {
    /// Answers a new document with where it is; one that would be made is nowhere.
    static func made(
        _ body: some Encodable,
        at path: String,
        version: Int64? = nil,
        isDryRun: Bool
    ) throws -> OperationResponse {
        guard !isDryRun else { return try .json(body) }
        let tag = version.map { [Precondition.tag($0)] } ?? []
        return try .json(body, status: 201, headers: [("Location", path)] + tag)
    }
}

extension LocationName {
    /// Reads what a client calls a location: its identifier or its code.
    init(_ text: String) {
        self = ID<Location>(text).map(LocationName.id) ?? .code(text)
    }
}
