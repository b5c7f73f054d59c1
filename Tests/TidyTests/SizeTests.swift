import Testing

@Suite struct SizeTests {
    private static let maximumFileLines = 300
    private static let maximumFunctionLines = 70
    private static let maximumReadmeLines = 150

    @Test func `a Swift file is short`() {
        expectNone(
            SourceTree.swiftFiles.filter { $0.lines.count > Self.maximumFileLines }.map {
                Violation(path: $0.path, rule: "\($0.lines.count) lines: split the file")
            }
        )
    }

    @Test func `a shell script is short`() {
        expectNone(
            SourceTree.files(under: "deploy", withExtension: "sh").compactMap { path in
                let lines = SourceTree.text(at: path)?.split(separator: "\n").count ?? 0
                guard lines > Self.maximumFileLines else { return nil }
                return Violation(path: path, rule: "\(lines) lines: split the script")
            }
        )
    }

    @Test func `a function is short`() {
        expectNone(
            SourceTree.swiftFiles.flatMap { file in
                FunctionLength.all(in: file)
                    .filter { $0.lines > Self.maximumFunctionLines }
                    .map {
                        Violation(
                            path: file.path,
                            line: $0.start,
                            rule: "the function has \($0.lines) lines: split it"
                        )
                    }
            }
        )
    }

    @Test func `the README fits on three screens`() throws {
        let readme = try #require(SourceTree.text(at: "README.md"))
        #expect(
            readme.split(separator: "\n", omittingEmptySubsequences: false).count
                <= Self.maximumReadmeLines
        )
    }
}
