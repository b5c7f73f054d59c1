import Contracts
import Crypto
import Kernel

/// Books the opening stock, one adjustment per chunk of variants.
struct OpeningEntries: Sendable {
    /// The most lines of one adjustment.
    static let linesPerEntry = 500
    static let referenceSource = "opening"
    /// The lot of what was there before anybody asked.
    static let lot = "OPENING"

    struct Draft: Encodable, Sendable {
        struct Line: Encodable, Sendable {
            let sku: String
            let quantity: Quantity
            /// Of goods that have lots.
            let lot: String?
        }

        let location: String
        let reason = "opening-balance"
        let effectiveAt: Timestamp
        let reference: Reference
        let lines: [Line]

        enum CodingKeys: CodingKey {
            case location, reason, effectiveAt, reference, lines
        }
    }

    let api: APIClient
    let location: String
    /// Before the first sale.
    let effectiveAt: Timestamp
    let console: Console

    /// Opens every SKU that has never been at the location.
    ///
    /// Its reference names the SKUs of a chunk, so a chunk that is posted again changes nothing.
    ///
    /// - Parameter lotted: The SKUs that have lots.
    /// - Returns: How many SKUs are new there.
    func provide(_ skus: [String], lotted: Set<String> = []) async throws -> Int {
        let present = try await StockReading(api: self.api, location: self.location).onHand()
        let missing = skus.filter { present[$0] == nil }
        var done = 0
        for draft in self.drafts(of: missing, lotted: lotted) {
            try self.console.overwrite(with: "    booking: \(done) of \(missing.count) levels")
            done += draft.lines.count
            do {
                try await self.api.postOnceKnown(["v1", "adjustments"], draft)
            } catch let failure as APIFailure
                where failure.problem?.knownCode == .duplicateReference
            {
                // It was booked by a run whose answer was lost.
                continue
            }
        }
        try self.console.overwrite(with: "")
        return missing.count
    }

    func drafts(of skus: [String], lotted: Set<String> = []) -> [Draft] {
        stride(from: 0, to: skus.count, by: Self.linesPerEntry).map { start in
            let chunk = skus[start...].prefix(Self.linesPerEntry)
            let digest = SHA256.hash(data: Array(chunk.joined(separator: "\n").utf8))
            let name = digest.prefix(8).map { String($0, radix: 16) }.joined(separator: ".")
            return Draft(
                location: self.location,
                effectiveAt: self.effectiveAt,
                reference: Reference(
                    source: Self.referenceSource,
                    document: "\(self.location) \(name)"
                ),
                lines: chunk.map { sku in
                    Draft.Line(
                        sku: sku,
                        quantity: Quantity(integerLiteral: Int64(OpeningStock.quantity(of: sku))),
                        lot: lotted.contains(sku) ? Self.lot : nil
                    )
                }
            )
        }
    }
}
