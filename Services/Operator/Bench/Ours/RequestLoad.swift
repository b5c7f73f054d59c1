import Kernel
import NIOHTTP1

/// Requests to the gateway, made before the clock starts and sent in random order, over and over.
struct RequestLoad: Sendable {
    /// Different requests of one measure.
    static let variety = 256

    private struct Receipt: Encodable {
        struct Line: Encodable {
            let sku: String
            let quantity: Quantity
        }

        let location: String
        let lines: [Line]
    }

    private struct Credentials: Encodable {
        let name: String
        let password: String
    }

    let requests: [APIRequest]
    /// Whether each takes effect, and so needs a key of its own.
    let isCommand: Bool
    /// Whether each can be sent only once, and so there is no warm-up.
    var isEachOnce = false

    /// Receipts of `lines` different variants each; the same body under another key is another one.
    static func receipts(lines: Int, variants: Int) throws -> Self {
        var generator = SeededGenerator(seed: UInt64(lines))
        return Self(
            requests: try (0..<Self.variety).map { number in
                let first = Int.random(in: 1...(variants - lines + 1), using: &generator)
                let receipt = Receipt(
                    location: BenchCompany.bins[number % BenchCompany.bins.count],
                    lines: (first..<first + lines).map {
                        Receipt.Line(sku: BenchCompany.sku($0), quantity: 1)
                    }
                )
                return try APIRequest(.POST, ["v1", "receipts"], json: receipt)
            },
            isCommand: true
        )
    }

    static func quantities(variants: Int) -> Self {
        var generator = SeededGenerator(seed: 1)
        return Self(
            requests: (0..<Self.variety).map { _ in
                let sku = BenchCompany.randomSKU(of: variants, &generator)
                return APIRequest(.GET, ["v1", "stock", sku])
            },
            isCommand: false
        )
    }

    /// Searches for three digits in a row, as somebody types what stands on a label.
    static func searches(variants: Int) -> Self {
        var generator = SeededGenerator(seed: 1)
        return Self(
            requests: (0..<Self.variety).map { _ in
                let sku = BenchCompany.randomSKU(of: variants, &generator)
                let query = [("q", String(sku.suffix(3))), ("limit", "50")]
                return APIRequest(.GET, ["v1", "stock"], query: query)
            },
            isCommand: false
        )
    }

    static func signIns(name: String, password: String) throws -> Self {
        let credentials = Credentials(name: name, password: password)
        return Self(
            requests: [try APIRequest(.POST, ["v1", "session"], json: credentials)],
            isCommand: false
        )
    }

    func run(_ loop: ClosedLoop, against gateway: BenchGateway) async throws -> LoadResult {
        let prepared = self.requests.map {
            PreparedRequest($0, to: gateway, isCommand: self.isCommand)
        }
        let supply = RequestSupply(prepared, isEachOnce: self.isEachOnce)
        guard self.isEachOnce else { return try await loop.run(supply, against: gateway) }
        let unprepared = ClosedLoop(clients: loop.clients, warmUp: .zero, duration: loop.duration)
        return try await unprepared.run(supply, against: gateway)
    }
}
