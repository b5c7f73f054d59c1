import ArgumentParser
import Foundation

/// The report that a run is compared with.
enum BenchReference: Hashable, Sendable {
    /// The one that belongs to the checkout.
    case committed
    /// One that `--json` has written.
    case file(String)

    /// Below the checkout's folder.
    static let committedPath = "docs/performance/reference.json"

    /// - Throws: ``OperatorFailure`` where there is no such report.
    func report(environment: [String: String]) throws -> BenchReport {
        let path: String
        switch self {
        case .committed: path = try Launcher(environment: environment).file(Self.committedPath)
        case .file(let name): path = name
        }
        return try BenchReport.read(from: path, option: "--compare")
    }
}

extension BenchReference: ExpressibleByArgument {
    init?(argument: String) {
        self = .file(argument)
    }
}

extension BenchReference: CustomStringConvertible {
    var description: String {
        switch self {
        case .committed: Self.committedPath
        case .file(let path): path
        }
    }
}
