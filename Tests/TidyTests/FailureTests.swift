import Testing

/// `docs/failures.md` says how the whole may fail, and which test provokes it.
@Suite struct FailureTests {
    private static let path = "docs/failures.md"

    @Test func `every failure in the table has a test of its name`() throws {
        let table = try #require(SourceTree.text(at: Self.path))
        let tests = Self.tests
        var violations: [Violation] = []
        for (number, line) in table.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let cells = line.split(separator: "|").map { $0.drop { $0 == " " } }
            guard cells.count >= 3, cells[0].first?.isNumber == true else { continue }
            let names = Self.quoted(in: cells[1])
            let files = Self.quoted(in: cells[2])
            for name in names {
                for file in files where tests["\(name) \(file)"] == nil {
                    violations.append(
                        Violation(
                            path: Self.path,
                            line: number + 1,
                            rule: "\(file).swift has no test that begins with \(name)"
                        )
                    )
                }
            }
        }
        expectNone(violations)
    }

    @Test func `every test of a failure is in the table`() throws {
        let table = try #require(SourceTree.text(at: Self.path))
        expectNone(
            Self.tests.compactMap { test, violation in
                let name = test.prefix { $0 != " " }
                return table.contains("`\(name)`") ? nil : violation
            }
        )
    }

    /// Failures with the file that tests each: the words before the colon of a test's name.
    private static let tests: [String: Violation] = {
        var tests: [String: Violation] = [:]
        for file in SourceTree.swiftFiles where file.path.hasPrefix("Tests/") {
            for (index, line) in file.lines.enumerated() {
                guard let start = line.firstRange(of: "func `")?.upperBound,
                    let end = line[start...].firstIndex(where: { $0 == ":" || $0 == "`" }),
                    line[end] == ":"
                else { continue }
                let names = line[start..<end].split(separator: ", ")
                guard names.allSatisfy({ $0.contains("_") || names.count > 1 }) else { continue }
                for name in names {
                    tests["\(name) \(file.name)"] = Violation(
                        path: file.path,
                        line: index + 1,
                        rule: "\(name) is not in \(Self.path)"
                    )
                }
            }
        }
        return tests
    }()

    /// The words between backquotes.
    private static func quoted(in cell: Substring) -> [Substring] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }
            .map(\.element)
    }
}
