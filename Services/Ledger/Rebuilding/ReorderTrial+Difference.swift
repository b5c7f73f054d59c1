import Kernel
import LedgerDomain

extension ReorderTrial {
    /// What another point changes beside the points in force.
    struct Difference: Hashable, Sendable {
        /// Variants in warehouses, of which some are named.
        struct Places: Hashable, Sendable {
            /// By SKU and warehouse.
            let first: [Course]
            let count: Int

            fileprivate init(_ courses: [Course], named limit: Int) {
                self.count = courses.count
                self.first = Array(
                    courses.sorted { ($0.sku, $0.warehouse) < ($1.sku, $1.warehouse) }
                        .prefix(limit)
                )
            }
        }

        /// What happened to all of them together.
        struct Sum: Hashable, Sendable {
            private(set) var falls = 0
            private(set) var low = Duration.zero

            fileprivate init(_ courses: some Sequence<ReorderCourse>) {
                for course in courses {
                    self.falls += course.falls
                    self.low += course.low
                }
            }
        }

        /// Of which more would be ordered now, and is not.
        let newlyLow: Places
        /// Of which more is ordered now, and would not be.
        let noLongerLow: Places
        let sum: Sum
        let ownSum: Sum

        init(_ courses: [Course], named limit: Int) {
            self.newlyLow = Places(
                courses.filter { $0.course.isLow && !$0.isLowByItsOwn },
                named: limit
            )
            self.noLongerLow = Places(
                courses.filter { !$0.course.isLow && $0.isLowByItsOwn },
                named: limit
            )
            self.sum = Sum(courses.map(\.course))
            self.ownSum = Sum(courses.compactMap(\.own))
        }
    }
}

extension ReorderTrial.Course {
    fileprivate var isLowByItsOwn: Bool { self.own?.isLow ?? false }
}
