import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging

/// The body of a request to propose an entry that somebody else has to approve.
struct ProposalDraft: Codable, Sendable {
    let id: ID<Proposal>?
    let operation: ProposedOperation
    /// What is undone, by an operation that has it in its path.
    let entryId: ID<Entry>?
    /// Whose goods were lost, by an operation that has it in its path.
    let transferOrderId: ID<TransferOrder>?
    /// As the operation has it by itself.
    let body: JSONValue
    let note: String?

    /// The identifier in the path of the operation.
    ///
    /// - Throws: 422 where one is missing, or there for an operation that has none.
    func subject() throws(Problem) -> UUID? {
        let given = [
            "entryId": self.entryId?.rawValue, "transferOrderId": self.transferOrderId?.rawValue,
        ].compactMapValues(\.self)
        guard Array(given.keys) == [self.operation.pathParameter].compactMap(\.self) else {
            let needed = self.operation.pathParameter
            throw Problem(
                .validationFailed,
                detail: needed.map { "\(self.operation.rawValue) needs \($0) and no other." }
                    ?? "\(self.operation.rawValue) has neither entryId nor transferOrderId."
            )
        }
        return given.values.first
    }
}

/// The operations that correct the book, and so may need an approval.
enum ProposedOperation: String, WordCodable, Sendable {
    case postAdjustment
    case reverseEntry
    case reportTransferLoss

    var pathParameter: String? {
        switch self {
        case .postAdjustment: nil
        case .reverseEntry: "entryId"
        case .reportTransferLoss: "transferOrderId"
        }
    }

    /// Reads what is proposed into a command, as if it had come by itself.
    ///
    /// - Throws: A `Problem` whose pointers lead into the body of the whole request.
    func plan(
        _ body: JSONValue,
        of subject: UUID?,
        in request: OperationRequest
    ) throws(Problem) -> CommandPlan {
        guard let operation = LedgerOperations.commands[self.rawValue] else {
            throw .internalError()
        }
        do {
            var own = request
            own.operation = self.rawValue
            own.path = [:]
            if let name = self.pathParameter, let subject {
                own.path = [name: ID<Entry>(subject).description]
            }
            own.body = try MessageCoding.encode(body)
            let plan = try operation.plan(own)
            try plan.command.requireQuantities()
            return plan
        } catch let problem as Problem {
            throw problem.ofBody
        } catch {
            throw .badRequest("The body of the operation cannot be read.")
        }
    }
}

extension LedgerCommand {
    /// Has a proposal say how much, so that what is approved is what was proposed: without that, it would
    /// be whatever is left by then.
    fileprivate func requireQuantities() throws(Problem) {
        var rules = DraftRules()
        switch self {
        case .post(let posting):
            for (index, line) in posting.lines.enumerated()
            where line.target != nil && line.target?.expected == nil {
                rules.add("/lines/\(index)/expectedQuantity", "required", Self.why)
            }
        case .carry(let step) where step.lines.isEmpty: rules.add("/lines", "required", Self.why)
        case .reverse(let reversal):
            if reversal.parts.isEmpty { rules.add("/lines", "required", Self.why) }
            for (index, part) in reversal.parts.enumerated()
            where part.quantity == nil && part.serials.isEmpty {
                rules.add("/lines/\(index)/quantity", "required", Self.why)
            }
        default: break
        }
        try rules.finish()
    }

    private static var why: String { "A proposal says how much." }
}

extension Problem {
    /// The same about the body of an operation that a request holds.
    fileprivate var ofBody: Problem {
        guard let code = self.knownCode else { return self }
        return Problem(
            code,
            detail: self.detail,
            errors: self.errors.map { error in
                FieldError(
                    pointer: "/body\(error.pointer)",
                    rule: error.rule,
                    message: error.message
                )
            },
            extensions: self.extensions
        )
    }
}
