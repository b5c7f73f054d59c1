import Contracts
import Kernel

/// A file of sales, and all that follows from it alone.
struct ReplayWork: Sendable {
    let file: SalesFile
    let names: ReplayNames
    let plan: ReplayPlan
    let codes: CodeList
    /// What must be on hand in the end where nothing else happens.
    let expected: ExpectedStock

    /// - Throws: ``SalesFileError``, or ``OperatorFailure`` where the rules cannot be used.
    init(path: String, rules: RetailRules, source: String?, location: String?) throws {
        let rule = try StockRule(rules)
        let file = try SalesFile(path: path, clock: try rules.clock())
        self.file = file
        self.names = ReplayNames(digest: file.digest, source: source, location: location)
        self.plan = ReplayPlan(file.rows, rules: rules)
        self.codes = CodeList(file.rows, rule: rule)
        self.expected = try ExpectedStock(path: path, isStock: rule.isStock)
        try self.codes.requireUsableCharges()
    }

    var skus: [String] { self.codes.stock.map(\.sku) }

    /// The source as it has to be.
    var source: SourceDraft {
        SourceDraft(
            name: self.names.source,
            displayName: "Replay of a file of sales",
            location: self.names.location,
            nonStockCodes: self.codes.charges
        )
    }

    /// What a document changes on hand, by SKU.
    static func changes(of document: PlannedDocument, among skus: Set<String>) -> [String: Int64] {
        var changes: [String: Int64] = [:]
        for line in document.lines where skus.contains(line.code) {
            let quantity = line.quantity.tenThousandths
            changes[line.code, default: 0] += document.kind == .sale ? -quantity : quantity
        }
        return changes
    }
}
