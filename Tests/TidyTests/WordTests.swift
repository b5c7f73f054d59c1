import Foundation
import Testing

@Suite struct WordTests {
    /// What never stands in code, and why.
    private static let bannedCode: [(word: String, rule: String)] = [
        ("print(", "output goes through a console, a logger or a response"),
        ("debugPrint(", "output goes through a console, a logger or a response"),
        ("try!", "an error is thrown on or handled"),
        ("fatalError", "a bug is a precondition with a sentence"),
        ("Task.detached", "tasks are structured"),
        ("@unchecked Sendable", "sendability is checked"),
        ("public", "one package: what others use is `package`"),
        ("tx", "no abbreviations: transaction"),
        ("cfg", "no abbreviations: configuration"),
        ("repo", "no abbreviations: repository"),
        ("mgr", "no abbreviations, and no managers"),
    ]

    /// Markers of unfinished work, spelled so that this file does not contain them.
    private static let markers = ["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]

    /// Parts of names that say nothing.
    private static let emptyNames: Set<String> = [
        "Utils", "Utilities", "Util", "Helpers", "Helper", "Common", "Manager", "Impl", "DTO",
        "Misc", "Models", "Types", "Placeholder",
    ]

    @Test func `banned words do not stand in code`() {
        expectNone(
            SourceTree.swiftFiles.flatMap { file in
                file.code.enumerated().flatMap { index, line in
                    Self.bannedCode.filter { Self.contains($0.word, in: line) }.map {
                        Violation(path: file.path, line: index + 1, rule: "\($0.word): \($0.rule)")
                    }
                }
            }
        )
    }

    @Test func `no marker of unfinished work is left`() {
        expectNone(
            SourceTree.swiftFiles.flatMap { file in
                file.lines.enumerated().compactMap { index, line in
                    guard let marker = Self.markers.first(where: { Self.contains($0, in: line) })
                    else { return nil }
                    return Violation(path: file.path, line: index + 1, rule: "\(marker) is left")
                }
            }
        )
    }

    @Test func `a file is named after what it holds`() {
        expectNone(
            SourceTree.swiftFiles.compactMap { file in
                let empty = Self.words(of: file.name).first { Self.emptyNames.contains($0) }
                return empty.map { Violation(path: file.path, rule: "\($0) names nothing") }
            }
        )
    }

    @Test func `a test is a sentence`() {
        expectNone(
            SourceTree.swiftFiles.flatMap { file in
                file.lines.enumerated().compactMap { index, line in
                    guard file.code[index].contains("@Test"),
                        let name = line.firstRange(of: " func ").map({ line[$0.upperBound...] }),
                        !name.hasPrefix("`")
                    else { return nil }
                    return Violation(path: file.path, line: index + 1, rule: "not a sentence")
                }
            }
        )
    }

    @Test func `a task without a parent says why`() {
        expectNone(
            SourceTree.swiftFiles.flatMap { file in
                file.code.enumerated().compactMap { index, line in
                    guard Self.startsTask(line), !Self.isExplained(file, index) else { return nil }
                    return Violation(path: file.path, line: index + 1, rule: "no comment says why")
                }
            }
        )
    }

    /// Whether `word` stands in `line` and is not part of a longer identifier.
    private static func contains(_ word: String, in line: String) -> Bool {
        // Most lines do not, which Foundation finds out far sooner than a debug build of ours.
        guard line.range(of: word, options: .literal) != nil else { return false }
        var rest = line[...]
        while let range = rest.firstRange(of: word) {
            let before = line[..<range.lowerBound].last
            let after = line[range.upperBound...].first
            let startsHere = !(before.map(Self.isIdentifier) ?? false) && before != "."
            let endsHere = word.hasSuffix("(") || !(after.map(Self.isIdentifier) ?? false)
            if startsHere && endsHere { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }

    private static func isIdentifier(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }

    /// `StockContracts+Sale` is `Stock`, `Contracts`, `Sale`; `DTO` stays one word.
    private static func words(of name: String) -> [String] {
        var words: [String] = []
        var wasUppercase = false
        for character in name {
            if character == "+" || character == "-" {
                words.append("")
            } else if words.isEmpty || (character.isUppercase && !wasUppercase) {
                words.append(String(character))
            } else {
                words[words.count - 1].append(character)
            }
            wasUppercase = character.isUppercase
        }
        return words
    }

    private static func startsTask(_ line: String) -> Bool {
        ["Task {", "Task(", "Task<"].contains { start in
            Self.contains(String(start.prefix(4)), in: line) && line.contains(start)
                && line.contains("{")
        }
    }

    private static func isExplained(_ file: SourceFile, _ index: Int) -> Bool {
        let above = index > 0 ? file.lines[index - 1].drop(while: \.isWhitespace) : ""
        return above.hasPrefix("//") || file.lines[index].contains("//")
    }
}
