import Contracts
import Kernel

extension ReorderTrial {
    /// Points as the operator tells them: in each line the identifier of a variant, a space, and its point.
    ///
    /// `nil` where a line is something else.
    static func points(in text: String) -> Points? {
        var points: Points = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 2, let variant = ID<Variant>(parts[0]),
                let point = Quantity(String(parts[1])), point >= .zero
            else { return nil }
            points[variant] = point
        }
        return points
    }
}
