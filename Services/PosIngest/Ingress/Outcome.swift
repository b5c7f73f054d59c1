import Contracts
import Messaging
import PosIngestDomain

/// A verdict as it is written down: a state, and what to send.
struct Outcome: Sendable {
    let status: MessageRecord.Status
    var parking: Parking?
    var nonStockLines = 0
    /// The command to the ledger, where there is one.
    var command: (any Contract)?

    init(_ verdict: Verdict, lineCount: Int) {
        switch verdict {
        case .record(let command, let nonStockLines):
            self.status = .pending
            self.command = command
            self.nonStockLines = nonStockLines
        case .reverse(let command):
            self.status = .pending
            self.command = command
        case .nothingToMove:
            self.status = .applied
            self.nonStockLines = lineCount
        case .park(let parking):
            self.status = .parked
            self.parking = parking
        }
    }
}
