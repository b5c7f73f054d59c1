import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// A history that is made on a ledger, with a model of what must be read beside it.
struct History {
    let ledger: LedgerBench
    var generator: SeededGenerator
    var model = HistoryModel(places: RandomPosting.places)
    var lots: [String: ID<Lot>] = [:]
    var periods: [SealedPeriod] = []
    var costs = CostFold()
    var kept = KeptAnswers()
    var ages = ToldAges()
    /// The path parameters of the pallet.
    var pallet: [String: String] = [:]
    /// How often each kind of step was accepted.
    private(set) var accepted: [String: Int] = [:]
    private(set) var refused = 0
    private var counts: Set<String> = []

    init(of seed: UInt64, on ledger: LedgerBench) {
        self.ledger = ledger
        self.generator = SeededGenerator(seed: seed)
    }

    /// Makes goods that are costed in every way, two of them in other ways with each seed.
    mutating func begin() async throws {
        for sku in RandomPosting.plain { try await self.ledger.variant(sku) }
        try await self.ledger.variant(RandomPosting.numbered, tracking: .serial)
        for (code, day) in RandomPosting.lots.sorted(by: { $0.key < $1.key }) {
            self.lots[code] = try await self.ledger.lot(
                code,
                of: RandomPosting.lotted,
                expires: day
            )
        }
        _ = try await self.ledger.succeed(
            "createLocation",
            #"{"code":"PAR","name":"Paris","kind":"warehouse"}"#
        )
        _ = try await self.ledger.succeed(
            "addExchangeRate",
            #"{"currency":"USD","rate":"0.9","validFrom":"2020-01-01T00:00:00Z"}"#
        )
        let skus = RandomPosting.skus.shuffled(using: &self.generator)
        let ways: [(CostMethod, String?)] = [
            (.fifo, nil), (.fifo, nil), (.average, nil), (.standard, "7.5"), (.standard, nil),
        ]
        for (sku, way) in zip(skus, ways) {
            let policy = RandomPosting.policy(of: sku, way.0, at: way.1)
            _ = try await self.ledger.succeed(policy.operation, policy.body)
        }
        let pallet = try await self.ledger.unit(RandomPosting.pallet, in: "LDN-1")
        self.pallet = pallet
        for place in RandomPosting.ground.keys.sorted() {
            for posting in RandomPosting.firstGoods(at: place) { try await self.perform(posting) }
        }
    }

    /// Does one thing; returns the goods that it was about.
    mutating func step() async throws -> Set<String> {
        let before = self.model.facts.count
        var skus: Set<String> = []
        switch Int.random(in: 0..<100, using: &self.generator) {
        case 0..<3: try await self.handle()
        case 3..<80:
            let posting = RandomPosting.any(after: self.model, using: &self.generator)
            try await self.perform(posting)
            skus.formUnion(posting.skus)
        case 80..<86:
            try await self.changeLot()
            skus.insert(RandomPosting.lotted)
        case 86..<91: try await self.count()
        case 91..<94:
            try await self.expireLots()
            skus.insert(RandomPosting.lotted)
        default: try await self.changePeriods()
        }
        return skus.union(self.model.facts[before...].map(\.sku))
    }

    /// Asks for something that may be refused; what is refused changes nothing, as the next look shows.
    mutating func ask(_ posting: RandomPosting) async throws -> JSONValue? {
        let response = await self.ledger.ask(posting.operation, posting.body, path: posting.path)
        let text = String(decoding: response.body, as: UTF8.self)
        #expect(response.status < 500, "\(posting.operation) \(posting.body): \(text)")
        guard response.status < 300 else {
            // A request that makes no sense would test nothing.
            #expect(response.status != 400, "\(posting.operation) \(posting.body): \(text)")
            self.refused += 1
            return nil
        }
        self.accepted[posting.operation, default: 0] += 1
        return try MessageCoding.decode(JSONValue.self, from: response.body)
    }

    /// Every other landed cost was a mistake, which is found out when the next one comes.
    private mutating func takeBack(before order: JSONValue) async throws {
        let former = self.model.landed.last
        try self.model.record(landed: order)
        guard let former, self.model.landed.count.isMultiple(of: 2) else { return }
        let reversal = RandomPosting(
            "reverseCostOrder",
            #"{"reason":"mistake"}"#,
            path: ["costOrderId": former]
        )
        _ = try await self.ask(reversal)
    }

    mutating func noteAccepted(_ step: String) { self.accepted[step, default: 0] += 1 }

    /// Asks for something, and has the model know what was answered; returns that, `nil` for a refusal.
    @discardableResult
    mutating func perform(_ posting: RandomPosting) async throws -> JSONValue? {
        guard let answer = try await self.ask(posting) else { return nil }
        try await self.record(answer, of: posting)
        return answer
    }

    private mutating func record(_ answer: JSONValue, of posting: RandomPosting) async throws {
        switch posting.operation {
        case "createReservation", "releaseReservation":
            try await self.note(reservation: answer)
        case "consumeReservation":
            try await self.note(reservation: try #require(answer["reservation"]))
            try self.model.record(entry: try #require(answer["entry"]))
        case "createTransferOrder", "cancelTransferOrder": try self.model.record(order: answer)
        case "dispatchTransferOrder", "receiveTransferOrder", "reportTransferLoss":
            try self.model.record(order: try #require(answer["transferOrder"]))
            try self.model.record(entry: try #require(answer["entry"]))
        case "postBatch": try await self.record(batch: answer, of: posting)
        case "postLandedCost": try await self.takeBack(before: answer)
        case "postRevaluation", "setCostPolicy", "reverseCostOrder": break
        case "moveHandlingUnit", "unpackHandlingUnit", "shipHandlingUnit":
            // Within a warehouse a unit takes its goods along, and they are where they were.
            if let entry = answer["entry"] { try self.model.record(entry: entry) }
        case "reverseEntry":
            try self.model.record(entry: answer)
            try await self.readAgain(after: answer, of: try #require(posting.path["entryId"]))
        default: try self.model.record(entry: answer)
        }
    }

    /// What each request of a batch came to; of an independent one some may be refused.
    private mutating func record(batch answer: JSONValue, of posting: RandomPosting) async throws {
        let results = answer["results"]?.elements ?? []
        #expect(results.count == posting.items.count)
        let mode = try #require(answer["mode"]?.text)
        for (item, result) in zip(posting.items, results) {
            let isAccepted = result["status"] == 201 || result["status"] == 200
            #expect(isAccepted || mode == "independent", "\(posting.body)")
            guard isAccepted else {
                let codes: [JSONValue?] = [404, 409, 422]
                #expect(codes.contains(result["status"]), "\(item.body): \(result)")
                continue
            }
            self.noteAccepted(mode)
            self.noteAccepted(item.operation)
            try await self.record(try #require(result["body"]), of: item)
        }
    }

    /// What is undone may be promised or awaited again.
    private mutating func readAgain(after reversal: JSONValue, of entry: String) async throws {
        if let order = reversal["transferOrderId"]?.text {
            let path = ["transferOrderId": order]
            try self.model.record(
                order: try await self.ledger.succeed("getTransferOrder", path: path)
            )
        }
        if let reservation = self.model.shipments[entry] {
            let path = ["reservationId": reservation]
            try await self.note(
                reservation: try await self.ledger.succeed("getReservation", path: path)
            )
        }
    }

    /// Reads the entries by which the book has followed what was counted.
    mutating func readCounts() async throws {
        let rows = try await self.ledger.rows(
            "SELECT id::text AS id FROM entry WHERE kind = 'count' ORDER BY recorded_at, id"
        )
        for row in rows {
            let id: String = try row.decode("id")
            guard self.counts.insert(id).inserted else { continue }
            try self.model.record(
                entry: try await self.ledger.succeed("getEntry", path: ["entryId": id])
            )
        }
    }
}
