import Testing

/// A place where a rule of the house is broken.
struct Violation: CustomStringConvertible {
    let path: String
    var line: Int?
    let rule: String

    var description: String {
        "\(self.path)\(self.line.map { ":\($0)" } ?? ""): \(self.rule)"
    }
}

/// Records one issue per violation, so that a run names all of them.
func expectNone(_ violations: [Violation], sourceLocation: SourceLocation = #_sourceLocation) {
    for violation in violations {
        Issue.record("\(violation.description)", sourceLocation: sourceLocation)
    }
}
