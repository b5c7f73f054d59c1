import Kernel

/// Reads sealed records in the order of the chain and finds where the rules of approval were broken.
///
/// Needs memory for what was recorded in one instant: an approval is recorded together with what it
/// approves, before or behind it. Where the reading does not begin with the chain, nothing is judged
/// before the first rule.
struct PolicyVerifier {
    /// In force from here on; `nil` before the first.
    private var terms: ApprovalTerms?
    /// Of what the records belong to that were read last.
    private var instant: Timestamp?
    /// What was recorded then, by entry.
    private var judged: [SealedID: JudgedEntry] = [:]
    private var approvals: [SealedID: [SealedRecord.Entry]] = [:]
    private(set) var findings: [Finding] = []

    /// What allows somebody to make a rule.
    private static let ruling = "approval.manage"

    /// Takes the next record that is what was sealed.
    mutating func add(_ record: SealedRecord, at sequence: Int64) {
        let entry = record.entry
        if entry.recordedAt != self.instant {
            self.settle()
            self.instant = entry.recordedAt
        }
        if let movement = record.movement {
            self.judge(movement, of: entry, at: sequence)
        } else if entry.kind == "rule" {
            self.take(entry, at: sequence)
        } else if let approved = entry.approves {
            self.approvals[approved, default: []].append(entry)
        }
    }

    /// A rule is in force for what comes behind it.
    private mutating func take(_ rule: SealedRecord.Entry, at sequence: Int64) {
        guard rule.authority == Self.ruling else {
            let detail = "rule \(rule.id) was made without \(Self.ruling)"
            self.findings.append(Finding(.withoutAuthority, at: sequence, detail))
            return
        }
        do {
            self.terms = try ApprovalTerms(text: rule.terms ?? "")
        } catch {
            let detail = "rule \(rule.id) cannot be read, and the one before stays in force"
            self.findings.append(Finding(.withoutAuthority, at: sequence, detail))
        }
    }

    private mutating func judge(
        _ movement: SealedRecord.Movement,
        of entry: SealedRecord.Entry,
        at sequence: Int64
    ) {
        guard let terms = self.terms, movement.isCorrection else { return }
        var judged =
            self.judged[entry.id] ?? JudgedEntry(entry, under: terms, at: sequence)
        judged.quantities[movement.variant, default: TotalQuantity()] += movement.quantity
        self.judged[entry.id] = judged
    }

    /// Judges what was recorded in one instant, once all of it is known.
    private mutating func settle() {
        for entry in self.judged.values {
            self.findings += entry.findings(with: self.approvals[entry.entry.id] ?? [])
        }
        self.judged = [:]
        self.approvals = [:]
    }

    /// Everything that was found.
    consuming func finish() -> [Finding] {
        self.settle()
        return self.findings
    }
}

extension SealedRecord.Movement {
    /// Whether it adds to what we have, or takes from it, against an account of corrections.
    fileprivate var isCorrection: Bool {
        Self.accounts.contains(self.from) != Self.accounts.contains(self.to)
    }

    /// The locations of corrections and of what was written off, which are the same in every ledger.
    private static let accounts: Set<SealedID> = [
        SealedID(head: 0x0000_0000_0000_7000, tail: 0x8000_0000_0000_0003),
        SealedID(head: 0x0000_0000_0000_7000, tail: 0x8000_0000_0000_0004),
    ]
}
