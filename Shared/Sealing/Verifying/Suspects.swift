/// What did not fit where it was sealed, until all has been seen and it can be told why.
struct Suspects {
    /// A movement that is not what was sealed under its number.
    struct Misfit {
        let sequence: Int64
        let leaf: SealedLeaf
        let found: StoredRecord
    }

    private var misfits: [Misfit] = []
    /// Sealed, and not where it belongs.
    private var missing: [SealedID: (sequence: Int64, leaf: SealedLeaf)] = [:]
    /// There, and not sealed where it is.
    private var strays: [(sequence: Int64, found: StoredRecord)] = []

    /// How many are remembered; more can be told no better.
    static let maximum = 1_000
    /// Misfits of which each is compared with each other.
    private static let compared = 128

    var count: Int { self.misfits.count + self.missing.count + self.strays.count }

    var isFull: Bool { self.count >= Self.maximum }

    mutating func add(misfit leaf: SealedLeaf, at sequence: Int64, found: StoredRecord) {
        self.misfits.append(Misfit(sequence: sequence, leaf: leaf, found: found))
    }

    mutating func add(missing leaf: SealedLeaf, at sequence: Int64) {
        self.missing[leaf.movement] = (sequence, leaf)
    }

    mutating func add(stray found: StoredRecord, before sequence: Int64) {
        self.strays.append((sequence, found))
    }

    /// Why each does not fit.
    func findings() -> [Finding] {
        var misfits = self.misfits
        var missing = self.missing
        var findings: [Finding] = []
        for (sequence, found) in self.strays {
            // One that is elsewhere than it was sealed is the same movement.
            if let (sealed, leaf) = missing.removeValue(forKey: found.movement) {
                misfits.append(Misfit(sequence: sealed, leaf: leaf, found: found))
            } else {
                findings.append(
                    Finding(.inserted, at: sequence, "movement \(found.movement) is in no block")
                )
            }
        }
        for (id, (sequence, _)) in missing {
            findings.append(Finding(.deleted, at: sequence, "movement \(id) is gone"))
        }
        return findings + Self.findings(misfits.sorted { $0.sequence < $1.sequence })
    }

    private static func findings(_ misfits: [Misfit]) -> [Finding] {
        var swapped: Set<Int64> = []
        var findings: [Finding] = []
        let compared = misfits.prefix(Self.compared)
        for (index, first) in compared.enumerated() where !swapped.contains(first.sequence) {
            let other = compared.dropFirst(index + 1).first {
                !swapped.contains($0.sequence) && Swap.explains(first, $0)
            }
            guard let other else { continue }
            swapped.formUnion([first.sequence, other.sequence])
            findings.append(
                Finding(
                    .swapped,
                    at: first.sequence,
                    "it has the place of \(other.sequence), and that has its"
                )
            )
        }
        for misfit in misfits where !swapped.contains(misfit.sequence) {
            let detail = "movement \(misfit.leaf.movement) is not what was sealed"
            findings.append(
                misfit.found.record == nil
                    ? Finding(.deleted, at: misfit.sequence, misfit.found.detail)
                    : Finding(.changed, at: misfit.sequence, detail)
            )
        }
        return findings
    }
}
