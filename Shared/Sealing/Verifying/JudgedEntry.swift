import Kernel

/// An entry that corrects the book, with the rule that it is under.
struct JudgedEntry {
    let entry: SealedRecord.Entry
    let terms: ApprovalTerms
    /// The number of its first movement that corrects anything.
    let sequence: Int64
    /// What it adds and takes, by variant.
    var quantities: [SealedID: TotalQuantity] = [:]

    init(_ entry: SealedRecord.Entry, under terms: ApprovalTerms, at sequence: Int64) {
        self.entry = entry
        self.terms = terms
        self.sequence = sequence
    }

    /// Where the entry breaks its rule.
    ///
    /// - Parameter approvals: Of this entry, recorded together with it.
    func findings(with approvals: [SealedRecord.Entry]) -> [Finding] {
        guard self.terms.kinds.contains(self.kind) else { return [] }
        var findings: [Finding] = []
        if self.entry.reason?.isEmpty ?? true {
            findings.append(self.finding(.withoutReason, "has no reason"))
        }
        guard let excess = self.excess else { return findings }
        var refused: [Finding] = []
        for approval in approvals {
            guard let refusal = self.refusal(of: approval) else { return findings }
            refused.append(refusal)
        }
        if refused.isEmpty {
            refused = [self.finding(.unapproved, "\(excess), and nobody else approved it")]
        }
        return findings + refused
    }

    /// What a rule calls it: whatever corrects the book and is no count is an adjustment.
    private var kind: String { self.entry.kind == "count" ? "count" : "adjust" }

    /// What of it is above a limit; `nil` where nothing is.
    private var excess: String? {
        if let limit = self.terms.maximumQuantity,
            let quantity = self.quantities.values.max(by: { $0.tenThousandths < $1.tenThousandths }
            ),
            quantity.tenThousandths > Int128(limit.tenThousandths)
        {
            return "corrects \(quantity), above \(limit)"
        }
        guard let limit = self.terms.maximumValue else { return nil }
        guard let worth = self.entry.worth else { return "does not say what it was worth" }
        let text = FixedPoint.text(worth, decimals: Self.decimalsOfValue)
        return worth > limit ? "was worth \(text)" : nil
    }

    /// Why an approval does not count; `nil` for one that does.
    private func refusal(of approval: SealedRecord.Entry) -> Finding? {
        if approval.isBySame(as: self.entry) {
            return self.finding(
                .approvedByTheSame,
                "was approved by \(approval.id) of the same actor"
            )
        }
        guard approval.authority == self.authority else {
            let detail = "was approved by \(approval.id) without \(self.authority)"
            return self.finding(.withoutAuthority, detail)
        }
        guard approval.actorKind == "user" || !self.terms.requiresPerson else {
            return self.finding(.withoutAuthority, "was approved by \(approval.id) of no person")
        }
        return nil
    }

    /// What allows somebody to approve it.
    private var authority: String { self.kind == "count" ? "count.approve" : "entry.approve" }

    private func finding(_ class: Finding.Class, _ detail: String) -> Finding {
        Finding(`class`, at: self.sequence, "entry \(self.entry.id) \(detail)")
    }

    /// Of what a value is counted in.
    private static let decimalsOfValue = 6
}

extension SealedRecord.Entry {
    /// Whether the actor is one and the same, whatever they are called.
    fileprivate func isBySame(as other: SealedRecord.Entry) -> Bool {
        guard let id = self.actorId, let otherID = other.actorId else {
            return self.actorId == other.actorId && self.actorName == other.actorName
        }
        return id == otherID
    }
}
