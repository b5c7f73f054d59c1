import Contracts
import Kernel
import LedgerDomain

/// The body of a request that tells what somebody saw.
struct CountSubmission: Codable, Sendable {
    /// Whether nobody else is there to count again what the same person has counted.
    let alone: Bool?
    let note: String?
    let lines: [CountedLineDraft]

    /// Lines of one request.
    static let maximumLines = 500
    /// Lines of one count, those that were added included.
    static let maximumSheet = 1_000
    /// How long ago something may have been seen.
    static let maximumAge: Duration = .seconds(31 * 86_400)

    func check() throws(Problem) {
        var rules = DraftRules()
        rules.lines(self.lines.count)
        rules.note(self.note)
        for (index, line) in self.lines.enumerated() {
            let pointer = "/lines/\(index)"
            rules.tracking(line.lot, line.serials, pointer)
            rules.text(line.sku, "\(pointer)/sku", limit: DraftRules.maximumName)
            rules.text(line.location, "\(pointer)/location", limit: DraftRules.maximumName)
            let names = [line.sku != nil, line.variantId != nil, line.line != nil]
            if names.count(where: \.self) != 1 {
                rules.add(pointer, "oneOf", "A line has exactly one of line, sku and variantId.")
            }
            if (line.location == nil) != (line.line != nil) {
                rules.add("\(pointer)/location", "required", "What has no line has a location.")
            }
            if let quantity = line.quantity, quantity.isNegative || quantity > .largestLine {
                rules.add(
                    "\(pointer)/quantity",
                    "range",
                    "The value is from 0 to \(Quantity.largestLine)."
                )
            }
        }
        try rules.finish()
    }

    /// When each line was looked at: now, where nothing is said.
    func times(at now: Timestamp) throws(Problem) -> [Timestamp] {
        let latest = now.advanced(by: LedgerState.clockTolerance)
        let earliest = now.advanced(by: .zero - Self.maximumAge)
        var times: [Timestamp] = []
        for (index, line) in self.lines.enumerated() {
            let time = line.observedAt ?? now
            guard time <= latest, time >= earliest else {
                throw .validation(
                    "/lines/\(index)/observedAt",
                    rule: "past",
                    "What was seen was seen within the last 31 days."
                )
            }
            times.append(time)
        }
        return times
    }
}

/// What was seen of one line, or of goods that no line had asked for.
struct CountedLineDraft: Codable, Sendable, CountTargetDraft {
    /// The number of the line on the sheet.
    let line: Int?
    let sku: String?
    let variantId: ID<Variant>?
    let location: String?
    let lot: String?
    let quantity: Quantity?
    /// Of variants that are tracked by serial number, those that are there.
    let serials: [String]?
    let observedAt: Timestamp?

    /// How much was seen, said in the way that suits the goods.
    func seen(of target: CountTarget, pointer: String) throws(Problem) -> Quantity {
        guard target.isTracked else {
            guard self.serials == nil else {
                throw .validation(
                    "\(pointer)/serials",
                    rule: "absent",
                    "The variant has no serial numbers."
                )
            }
            guard let quantity = self.quantity else {
                throw .validation("\(pointer)/quantity", rule: "required", "quantity is required.")
            }
            return quantity
        }
        guard let serials = self.serials else {
            throw .validation(
                "\(pointer)/serials",
                rule: "required",
                "The variant is counted by the numbers of its units."
            )
        }
        let count = Quantity(integerLiteral: Int64(serials.count))
        guard self.quantity == nil || self.quantity == count else {
            throw .validation(
                "\(pointer)/quantity",
                rule: "count",
                "There are \(serials.count) serial numbers."
            )
        }
        return count
    }
}
