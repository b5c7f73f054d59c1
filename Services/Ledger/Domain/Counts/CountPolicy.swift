package import Kernel

/// How strictly a count is made.
package struct CountPolicy: Hashable, Sendable {
    /// Whether those who count are not told what should be there.
    package let isBlind: Bool
    package let tolerance: CountTolerance
    /// The largest difference of a line that one person may approve; `nil` for any.
    package let soleApproval: Quantity?

    package init(
        isBlind: Bool = true,
        tolerance: CountTolerance = CountTolerance(),
        soleApproval: Quantity? = nil
    ) {
        self.isBlind = isBlind
        self.tolerance = tolerance
        self.soleApproval = soleApproval
    }

    /// What holds where nobody says otherwise.
    package static let standard = CountPolicy(
        isBlind: true,
        tolerance: CountTolerance(quantity: .zero, percent: 2),
        soleApproval: 100
    )
}
