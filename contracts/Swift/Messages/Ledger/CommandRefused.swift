package import Kernel

/// A command broke a rule and changed nothing; sending it again is refused again.
package struct CommandRefused: Contract, Hashable {
    package static let type = "ledger.command.refused.v1"
    package static let destination = Destination.event(of: .ledger)

    /// The message id of the command.
    package let commandId: ID<Command>
    /// Its type, such as `ledger.record_sale.v1`.
    package let commandType: String
    package let reference: Reference
    /// The code of the problem, one of ``ProblemCode``.
    package let code: String
    package let detail: String?
    /// The fields of the command that broke the rule.
    package let errors: [FieldError]

    package init(
        commandId: ID<Command>,
        commandType: String,
        reference: Reference,
        code: String,
        detail: String? = nil,
        errors: [FieldError] = []
    ) {
        self.commandId = commandId
        self.commandType = commandType
        self.reference = reference
        self.code = code
        self.detail = detail
        self.errors = errors
    }
}
