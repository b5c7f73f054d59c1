import Contracts
import Kernel
import LedgerDomain

extension Problem {
    /// The one place where refusals of counts become problems.
    init(_ refusal: CountRefusal) {
        switch refusal {
        case .wrongState(let state):
            self = .conflict(.wrongState, "The count is \(state.rawValue).")
        case .notCounted(let lines):
            self = .conflict(.wrongState, "\(lines) lines are still to be counted.")
        case .unknownLine(let index):
            self = .validation("/lines/\(index)", rule: "exists", "The count has no such line.")
        case .lineCounted(let index):
            self = .validation(
                "/lines/\(index)",
                rule: "counted",
                "The line was counted, and nobody asked for it again."
            )
        case .sameCounter(let index):
            self = .validation(
                "/lines/\(index)",
                rule: "another-person",
                "Somebody else counts the line again; say `alone` where nobody else can."
            )
        case .notInOrder(let index):
            self = .validation(
                "/lines/\(index)/observedAt",
                rule: "order",
                "The line was looked at later already."
            )
        case .approvedAlready:
            self = Problem(.forbidden, detail: "Another person has to approve as well.")
        case .counterApproves:
            self = Problem(.forbidden, detail: "Who counted cannot be the second to approve.")
        }
    }
}
