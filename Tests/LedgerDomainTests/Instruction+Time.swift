import Contracts
import Kernel
import LedgerDomain

extension Company {
    /// Until when everything is closed for ever, and until when softly.
    static let closed = Company.now.advanced(by: .seconds(-5 * 86_400))
    static let softlyClosed = Company.now.advanced(by: .seconds(-2 * 86_400))

    static let periods = PeriodCalendar(
        zip(
            [PeriodState.closed, .softClosed, .open],
            [
                Company.closed.advanced(by: .seconds(-30 * 86_400)), Company.closed,
                Company.softlyClosed, Company.softlyClosed.advanced(by: .seconds(30 * 86_400)),
            ].adjacent
        ).enumerated().map { index, period in
            StockPeriod(
                id: ID(head: 5, tail: UInt64(index)),
                number: Int64(index + 1),
                name: "P\(index + 1)",
                start: period.1.0,
                end: period.1.1,
                state: period.0
            )
        }
    )
}

extension Instruction {
    /// When it says that something happened; `nil` for now, and where it enters nothing.
    private var occurredAt: Timestamp? {
        switch self.command {
        case .post(let posting): posting.about.effectiveAt
        case .reverse(let reversal): reversal.about.effectiveAt
        case .consume(let consumption): consumption.about.effectiveAt
        case .carry(let step): step.about.effectiveAt
        default: nil
        }
    }

    /// An entry happened when somebody said; where that is closed, at the first instant that is not.
    func differences(in entry: PostedEntry) -> [String] {
        let time = self.occurredAt ?? entry.recordedAt
        let closed = self.authority.lateness == .refused ? Company.softlyClosed : Company.closed
        let isLate = time < closed
        let isEntered = !isLate || entry.kind == .reverse || self.authority.lateness == .fact
        let isTold =
            isLate
            ? entry.effectiveAt == closed && entry.occurredAt == time
            : entry.effectiveAt == time && entry.occurredAt == nil
        return isEntered && isTold ? [] : ["when \(entry) happened"]
    }
}

extension Array {
    fileprivate var adjacent: [(Element, Element)] {
        zip(self, self.dropFirst()).map { ($0, $1) }
    }
}
