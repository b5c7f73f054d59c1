import Contracts
import Kernel

/// An import as the gateway describes it.
struct ImportReport: Decodable, Sendable {
    struct Rows: Decodable, Hashable, Sendable {
        let total: Int?
        let done: Int
        let created: Int
        let updated: Int
        let unchanged: Int
        let failed: Int
    }

    enum State: String, Decodable, Sendable {
        case queued
        case running
        case done
        case failed
    }

    let id: ID<ImportJob>
    let state: State
    let rows: Rows
    /// Why a failed import stopped.
    let detail: String?

    var isAtAnEnd: Bool { self.state == .done || self.state == .failed }
}
