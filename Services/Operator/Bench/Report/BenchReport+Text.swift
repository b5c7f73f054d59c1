import Foundation

extension BenchReport {
    var text: String {
        var parts = [self.machineText, self.figureTable.text]
        if !self.processes.isEmpty { parts.append(self.processTable.text) }
        parts += self.figures.flatMap(\.failures)
        parts += self.notes.map { "note: \($0)" }
        return parts.joined(separator: "\n\n")
    }

    private var machineText: String {
        let machine = self.machine
        let memory = Double(machine.memoryBytes) / 1_073_741_824
        let settings = machine.postgres.filter { $0.key != "server_version" }
            .sorted { $0.key < $1.key }
            .map { "\($0.key)=\($0.value)" }
        return """
            Stockbook \(machine.stockbook)\(machine.commit.map { " (\($0))" } ?? ""), \
            \(machine.build) build, \(self.startedAt)
            \(machine.cores) cores, \(machine.processor), \(Self.number(memory)) GiB, \
            Linux \(machine.kernel)
            PostgreSQL \(machine.postgres["server_version"] ?? "?"): \(settings.joined(separator: " "))
            RabbitMQ \(machine.rabbitmq); \(self.secondsPerStep) s a step, \(self.variants) variants
            """
    }

    private var figureTable: TextTable {
        var table = TextTable(
            "MEASURE",
            "CLIENTS",
            "OPS/S",
            "LINES/S",
            "P50 MS",
            "P95 MS",
            "P99 MS",
            "ERRORS",
            "OF THE RAW LIMIT"
        )
        table.rightAligned = 1...7
        for figure in self.figures {
            let ratios = figure.ratios.map { "\(Self.ratio($0.value)) of \($0.limit.rawValue)" }
            let isPlain = figure.measure.linesPerOperation == 1
            table.append(
                figure.measure.rawValue,
                String(figure.clients),
                Self.number(figure.operationsPerSecond),
                isPlain ? "" : Self.number(figure.linesPerSecond),
                figure.latency.map { Self.milliseconds($0.p50) } ?? "-",
                figure.latency.map { Self.milliseconds($0.p95) } ?? "-",
                figure.latency.map { Self.milliseconds($0.p99) } ?? "-",
                String(figure.errors.values.reduce(0, +)),
                figure.measure.isOurs && ratios.isEmpty
                    ? "its limit was not measured" : ratios.joined(separator: ", ")
            )
        }
        return table
    }

    private var processTable: TextTable {
        var table = TextTable(
            "PROCESS",
            "RSS MB BEFORE",
            "RSS MB PEAK",
            "PSS MB PEAK",
            "CPU S RAW",
            "CPU S OURS"
        )
        table.rightAligned = 1...5
        for process in self.processes {
            table.append(
                process.name,
                Self.megabytes(process.residentBytesBefore),
                Self.megabytes(process.residentBytesPeak),
                process.proportionalBytesPeak.map(Self.megabytes) ?? "-",
                Self.number(process.cpuSecondsRaw),
                Self.number(process.cpuSecondsOurs)
            )
        }
        return table
    }

    /// One decimal below a hundred, none from there.
    static func number(_ value: Double) -> String {
        String(format: value < 100 ? "%.1f" : "%.0f", value)
    }

    static func milliseconds(_ value: Double) -> String { String(format: "%.2f", value) }

    static func ratio(_ value: Double) -> String {
        String(format: value < 0.1 ? "%.4f" : "%.2f", value)
    }

    private static func megabytes(_ bytes: Int) -> String {
        self.number(Double(bytes) / 1_048_576)
    }
}

extension Figure {
    /// What failed, and how often.
    var failures: [String] {
        self.errors.sorted { $0.key < $1.key }.map { message, count in
            "failed: \(self.measure.rawValue) at \(self.clients) clients, \(count) times: \(message)"
        }
    }
}
