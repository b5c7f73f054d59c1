import Foundation
import Testing

@Suite struct DocumentationTests {
    private static let kinds: Set<String> = ["struct", "enum", "class", "actor", "protocol"]

    @Test func `a type that other modules use has a docstring`() {
        expectNone(
            SourceTree.swiftFiles.flatMap { file in
                file.code.indices.filter { index in
                    Self.declaresPackageType(file.code[index])
                        && !Self.isDocumented(file, before: index)
                }.map {
                    Violation(path: file.path, line: $0 + 1, rule: "the type has no docstring")
                }
            }
        )
    }

    private static func declaresPackageType(_ line: String) -> Bool {
        guard line.range(of: "package", options: .literal) != nil else { return false }
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.contains("package"),
            let kind = words.firstIndex(where: { Self.kinds.contains(String($0)) })
        else { return false }
        return words[..<kind].allSatisfy {
            ["package", "final", "indirect", "nonisolated"].contains($0) || $0.hasPrefix("@")
        }
    }

    /// Whether a docstring stands above, with nothing but attributes between.
    private static func isDocumented(_ file: SourceFile, before index: Int) -> Bool {
        for line in file.lines[..<index].reversed() {
            let text = line.drop(while: \.isWhitespace)
            if text.hasPrefix("///") { return true }
            guard text.hasPrefix("@") else { return false }
        }
        return false
    }
}
