import Kernel
import SealStore
import Sealing

extension VerificationReport {
    /// What is shown of a verification.
    ///
    /// - Parameters:
    ///   - peakBytes: The most memory that it took; `nil` where the machine does not tell.
    ///   - key: The fingerprint that it was asked to trust.
    func text(after time: Duration, peakBytes: Int?, trusting key: String?) -> String {
        var lines = self.findings.map { "    \($0)" }
        let counts =
            "\(self.read.movements) movements, \(self.read.blocks) blocks, "
            + "\(self.read.checkpoints) checkpoints in \(time.wholeMilliseconds) ms"
            + (peakBytes.map { " and at most \($0 / 1_048_576) MiB of memory" } ?? "")
        if let first = self.findings.first {
            lines.insert("\(self.findings.count) findings, the first at \(first.sequence):", at: 0)
            lines.append("read: \(counts)")
            if self.isComplete, self.findings.allSatisfy(\.class.isBreach) {
                lines.append("nothing was changed, but a rule of approval was broken")
            }
        } else {
            lines.append("nothing was changed: \(counts)")
        }
        if !self.isComplete { lines.append("the rest was not read: there is too much to tell") }
        if key == nil, let firstKey = self.firstKey {
            lines.append("the first key is \(firstKey); compare it, or give it with --key")
        }
        return lines.joined(separator: "\n")
    }
}
