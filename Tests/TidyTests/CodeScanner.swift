/// Blanks out what is not code: comments, string literals and raw identifiers.
///
/// Interpolations are code. Lines keep their numbers and columns. Regular expression literals are not
/// recognised, because the house does not use them.
struct CodeScanner {
    private let source: [UInt8]
    private var output: [UInt8]
    private var position = 0

    private init(_ text: String) {
        self.source = Array(text.utf8)
        self.output = self.source
    }

    /// The text with everything but code replaced by spaces.
    static func code(of text: String) -> String {
        var scanner = Self(text)
        scanner.scanCode(untilParenthesis: false)
        return String(decoding: scanner.output, as: UTF8.self)
    }

    /// Scans to the end, or to the parenthesis that ends an interpolation.
    private mutating func scanCode(untilParenthesis: Bool) {
        var depth = 0
        while let byte = self.byte() {
            switch byte {
            case UInt8(ascii: "/") where self.byte(1) == UInt8(ascii: "/"):
                while let next = self.byte(), next != UInt8(ascii: "\n") { self.blank(1) }
            case UInt8(ascii: "/") where self.byte(1) == UInt8(ascii: "*"):
                self.scanBlockComment()
            case UInt8(ascii: "`"):
                self.blank(1)
                while let next = self.byte(), next != UInt8(ascii: "`") { self.blank(1) }
                self.blank(1)
            case UInt8(ascii: "\""), UInt8(ascii: "#"):
                self.scanLiteral()
            case UInt8(ascii: "("):
                depth += 1
                self.position += 1
            case UInt8(ascii: ")"):
                if untilParenthesis, depth == 0 { return }
                depth -= 1
                self.position += 1
            default:
                self.position += 1
            }
        }
    }

    /// Scans a string literal, or steps over a `#` that starts none.
    private mutating func scanLiteral() {
        var pounds = 0
        while self.byte(pounds) == UInt8(ascii: "#") { pounds += 1 }
        guard self.byte(pounds) == UInt8(ascii: "\"") else {
            self.position += pounds
            return
        }
        let isMultiline =
            self.byte(pounds + 1) == UInt8(ascii: "\"")
            && self.byte(pounds + 2) == UInt8(ascii: "\"")
        let quotes = [UInt8](repeating: UInt8(ascii: "\""), count: isMultiline ? 3 : 1)
        let delimiter = quotes + [UInt8](repeating: UInt8(ascii: "#"), count: pounds)
        let escape =
            [UInt8(ascii: "\\")] + [UInt8](repeating: UInt8(ascii: "#"), count: pounds)
        self.blank(pounds + quotes.count)
        while self.byte() != nil, !self.isNext(delimiter) {
            guard self.isNext(escape) else {
                self.blank(1)
                continue
            }
            self.blank(escape.count)
            guard self.byte() == UInt8(ascii: "(") else {
                self.blank(1)
                continue
            }
            self.position += 1
            self.scanCode(untilParenthesis: true)
            self.position += 1
        }
        self.blank(delimiter.count)
    }

    /// Scans a block comment; they nest.
    private mutating func scanBlockComment() {
        var depth = 0
        repeat {
            if self.isNext(Array("/*".utf8)) {
                depth += 1
                self.blank(2)
            } else if self.isNext(Array("*/".utf8)) {
                depth -= 1
                self.blank(2)
            } else {
                self.blank(1)
            }
        } while depth > 0 && self.byte() != nil
    }

    private func byte(_ offset: Int = 0) -> UInt8? {
        let index = self.position + offset
        return index < self.source.count ? self.source[index] : nil
    }

    private func isNext(_ bytes: [UInt8]) -> Bool {
        self.source.dropFirst(self.position).starts(with: bytes)
    }

    /// Replaces `count` bytes with spaces, keeping line ends.
    private mutating func blank(_ count: Int) {
        for _ in 0..<count where self.position < self.source.count {
            if self.source[self.position] != UInt8(ascii: "\n") {
                self.output[self.position] = UInt8(ascii: " ")
            }
            self.position += 1
        }
    }
}
