import ServiceLifecycle

/// A service that begins when the gate opens, or never if the process stops before.
struct GatedService: Service, CustomStringConvertible {
    let gate: StartupGate
    let service: any Service

    var description: String { "\(self.service)" }

    func run() async throws {
        guard await self.gate.wait() else { return }
        try await self.service.run()
    }
}
