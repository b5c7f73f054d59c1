/// The steps of a run that are done, and what everything used meanwhile.
struct BenchSteps: Sendable {
    let survey: ProcessSurvey
    let settling: Settling
    let clients: [Int]
    let console: Console
    private(set) var figures: [Figure] = []
    private(set) var notes: [String] = []
    private(set) var book: ProcessBook

    init(survey: ProcessSurvey, settling: Settling, clients: [Int], console: Console) {
        self.survey = survey
        self.settling = settling
        self.clients = clients
        self.console = console
        self.book = ProcessBook(survey.take(.beforeLoad))
    }

    /// These steps and each of `measures` at each number of clients, one after the other.
    nonisolated(nonsending) func adding(
        _ measures: [Measure],
        _ load: (Measure, _ clients: Int) async throws -> LoadResult
    ) async throws -> Self {
        var steps = self
        for measure in measures {
            try steps.console.write("\(measure.rawValue): \(measure.meaning)")
            for clients in steps.clients {
                try await steps.settle(before: measure)
                let before = steps.survey.take(.beforeLoad)
                let result = try await load(measure, clients)
                let after = steps.survey.take(.afterLoad)
                steps.add(result.figure(of: measure, clients: clients), before, after)
                try steps.reportLast()
            }
        }
        return steps
    }

    private mutating func settle(before measure: Measure) async throws {
        let waiting = try await self.settling.wait()
        guard waiting > 0 else { return }
        self.notes.append(
            "\(waiting) messages of the services still waited when \(measure.rawValue) began"
        )
    }

    private mutating func add(
        _ figure: Figure,
        _ before: [String: ProcessUsage],
        _ after: [String: ProcessUsage]
    ) {
        var figure = figure
        figure.cpuSeconds = ProcessSurvey.cpuSeconds(from: before, to: after)
        self.book.add(figure.cpuSeconds, after: after, isOurs: figure.measure.isOurs)
        self.figures.append(figure)
    }

    private func reportLast() throws {
        guard let figure = self.figures.last else { return }
        let errors = figure.errors.values.reduce(0, +)
        try self.console.write(
            "    \(figure.clients) clients: \(BenchReport.number(figure.operationsPerSecond)) a second"
                + (errors > 0 ? ", \(errors) errors" : "")
        )
    }
}
