import Foundation

/// The files of the checkout that people write.
enum SourceTree {
    /// The checkout, two folders above this file's own.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Every Swift file, in the order of their paths.
    static let swiftFiles: [SourceFile] =
        (["Package.swift"]
        + Self.sourceFolders.flatMap { Self.files(under: $0, withExtension: "swift") })
        .compactMap { path in Self.text(at: path).map { SourceFile(path: path, text: $0) } }

    /// Folders with Swift in them.
    private static let sourceFolders = ["Services", "Shared", "Tests", "contracts"]

    /// The services' folder names, such as `PosIngest`; the operator's tool is not a service.
    static let services: [String] = Self.folders(in: "Services").filter { $0 != "Operator" }

    /// Paths relative to the root of the files below `folder` whose names end in `.suffix`.
    static func files(under folder: String, withExtension suffix: String) -> [String] {
        let enumerator = FileManager.default.enumerator(atPath: Self.path(folder))
        var paths: [String] = []
        while let path = enumerator?.nextObject() as? String {
            if path.hasSuffix(".\(suffix)") { paths.append("\(folder)/\(path)") }
        }
        return paths.sorted()
    }

    /// Names of the folders directly inside `folder`.
    static func folders(in folder: String) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: Self.path(folder))) ?? []
        // A folder that is missing has no parts; the rule that needs it reports that.
        return names.filter { !$0.contains(".") }.sorted()
    }

    /// The text of a file, or nil where there is none.
    static func text(at path: String) -> String? {
        FileManager.default.contents(atPath: Self.path(path)).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    private static func path(_ relative: String) -> String {
        Self.root.appending(path: relative).path(percentEncoded: false)
    }
}
