import Testing

@Suite struct CodeScannerTests {
    @Test func `comments, strings and raw identifiers are not code`() {
        let text = #"""
            let a = "print(" // print(
            /* try! /* nested */ */ let b = "\(call("x"))"
            func `a public name`() {}
            """#
        let code = CodeScanner.code(of: text)
        #expect(!code.contains("print("))
        #expect(!code.contains("try!"))
        #expect(!code.contains("public"))
        #expect(code.contains("call("))
        #expect(code.contains("let b"))
        #expect(code.utf8.count == text.utf8.count)
    }

    @Test func `a raw string ends at its own delimiter`() {
        let code = CodeScanner.code(of: ##"let a = #"\("quoted")"#; after()"##)
        #expect(!code.contains("quoted"))
        #expect(code.contains("after()"))
    }

    @Test func `a long literal hides its lines and keeps their number`() {
        let quotes = String(repeating: "\"", count: 3)
        let text = "let a = \(quotes)\n  fatalError\n\(quotes)\nlet b = 1"
        let file = SourceFile(path: "A.swift", text: text)
        #expect(file.code.count == file.lines.count)
        #expect(!file.code.joined().contains("fatalError"))
        #expect(file.code.last == "let b = 1")
    }

    @Test func `a function is measured to its last brace`() {
        let text = """
            protocol P {
                func required()
            }
            func long(
                a: Int
            ) -> Int {
                if a > 0 { return 1 }
                return 2
            }
            """
        let file = SourceFile(path: "A.swift", text: text)
        #expect(FunctionLength.all(in: file) == [FunctionLength(start: 4, lines: 6)])
    }

    @Test func `an import is found behind its access level`() {
        let file = SourceFile(path: "A.swift", text: "package import Kernel\nimport struct A.B\n")
        #expect(file.imports.map(\.module) == ["Kernel", "A"])
    }
}
