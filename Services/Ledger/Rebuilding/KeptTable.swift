/// A table of which the ledger may change or delete rows, so that one may be wrong: how that would be found,
/// and what a rebuild makes of it.
///
/// What only grows is not among them: that it was not changed is what seals and privileges are for.
struct KeptTable: Hashable, Sendable {
    let name: String
    /// Who writes it.
    let maker: String
    /// Which audit compares it, by its book; or why nobody has to.
    let audit: Audit
    let rebuild: Rebuilt

    /// Which audit compares a table.
    enum Audit: Hashable, Sendable, CustomStringConvertible {
        case book(String)
        case nobody

        var description: String {
            switch self {
            case .book(let name): "`\(name)`"
            case .nobody: "–"
            }
        }
    }

    /// Whether a rebuild compares and replaces a table; if not, what it is.
    enum Rebuilt: Hashable, Sendable, CustomStringConvertible {
        /// By itself: it is one of ``RebuiltTable``.
        case alone
        /// Together with another table, of whose rows it is a part.
        case with(String)
        /// It follows from other tables, and whoever makes it makes it anew.
        case anew(String)
        /// Somebody says so, and it stands nowhere else: a document, a setting, a register.
        case original(String)
        /// How far somebody has come.
        case position(String)
        /// What another service has told, or is to be told.
        case exchange(String)

        var description: String {
            switch self {
            case .alone: "yes"
            case .with(let table): "with `\(table)`"
            case .anew(let how): "no: made anew \(how)"
            case .original(let what): "no: \(what)"
            case .position(let whose): "no: how far \(whose) is"
            case .exchange(let what): "no: \(what)"
            }
        }
    }

    /// The line of it in `docs/rebuild.md`.
    var text: String {
        "| `\(self.name)` | \(self.maker) | \(self.audit) | \(self.rebuild) |"
    }
}
