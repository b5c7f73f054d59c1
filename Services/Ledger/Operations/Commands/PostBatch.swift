import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Carries out several commands of one request, in one transaction.
struct PostBatch {
    static let id = "postBatch"

    static let maximumItems = 500
    /// Lines of all items together: as many as one message of a till may have.
    static let maximumLines = Posting.maximumLines
    /// Reversals among the items, each of which may have to look at all that an entry moved.
    static let maximumReversals = 100

    /// Reads a request into its commands, each as if it had come by itself.
    ///
    /// - Throws: A `Problem` for what is wrong with the whole, or with an item of a batch that is done
    ///   as a whole or not at all.
    func plan(_ request: OperationRequest) throws -> ClientBatch {
        let draft: BatchDraft = try request.document()
        try self.check(draft)
        let id: ID<EntryBatch>? = draft.mode == .atomic ? .make() : nil
        let items = try draft.items.enumerated().map { index, item in
            do throws(Problem) {
                return try self.item(item, of: request, in: id)
            } catch {
                if draft.mode == .atomic { throw error.ofItem(index) }
                return .refused(error)
            }
        }
        let batch = ClientBatch(mode: draft.mode, items: items, id: id)
        let lines = batch.instructions.reduce(0) { $0 + $1.command.lineCount }
        guard lines <= Self.maximumLines else {
            throw Problem.validation(
                "/items",
                rule: "maxLines",
                "All items together have at most \(Self.maximumLines) lines."
            )
        }
        return batch
    }

    private func check(_ draft: BatchDraft) throws(Problem) {
        guard (1...Self.maximumItems).contains(draft.items.count) else {
            throw .validation("/items", rule: "items", "There are 1 to \(Self.maximumItems) items.")
        }
        guard draft.items.count(where: { $0.operation == .reverseEntry }) <= Self.maximumReversals
        else {
            throw .validation(
                "/items",
                rule: "maxReversals",
                "There are at most \(Self.maximumReversals) reversals among the items."
            )
        }
    }

    private func item(
        _ item: BatchDraft.Item,
        of request: OperationRequest,
        in batch: ID<EntryBatch>?
    ) throws(Problem) -> ClientBatch.Item {
        let name = item.operation.rawValue
        guard let operation = LedgerOperations.commands[name],
            let permission = Operations.named(name)?.permission
        else { throw .internalError() }
        guard request.principal.may(permission) else { throw .forbidden(permission) }
        do {
            var own = request
            own.operation = name
            own.path = try item.path
            own.body = try MessageCoding.encode(item.body)
            let plan = try operation.plan(own)
            return .command(
                request.instruction(plan.command, permission, in: batch),
                plan.answering
            )
        } catch let problem as Problem {
            throw problem
        } catch {
            throw .badRequest("The body of the item cannot be read.")
        }
    }
}

extension OperationRequest {
    /// A command that the principal gives, where they may.
    func instruction(
        _ command: LedgerCommand,
        _ permission: Permission,
        in batch: ID<EntryBatch>? = nil
    ) -> Instruction {
        Instruction(
            command,
            by: self.principal.actor,
            with: Authority(
                warehouses: self.principal.warehouses(for: permission),
                lateness: self.lateness
            ),
            in: batch
        )
    }

    /// What becomes of what the principal enters about a period that is closed.
    var lateness: Lateness { self.principal.may(.periodPost) ? .privileged : .refused }
}
