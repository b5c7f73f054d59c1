import Contracts
import Kernel
import LedgerDomain
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// Steps that take more than one request: lots, counts and periods.
extension History {
    /// Holds a lot, calls it back or lets it go.
    mutating func changeLot() async throws {
        let codes = self.lots.keys.sorted()
        let code = try #require(codes.randomElement(using: &self.generator))
        let choices = ["released", "released", "released", "held", "quarantined", "recalled"]
        let status = try #require(choices.randomElement(using: &self.generator))
        let path = ["lotId": try #require(self.lots[code]).description]
        let lot = HistoryModel.Lot(sku: RandomPosting.lotted, code: code)
        guard status != "recalled" else {
            let recall = RandomPosting("recallLot", #"{"reason":"quality"}"#, path: path)
            guard let answer = try await self.ask(recall) else { return }
            try await self.note(lot, isWithheld: true)
            try self.expectFound(answer, of: lot)
            return
        }
        let reason = status == "released" ? "cleared" : "other"
        let change = RandomPosting(
            "changeLotStatus",
            #"{"status":"\#(status)","reason":"\#(reason)"}"#,
            path: path
        )
        guard try await self.ask(change) != nil else { return }
        try await self.note(lot, isWithheld: status != "released")
    }

    /// A recall says of every place where the lot is how much of it is there.
    private func expectFound(_ recall: JSONValue, of lot: HistoryModel.Lot) throws {
        var found: [String: Quantity] = [:]
        for place in recall["evidence"]?["stock"]?.elements ?? [] {
            let code = try #require(place["location"]?["code"]?.text)
            found[code] = try #require(place["onHand"]?.text.flatMap { Quantity($0) })
        }
        let expected = self.model.everything(of: lot.sku).filter { place, _ in
            let isKept = self.model.places[place.location] != nil
            return place.lot == lot.code && (isKept || place.location == HistoryModel.road)
        }
        #expect(found.count == expected.count)
        for (place, quantity) in expected { #expect(found[place.location] == quantity) }
    }

    /// Withholds released lots whose last day is over.
    mutating func expireLots() async throws {
        let ledger = self.ledger
        try await LotExpirer(committer: ledger.committer, database: ledger.database.pool).work()
        for (code, day) in RandomPosting.lots where day < "2021" {
            let lot = HistoryModel.Lot(sku: RandomPosting.lotted, code: code)
            guard !self.model.withheld.contains(lot) else { continue }
            try await self.note(lot, isWithheld: true)
            self.noteAccepted("expire")
        }
    }

    /// Brings the pallet somewhere, or what is on it.
    mutating func handle() async throws {
        let goal = RandomPosting.ground(using: &self.generator)
        let isEmptied = Int.random(in: 0..<4, using: &self.generator) == 0
        let request = RandomPosting(
            isEmptied ? "unpackHandlingUnit" : "moveHandlingUnit",
            #"{"to":"\#(goal)"}"#,
            path: self.pallet
        )
        if try await self.perform(request)?["entry"] != nil { self.noteAccepted("carry") }
    }

    /// Counts goods somewhere, now or some days ago, and approves.
    mutating func count() async throws {
        let skus = RandomPosting.plain + [RandomPosting.lotted]
        let sku = try #require(skus.randomElement(using: &self.generator))
        let location = RandomPosting.ground(using: &self.generator)
        let codes = self.lots.keys.sorted()
        let lot = sku == RandomPosting.lotted ? codes.randomElement(using: &self.generator) : nil
        let place = HistoryModel.Place(location: location, lot: lot)
        let named = lot.map { #","lot":"\#($0)""# } ?? ""
        let sheet = try await self.ledger.succeed(
            "createCount",
            """
            {"lines":[{"sku":"\(sku)","location":"\(location)"\(named)}],"blind":true,
            "tolerance":{"quantity":"1000000","percent":"0"},"soleApproval":"1000000"}
            """
        )
        let path = ["countId": try #require(sheet["id"]?.text)]
        let seen = Quantity(
            tenThousandths: Int64.random(in: 0...200_000, using: &self.generator)
        )
        var time = ""
        if Bool.random(using: &self.generator) {
            let ago =
                Duration.seconds(5 * 86_400) * Double.random(in: 0...1, using: &self.generator)
            time = #","observedAt":"\#(Timestamp.now.advanced(by: .zero - ago))""#
        }
        _ = try await self.ledger.succeed(
            "submitCount",
            #"{"alone":true,"lines":[{"line":1,"quantity":"\#(seen)"\#(time)}]}"#,
            path: path
        )
        let approved = try await self.ledger.succeed("approveCount", "{}", path: path)
        #expect(approved["state"]?.text == "approved")
        let line = try #require(approved["lines"]?.elements.first)
        self.model.sightings.append(
            HistoryModel.Sighting(
                sku: sku,
                place: place,
                seen: seen,
                observedAt: try #require(line["observedAt"]?.text.flatMap { Timestamp($0) })
            )
        )
        self.noteAccepted("count")
        try await self.readCounts()
    }

    /// Makes a period, closes it for a while or opens it again, and closes it for ever.
    mutating func changePeriods() async throws {
        guard let last = self.periods.last, !last.isSealed else {
            try await self.makePeriod()
            return
        }
        let path = ["periodId": last.id]
        switch Int.random(in: 0..<5, using: &self.generator) {
        case 0:
            _ = try await self.ask(RandomPosting("reopenPeriod", #"{"reason":"Late"}"#, path: path))
        case 1...2:
            let body = #"{"hard":false,"reason":"Over"}"#
            _ = try await self.ask(RandomPosting("closePeriod", body, path: path))
        default:
            let period = try await self.ledger.closeAndSeal(last.id)
            #expect(period["state"]?.text == "closed")
            self.periods[self.periods.endIndex - 1].isSealed = true
            self.noteAccepted("seal")
        }
    }

    private mutating func makePeriod() async throws {
        let ends: [Int64] = [90, 60, 35]
        guard self.periods.count < ends.count else { return }
        let until = LedgerBench.daysAgo(ends[self.periods.count])
        let id = try await self.ledger.period(
            "P\(self.periods.count)",
            from: self.periods.isEmpty ? LedgerBench.daysAgo(150) : nil,
            until: until
        )
        self.periods.append(SealedPeriod(id: id, until: until))
    }
}

/// A period of a history.
struct SealedPeriod {
    let id: String
    let until: Timestamp
    var isSealed = false
}
