import Kernel

/// A year of a company: cycles of goods, shared out among those who post them.
struct HistoryPlan: Sendable {
    /// Each posts its cycles one after the other.
    static let workers = 16

    /// How many movements are wanted; a few more are made, because cycles are whole.
    let movements: Int
    let variants: Int
    /// What lots are named after: nobody else uses it.
    let name: String
    let endsAt: Timestamp

    var cycles: Int { (self.movements - 1) / HistoryCycle.movements + 1 }

    /// The cycles of one worker, of which the lots are its own.
    func cycles(of worker: Int) -> some Sequence<HistoryCycle> {
        let startsAt = self.endsAt.advanced(by: .zero - HistoryCompany.span)
        // The documents of the last cycle have happened, too.
        let span = HistoryCompany.span - HistoryCycle.step * (HistoryCycle.sales + 4)
        return stride(from: worker, to: self.cycles, by: Self.workers).lazy.enumerated()
            .map { turn, number in
                HistoryCycle(
                    number: number,
                    turn: turn,
                    series: "\(self.name)-\(worker)",
                    startsAt: startsAt.advanced(by: span / self.cycles * number),
                    variants: self.variants
                )
            }
    }
}
