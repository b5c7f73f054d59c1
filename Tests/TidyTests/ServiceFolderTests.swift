import Testing

@Suite struct ServiceFolderTests {
    private static let headings = ["Owns", "Consumes", "Publishes", "Tables", "Invariants"]

    @Test(arguments: SourceTree.services)
    func `a service says what it owns and promises`(_ service: String) throws {
        let readme = try #require(SourceTree.text(at: "Services/\(service)/README.md"))
        let headings = readme.split(separator: "\n").filter { $0.hasPrefix("## ") }
        #expect(headings.map { $0.dropFirst(3) } == Self.headings.map { $0[...] })
    }

    @Test(arguments: SourceTree.services)
    func `migrations are numbered without a gap`(_ service: String) {
        for (index, path) in Self.migrations(of: service).enumerated() {
            let name = path.split(separator: "/").last ?? ""
            let number = String(index + 1)
            let expected = "V" + String(repeating: "0", count: max(0, 4 - number.count)) + number
            #expect(name.hasPrefix("\(expected)_"), "\(path) should start with \(expected)_")
            #expect(name == name.lowercased().replacing("v0", with: "V0", maxReplacements: 1))
        }
    }

    @Test(arguments: SourceTree.services)
    func `every migration is listed`(_ service: String) {
        let code = SourceTree.swiftFiles
            .filter { $0.path.hasPrefix("Services/\(service)/") }
            .flatMap(\.lines)
            .joined(separator: "\n")
        for path in Self.migrations(of: service) {
            let name = path.split(separator: "/").last?.dropLast(".sql".count) ?? ""
            let isListed = code.contains(name)
            #expect(isListed, "\(path) is not listed in the service's migrations")
        }
    }

    private static func migrations(of service: String) -> [String] {
        SourceTree.files(under: "Services/\(service)/Migrations", withExtension: "sql")
    }
}
