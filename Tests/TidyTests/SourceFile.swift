/// A Swift file, with and without what the compiler does not see.
struct SourceFile: Sendable {
    /// Relative to the root of the checkout.
    let path: String
    /// The lines as written.
    let lines: [String]
    /// The same lines, with comments, string literals and raw identifiers blanked out.
    let code: [String]

    init(path: String, text: String) {
        self.path = path
        self.lines = Self.split(text)
        self.code = Self.split(CodeScanner.code(of: text))
    }

    /// The file's name without folders and extension.
    var name: String {
        String(self.path.split(separator: "/").last?.dropLast(".swift".count) ?? "")
    }

    /// Names of the modules it imports, with the line numbers.
    var imports: [(module: String, line: Int)] {
        self.code.enumerated().compactMap { index, line in
            let words = line.split(whereSeparator: \.isWhitespace)
            guard let keyword = words.firstIndex(of: "import"), words.count > keyword + 1,
                words[..<keyword].allSatisfy({ Self.importModifiers.contains(String($0)) })
            else { return nil }
            return (String(words[words.count - 1].prefix { $0 != "." }), index + 1)
        }
    }

    private static let importModifiers: Set<String> = [
        "package", "internal", "private", "fileprivate", "public", "@testable", "@preconcurrency",
        "@safe", "@unsafe",
    ]

    private static func split(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
