package import Contracts
package import Kernel

/// What is looked at when a lot of some goods is inspected: one version of a plan.
package struct QualityPlan: Hashable, Sendable {
    package let id: ID<InspectionPlan>
    /// Whether lots that the book has not known wait for an inspection first.
    package let onReceipt: Bool
    package let characteristics: [InspectionCharacteristic]

    package init(
        id: ID<InspectionPlan>,
        onReceipt: Bool,
        characteristics: [InspectionCharacteristic]
    ) {
        self.id = id
        self.onReceipt = onReceipt
        self.characteristics = characteristics
    }

    /// The status of a lot that is new to the book.
    var firstStatus: LotStatus { self.onReceipt ? .quarantined : .released }

    /// Judges each reading by its characteristic, and all of them together.
    ///
    /// A reading at a limit is within it. Only what the plan requires decides.
    ///
    /// - Throws: ``LedgerRefusal/readingsUnfit(_:)`` where something that is required was not looked at, or
    ///   a reading does not fit its characteristic.
    package func judge(_ readings: [QualityReading]) throws(LedgerRefusal) -> QualityJudgement {
        var faults: [ReadingFault] = []
        var seen: Set<Verbatim> = []
        let known = Dictionary(
            self.characteristics.map { (Verbatim($0.name), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        var failed: [InspectionCharacteristic] = []
        var judged: [JudgedReading] = []
        for (index, reading) in readings.enumerated() {
            let name = Verbatim(reading.characteristic)
            guard let characteristic = known[name] else {
                faults.append(ReadingFault(.unknown, reading: index))
                continue
            }
            if !seen.insert(name).inserted {
                faults.append(ReadingFault(.repeated, reading: index))
            }
            switch characteristic.judge(reading) {
            case .fault(let fault): faults.append(ReadingFault(fault, reading: index))
            case .within(let isWithin):
                judged.append(JudgedReading(reading: reading, isWithin: isWithin))
                if !isWithin { failed.append(characteristic) }
            }
        }
        for characteristic in self.characteristics
        where characteristic.required && !seen.contains(Verbatim(characteristic.name)) {
            faults.append(ReadingFault(.missing(characteristic.name), reading: nil))
        }
        guard faults.isEmpty else { throw .readingsUnfit(faults) }
        return QualityJudgement(
            verdict: failed.contains(where: \.required) ? .rejected : .accepted,
            readings: judged
        )
    }
}

/// What the readings of an inspection come to.
package struct QualityJudgement: Hashable, Sendable {
    package let verdict: InspectionVerdict
    package let readings: [JudgedReading]
}

extension InspectionCharacteristic {
    fileprivate enum Judgement {
        case within(Bool)
        case fault(ReadingFault.Kind)
    }

    fileprivate func judge(_ reading: QualityReading) -> Judgement {
        switch self.kind {
        case .measured:
            guard reading.passed == nil else { return .fault(.notAnAttribute) }
            guard let value = reading.value else { return .fault(.valueMissing) }
            let isEnough = self.minimum.map { $0 <= value } ?? true
            let isNotTooMuch = self.maximum.map { value <= $0 } ?? true
            return .within(isEnough && isNotTooMuch)
        case .attribute:
            guard reading.value == nil else { return .fault(.notMeasured) }
            guard let passed = reading.passed else { return .fault(.verdictMissing) }
            return .within(passed)
        }
    }
}
