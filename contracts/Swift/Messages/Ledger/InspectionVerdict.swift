import Kernel

/// What an inspection comes to, by the plan that it was made by.
package enum InspectionVerdict: String, WordCodable, Sendable {
    /// Everything that the plan requires is within its limits.
    case accepted
    case rejected
}
