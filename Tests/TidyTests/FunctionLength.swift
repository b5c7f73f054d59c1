/// How many lines a function takes, from its declaration to its last brace.
struct FunctionLength: Equatable {
    /// The number of the line with the declaration.
    let start: Int
    let lines: Int

    /// Every function, initialiser and subscript with a body.
    static func all(in file: SourceFile) -> [Self] {
        file.code.indices.filter { Self.isDeclaration(file.code[$0]) }.compactMap { start in
            Self.end(of: start, in: file.code).map { Self(start: start + 1, lines: $0 - start + 1) }
        }
    }

    private static let modifiers: Set<String> = [
        "package", "internal", "private", "fileprivate", "static", "class", "final", "override",
        "mutating", "nonmutating", "borrowing", "consuming", "nonisolated", "isolated",
        "convenience", "required", "indirect", "unsafe", "async", "prefix", "postfix",
    ]

    private static func isDeclaration(_ line: String) -> Bool {
        for word in line.split(whereSeparator: { $0.isWhitespace || $0 == "(" || $0 == "<" }) {
            if ["func", "init", "init?", "subscript", "deinit"].contains(word) { return true }
            guard Self.modifiers.contains(String(word)) || word.hasPrefix("@") else { return false }
        }
        return false
    }

    /// The line of the closing brace; nil for a requirement without a body.
    private static func end(of start: Int, in code: [String]) -> Int? {
        var parentheses = 0
        var braces = 0
        for index in start..<code.count {
            for character in code[index] {
                switch character {
                case "(", "[": parentheses += 1
                case ")", "]": parentheses -= 1
                case "{": braces += 1
                case "}":
                    braces -= 1
                    if braces <= 0 && parentheses <= 0 { return braces < 0 ? nil : index }
                default: break
                }
            }
            if braces == 0 && parentheses == 0 && !Self.continues(code, after: index) {
                return nil
            }
        }
        return nil
    }

    /// Whether the declaration goes on in the next line, before its body.
    private static func continues(_ code: [String], after index: Int) -> Bool {
        guard index + 1 < code.count else { return false }
        let next = code[index + 1].drop(while: \.isWhitespace)
        return ["{", "where ", "->", "throws", "async"].contains { next.hasPrefix($0) }
    }
}
