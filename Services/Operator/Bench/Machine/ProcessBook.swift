/// Keeps what every process used, step by step.
struct ProcessBook: Sendable {
    private(set) var figures: [String: ProcessFigure] = [:]

    init(_ before: [String: ProcessUsage]) {
        for (name, usage) in before {
            self.figures[name] = ProcessFigure(
                name: name,
                residentBytesBefore: usage.residentBytes,
                residentBytesPeak: usage.residentBytes,
                proportionalBytesPeak: usage.proportionalBytes
            )
        }
    }

    /// Adds what a step used.
    mutating func add(_ cpuSeconds: [String: Double], after: [String: ProcessUsage], isOurs: Bool) {
        for (name, usage) in after {
            guard var figure = self.figures[name] else { continue }
            figure.residentBytesPeak = max(figure.residentBytesPeak, usage.residentBytes)
            figure.proportionalBytesPeak = usage.proportionalBytes.map {
                max($0, figure.proportionalBytesPeak ?? 0)
            }
            let seconds = cpuSeconds[name] ?? 0
            if isOurs { figure.cpuSecondsOurs += seconds } else { figure.cpuSecondsRaw += seconds }
            self.figures[name] = figure
        }
    }
}
