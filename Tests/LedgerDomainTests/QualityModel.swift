import Contracts
import Kernel
import LedgerDomain

/// How lots stand by their inspections, by nothing but remembering those that nobody superseded.
struct QualityModel {
    static let plan = QualityPlan(
        id: ID(head: 5, tail: 1),
        onReceipt: true,
        characteristics: [InspectionCharacteristic(name: "Smell", kind: .attribute)]
    )

    /// Whether lots that are new wait.
    let isPlanned: Bool
    /// By lot and inspection, whether it speaks for the lot.
    private(set) var standing: [ID<Lot>: [ID<Inspection>: Bool]] = [:]

    init(isPlanned: Bool) { self.isPlanned = isPlanned }

    /// Remembers a decision.
    ///
    /// - Returns: What is wrong with it.
    mutating func record(_ decision: Decision) -> [String] {
        var faults: [String] = []
        if let recorded = decision.inspection {
            let (request, lot) = (recorded.request, recorded.request.lot)
            let passed = request.readings.first?.passed ?? false
            if let former = request.supersedes { self.standing[lot]?[former] = nil }
            self.standing[lot, default: [:]][request.id] = passed
            if passed != (recorded.inspection.verdict == .accepted) {
                faults.append("the verdict of \(request)")
            }
        }
        if let inspection = decision.concession?.inspection {
            self.standing[inspection.lot]?[inspection.id] = true
        }
        let first: LotStatus = self.isPlanned ? .quarantined : .released
        faults += decision.lots.filter { lot in
            lot.status != (lot.key.variant == Company.lotted.id ? first : .released)
        }.map { "the first status of \($0)" }
        if let lot = decision.lotChange?.lot {
            let known = self.standing[lot.id, default: [:]].values
            let isGood = !known.contains(false) && (!self.isPlanned || known.contains(true))
            if lot.status == .released, !isGood { faults.append("released: \(lot)") }
        }
        return faults
    }
}

extension RandomCommands {
    /// A lot is inspected, in place of an earlier inspection or not, or a failure is conceded.
    mutating func inspection(ofLotIn model: ReferenceModel) -> LedgerCommand {
        let lot = model.lots.randomElement(using: &self.generator) ?? self.identifier()
        let standing = model.quality.standing[lot, default: [:]]
        let former = self.one(of: standing.keys.sorted())
        if let former, self.chance(1, of: 3) {
            return .concede(ConcessionRequest(former, reason: "Good enough"))
        }
        return .inspect(
            InspectionRequest(
                id: self.identifier(),
                lot: lot,
                readings: [QualityReading("Smell", passed: self.chance(1, of: 2))],
                supersedes: self.chance(1, of: 3) ? former : nil
            )
        )
    }
}
