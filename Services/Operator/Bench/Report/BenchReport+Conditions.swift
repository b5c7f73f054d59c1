extension BenchReport {
    /// In what this run was made unlike `reference`, which may change ratios by itself.
    func conditions(unlike reference: BenchReport) -> [String] {
        var conditions: [String] = []
        func compare(_ now: String, _ before: String, _ name: String) {
            if now != before { conditions.append("\(name) \(now), not \(before)") }
        }
        compare("\(self.variants)", "\(reference.variants)", "variants")
        compare("\(self.secondsPerStep)", "\(reference.secondsPerStep)", "seconds a step")
        compare(self.clientText, reference.clientText, "clients")
        compare(self.machine.build, reference.machine.build, "build")
        return conditions
    }

    private var clientText: String {
        Set(self.figures.map(\.clients)).sorted().map(String.init).joined(separator: ",")
    }
}
