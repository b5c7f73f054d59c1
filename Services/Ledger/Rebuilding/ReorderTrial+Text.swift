import Kernel
import LedgerDomain

extension ReorderTrial.Result {
    var text: String {
        let title = "stock as of \(self.horizon), with a reorder point of \(self.point)"
        let lines = self.courses.map(\.text)
        return
            ([title + (self.difference == nil ? "" : ", beside the points in force")]
            + (self.difference?.lines ?? []) + lines
            + (lines.isEmpty ? ["nothing was ever that low"] : [])
            + (self.others > 0 ? ["and \(self.others) more"] : []))
            .joined(separator: "\n")
    }
}

extension ReorderTrial.Course {
    fileprivate var text: String {
        "\(self.sku) in \(self.warehouse): \(self.course.text),"
            + " \(self.course.out.days) days out of stock"
            + (self.own.map { "; by its own point of \($0.point): \($0.text)" } ?? "")
    }

    /// What there is, and at which point more is ordered.
    fileprivate var now: String {
        "    \(self.sku) in \(self.warehouse): \(self.course.onHand) there, "
            + (self.own.map { "its own point is \($0.point)" } ?? "without a point of its own")
    }
}

extension ReorderTrial.Difference {
    fileprivate var lines: [String] {
        self.newlyLow.lines("at it or below, and not by the points in force")
            + self.noLongerLow.lines("at the points in force or below, and above this one")
            + [
                "in all: fell \(self.sum.falls) times instead of \(self.ownSum.falls), "
                    + "\(self.sum.low.days) days at it or below instead of \(self.ownSum.low.days)"
            ]
    }
}

extension ReorderTrial.Difference.Places {
    fileprivate func lines(_ what: String) -> [String] {
        let others = self.count - self.first.count
        return ["now \(what): \(self.count)"] + self.first.map(\.now)
            + (others > 0 ? ["    and \(others) more"] : [])
    }
}

extension ReorderCourse {
    fileprivate var text: String {
        "fell \(self.falls) times, \(self.low.days) days at it or below"
    }
}

extension Duration {
    /// Days, with one decimal that is cut off.
    fileprivate var days: Quantity {
        Quantity(tenThousandths: self.components.seconds / 8_640 * 1_000)
    }
}
