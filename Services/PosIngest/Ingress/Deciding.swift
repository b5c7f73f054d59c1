import Contracts
import Kernel
import PosIngestDomain
import Postgres

/// Judges the new messages of a batch with facts that are read once for all of them.
struct Deciding {
    let sources: [String: Source]
    private let book: CodeBook
    private let originals: [DocumentStore.Key: Original]
    private let now: Timestamp

    /// - Parameter documents: Those that can be read, with the source of each.
    init(
        _ documents: [(source: String, document: PosDocument)],
        in transaction: borrowing Transaction,
        now: Timestamp
    ) throws {
        self.sources = try SourceStore.named(Set(documents.map(\.source)), in: transaction)
        self.book = try CodeBookStore.book(
            codes: Set(documents.flatMap { $0.document.lines.map { Verbatim($0.code) } }),
            locations: Set(documents.compactMap { $0.document.location.map(Verbatim.init(_:)) }),
            in: transaction
        )
        let wanted = documents.compactMap { item in
            item.document.originalDocumentId.map {
                DocumentStore.Key(source: item.source, document: $0)
            }
        }
        self.originals = try MessageStore.originals(Set(wanted), in: transaction)
        self.now = now
    }

    func outcome(of fresh: Sorting.Fresh) -> Outcome {
        let received = fresh.document
        switch received.content {
        case .unreadable(let parking):
            return Outcome(.park(parking), lineCount: 0)
        case .document(let document) where fresh.isConflict:
            let detail = "The document \(document.documentId) came before with other content."
            return Outcome(.park(Parking(.documentConflict, detail)), lineCount: 0)
        case .document(let document):
            return self.outcome(of: document, from: received.source)
        }
    }

    func outcome(of document: PosDocument, from name: String) -> Outcome {
        guard let source = self.sources[name] else {
            let parking = Parking(.sourceDisabled, "There is no source \(name).")
            return Outcome(.park(parking), lineCount: 0)
        }
        let original = document.originalDocumentId.map {
            DocumentStore.Key(source: name, document: $0)
        }
        let verdict = Judge(source: source, book: self.book, now: self.now)
            .judge(document, original: original.flatMap { self.originals[$0] })
        return Outcome(verdict, lineCount: document.lines.count)
    }
}
