import Contracts
import Kernel
import NIOHTTP1

/// What is asked of a ledger that has a history.
struct HistoryReads: Sendable {
    private struct Lot: Decodable {
        let id: ID<Contracts.Lot>
        let status: LotStatus
    }

    private struct Backdated: Encodable {
        let location: String
        let effectiveAt: Timestamp
        let lines: [HistoryDocument.Line]
    }

    private struct Recall: Encodable {
        let reason = LotReason.supplierNotice
        let note = "bench"
    }

    let api: APIClient
    let variants: Int
    /// How many steps, this one included, share the lots that can be recalled.
    let stepsLeft: Int

    /// - Throws: ``OperatorFailure`` where there is no history, ``LoadFailure`` where it has nothing
    ///   left for this measure.
    func load(of measure: Measure) async throws -> RequestLoad {
        switch measure {
        case .trace: try await self.traces()
        case .asOf: self.pastLevels()
        case .recall: try await self.recalls()
        case .evidence: try await self.evidence()
        default: try self.backdated()
        }
    }

    private func traces() async throws -> RequestLoad {
        Self.questions("trace", of: try await self.grain())
    }

    /// A part of the lots that nobody has recalled, so that every step finds some.
    private func recalls() async throws -> RequestLoad {
        let lots = try await self.grain().filter { $0.status == .released }
        guard !lots.isEmpty else {
            throw LoadFailure(
                "no lot is left to recall; ./stockbook bench --load 1000000 makes some"
            )
        }
        let share = (lots.count + self.stepsLeft - 1) / self.stepsLeft
        return RequestLoad(
            requests: try lots.prefix(share).map {
                try APIRequest(.POST, ["v1", "lots", "\($0.id):recall"], json: Recall())
            },
            isCommand: true,
            isEachOnce: true
        )
    }

    private func evidence() async throws -> RequestLoad {
        let lots = try await self.grain().filter { $0.status == .recalled }
        guard !lots.isEmpty else {
            throw LoadFailure("no lot was recalled; --only recall,evidence recalls some")
        }
        return Self.questions("evidence", of: lots)
    }

    private static func questions(_ what: String, of lots: [Lot]) -> RequestLoad {
        RequestLoad(
            requests: lots.prefix(RequestLoad.variety).map {
                APIRequest(.GET, ["v1", "lots", $0.id.description, what])
            },
            isCommand: false
        )
    }

    /// The lots of grain, of each of which several lots of flour were made.
    ///
    /// - Throws: ``OperatorFailure`` where there are none.
    private func grain() async throws -> [Lot] {
        let lots: [Lot]
        do {
            lots = try await self.api.list(["v1", "lots"], query: [("sku", HistoryCompany.grain)])
        } catch let failure as APIFailure where failure.problem?.knownCode == .unknownVariant {
            lots = []
        }
        guard !lots.isEmpty else {
            throw OperatorFailure(
                "there is no lot to trace: the bench has no history",
                next: "./stockbook bench --load 1000000"
            )
        }
        return lots
    }

    /// At random times of the last year; half of them of what moves most.
    private func pastLevels() -> RequestLoad {
        var generator = SeededGenerator(seed: 2)
        return RequestLoad(
            requests: (0..<RequestLoad.variety).map { number in
                let sku =
                    number.isMultiple(of: 2)
                    ? HistoryCompany.busy : BenchCompany.randomSKU(of: self.variants, &generator)
                let ago = HistoryCompany.span * Double.random(in: 0...1, using: &generator)
                let time = Timestamp.now.advanced(by: .zero - ago)
                return APIRequest(.GET, ["v1", "stock", sku], query: [("asOf", "\(time)")])
            },
            isCommand: false
        )
    }

    /// Receipts of what moves most, from before all of its movements.
    private func backdated() throws -> RequestLoad {
        let time = Timestamp.now.advanced(by: .zero - HistoryCompany.span * 2)
        return RequestLoad(
            requests: try HistoryCompany.bins.map { bin in
                let receipt = Backdated(
                    location: bin,
                    effectiveAt: time,
                    lines: [HistoryDocument.Line(sku: HistoryCompany.busy, quantity: 1)]
                )
                return try APIRequest(.POST, ["v1", "receipts"], json: receipt)
            },
            isCommand: true
        )
    }
}
