import Contracts
import Kernel

/// What is published for the invoices of a file.
///
/// Each row is a sale, a refund or a write-off by its sign and its invoice: quantities above zero were
/// sold; quantities below zero came back when the invoice is a cancellation (`C...`), and are written
/// off otherwise; a quantity of zero moves nothing and is left out. An invoice with rows of one kind,
/// as nearly all have, becomes one document under its own number. Where kinds are mixed, or a kind has
/// more rows than a document holds, the further parts are documents `<number>/2`, `<number>/3` ...
///
/// A till per day of the shop numbers its documents from 1 in the order of the file.
struct ReplayPlan: Sendable {
    /// Lines of one message.
    static let maximumLines = 2_000

    let documents: [PlannedDocument]
    let invoiceCount: Int
    /// Rows with the quantity zero.
    let emptyRows: [SaleRow]

    init(_ rows: [SaleRow], rules: RetailRules) {
        var sequences: [CivilDate: Int64] = [:]
        var documents: [PlannedDocument] = []
        let invoices = Invoice.all(in: rows)
        for invoice in invoices {
            for (index, part) in Self.parts(of: invoice).enumerated() {
                let day = invoice.rows[0].time.day
                sequences[day, default: 0] += 1
                documents.append(
                    PlannedDocument(
                        invoice: invoice.number,
                        kind: part.kind,
                        documentId: index == 0 ? invoice.number : "\(invoice.number)/\(index + 1)",
                        terminal: "till-\(day)",
                        sequence: sequences[day] ?? 0,
                        occurredAt: invoice.rows[0].time.timestamp,
                        lines: part.rows.map { Self.line($0.number, $0.row, part.kind, rules) },
                        reason: rules.writeOffReason
                    )
                )
            }
        }
        self.documents = documents
        self.invoiceCount = invoices.count
        self.emptyRows = rows.filter { $0.quantity == 0 }
    }

    var lineCount: Int { self.documents.reduce(0) { $0 + $1.lines.count } }

    private struct Part {
        let kind: PosMessageKind
        /// With the place of each in the invoice, from 1.
        let rows: [(number: Int, row: SaleRow)]
    }

    private static func parts(of invoice: Invoice) -> [Part] {
        let numbered = invoice.rows.enumerated().map { (number: $0 + 1, row: $1) }
        return [PosMessageKind.sale, .refund, .adjustment].flatMap { kind in
            let rows = numbered.filter { Self.kind(of: $0.row, in: invoice) == kind }
            return stride(from: 0, to: rows.count, by: Self.maximumLines).map { start in
                Part(kind: kind, rows: Array(rows[start...].prefix(Self.maximumLines)))
            }
        }
    }

    private static func kind(of row: SaleRow, in invoice: Invoice) -> PosMessageKind? {
        if row.quantity == 0 { return nil }
        if row.quantity > 0 { return .sale }
        return invoice.isCancellation ? .refund : .adjustment
    }

    /// A negative price, as of a corrected debt, has no place in a message and is left out.
    private static func line(
        _ number: Int,
        _ row: SaleRow,
        _ kind: PosMessageKind,
        _ rules: RetailRules
    ) -> PosLine {
        let quantity = Quantity(integerLiteral: row.quantity)
        return PosLine(
            lineNumber: number,
            code: row.code,
            quantity: kind == .refund ? -quantity : quantity,
            unitPrice: UnitPrice(row.unitPrice, rules.currency)
        )
    }
}
