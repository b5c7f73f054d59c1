import Configuration
import FoundationEssentials

/// Secrets mounted as files, one per key, as Docker and Kubernetes do it.
///
/// The name is that of the option without its dashes in front: `postgres-url`. Surrounding white
/// space is cut off; hidden files, subdirectories and files of several lines, such as certificates,
/// are passed over.
enum SecretFiles {
    static let directory = "/run/secrets"

    /// The longest secret that is read, in bytes.
    static let maximumLength = 65_536

    /// - Returns: Nothing where there is no such directory.
    static func read(
        _ directory: String = Self.directory
    ) throws(ConfigurationError) -> [ConfigurationKey: String] {
        let files = FileManager.default
        guard files.fileExists(atPath: directory) else { return [:] }
        let names: [String]
        do {
            names = try files.contentsOfDirectory(atPath: directory)
        } catch {
            throw .unreadable(source: directory, reason: "\(error)")
        }
        var secrets: [ConfigurationKey: String] = [:]
        for name in names where !name.hasPrefix(".") {
            let path = "\(directory)/\(name)"
            var isDirectory = false
            guard files.fileExists(atPath: path, isDirectory: &isDirectory), !isDirectory,
                let key = ConfigurationKey(option: "--\(name)")
            else { continue }
            guard let content = files.contents(atPath: path) else {
                throw .unreadable(source: path, reason: "no permission")
            }
            guard content.count <= self.maximumLength else {
                throw .unreadable(source: path, reason: "longer than \(self.maximumLength) bytes")
            }
            let text = String(decoding: content, as: UTF8.self).split(whereSeparator: \.isNewline)
            guard let line = text.first, text.count == 1 else { continue }
            secrets[key] = String(line.drop(while: \.isWhitespace).trimmingSuffix())
        }
        return secrets
    }
}

extension Substring {
    fileprivate func trimmingSuffix() -> Substring {
        var text = self
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
