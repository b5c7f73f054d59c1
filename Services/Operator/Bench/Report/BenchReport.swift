import Foundation
import Kernel

/// A whole run, as text and as JSON.
struct BenchReport: Codable, Hashable, Sendable {
    /// Grows when a member changes its meaning.
    static let currentFormat = 1

    let format: Int
    let startedAt: Timestamp
    let secondsPerStep: Int
    let variants: Int
    let machine: MachineFacts
    let figures: [Figure]
    let processes: [ProcessFigure]
    /// What a reader has to know to judge the figures.
    let notes: [String]

    /// Failed operations of all figures.
    var errorCount: Int { self.figures.flatMap(\.errors.values).reduce(0, +) }

    /// - Throws: ``OperatorFailure`` for a file that is no report of this format.
    static func read(from path: String, option: String) throws -> Self {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw OperatorFailure("\(option): there is no file \(path)", next: "check the path")
        }
        do {
            let report = try JSONDecoder().decode(Self.self, from: bytes)
            guard report.format == Self.currentFormat else {
                throw OperatorFailure(
                    "\(option): \(path) has format \(report.format), not \(Self.currentFormat)",
                    next: "make a new reference with ./stockbook bench --json \(path)"
                )
            }
            return report
        } catch is DecodingError {
            throw OperatorFailure(
                "\(option): \(path) is no report of ./stockbook bench",
                next: "name a file that --json has written"
            )
        }
    }
}
