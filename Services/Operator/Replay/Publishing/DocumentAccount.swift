import Contracts

/// What became of each document of a plan.
struct DocumentAccount: Sendable {
    /// Documents with the same fate.
    struct Fate: Sendable {
        /// `applied`, `parked: <reason>`, `discarded`, `pending` or `never received`.
        let name: String
        private(set) var documents: [PlannedDocument] = []
        private(set) var detail: String?

        fileprivate mutating func add(_ document: PlannedDocument, _ message: SourceMessage?) {
            self.documents.append(document)
            self.detail = self.detail ?? message?.detail
        }

        var invoiceCount: Int { Set(self.documents.map(\.invoice)).count }
        var lineCount: Int { self.documents.reduce(0) { $0 + $1.lines.count } }
    }

    static let applied = "applied"
    static let neverReceived = "never received"

    /// By name, those that are applied first.
    let fates: [Fate]
    /// Lines among the applied that move no stock.
    let linesWithoutStock: Int

    init(
        _ documents: [PlannedDocument],
        messages: [SourceMessage],
        isStock: (String) -> Bool
    ) {
        var known: [String: SourceMessage] = [:]
        for message in messages {
            guard let document = message.document else { continue }
            // A message that contradicts an earlier one is not what became of the document.
            if message.reason == "document-conflict", known[document] != nil { continue }
            known[document] = message
        }
        var fates: [String: Fate] = [:]
        var linesWithoutStock = 0
        for document in documents {
            let message = known[document.documentId]
            let name = Self.name(of: message)
            fates[name, default: Fate(name: name)].add(document, message)
            guard name == Self.applied else { continue }
            linesWithoutStock += document.lines.count { !isStock($0.code) }
        }
        self.fates = fates.values.sorted {
            ($0.name != Self.applied ? 1 : 0, $0.name) < ($1.name != Self.applied ? 1 : 0, $1.name)
        }
        self.linesWithoutStock = linesWithoutStock
    }

    /// Whether every document is in the book.
    var isApplied: Bool { self.fates.allSatisfy { $0.name == Self.applied } }

    /// Whether a document was lost or is still on its way.
    var isIncomplete: Bool {
        self.fates.contains { $0.name == Self.neverReceived || $0.name == "pending" }
    }

    private static func name(of message: SourceMessage?) -> String {
        guard let message else { return Self.neverReceived }
        return message.reason.map { "\(message.status): \($0)" } ?? message.status
    }
}
