/// What became of the rows of an import.
struct ImportCounts: Hashable, Sendable {
    var created = 0
    var updated = 0
    var unchanged = 0
    var failed = 0

    var done: Int { self.created + self.updated + self.unchanged + self.failed }

    mutating func add(_ outcome: ImportOutcome) {
        switch outcome {
        case .created: self.created += 1
        case .updated: self.updated += 1
        case .unchanged: self.unchanged += 1
        case .failed: self.failed += 1
        }
    }
}
