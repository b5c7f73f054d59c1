import Foundation

/// What a process is started from: when either part changes, the process is out of date.
struct Program: Hashable, Sendable {
    let path: String
    let environment: [String: String]
    /// Device and number of the file, which a new build replaces.
    private let file: [UInt64]

    init(path: String, environment: [String: String]) throws {
        let attributes: [FileAttributeKey: Any]
        do {
            attributes = try FileManager.default.attributesOfItem(atPath: path)
        } catch {
            throw OperatorFailure("there is no program \(path)", next: "./stockbook up")
        }
        self.path = path
        self.environment = environment
        self.file = [FileAttributeKey.systemNumber, .systemFileNumber].map {
            (attributes[$0] as? NSNumber)?.uint64Value ?? 0
        }
    }
}
