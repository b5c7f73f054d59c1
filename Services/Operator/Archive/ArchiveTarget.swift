import ArgumentParser

/// Where old months go.
enum ArchiveTarget: Hashable, Sendable, ExpressibleByArgument {
    /// Another table space, where they are part of the ledger as before.
    case tablespace(String)
    /// Files, of which the ledger knows nothing.
    case folder(String)

    /// A path has a slash, and the name of a table space none.
    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        self = argument.contains("/") ? .folder(argument) : .tablespace(argument)
    }
}
