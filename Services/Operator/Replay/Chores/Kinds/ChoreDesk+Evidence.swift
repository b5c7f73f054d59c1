import Contracts
import FoundationEssentials
import Kernel
import NIOHTTP1
import Sealing

extension ChoreDesk {
    private struct Recall: Decodable {
        struct Evidence: Decodable {
            struct Place: Decodable {
                let location: Label
                let onHand: Quantity
            }

            let stock: [Place]
        }

        let evidence: Evidence
    }

    private struct Movement: Decodable {}

    private struct Movements: Equatable {
        let origins: Int
        let recipients: Int
    }

    /// Some of each lot is sold and some stands in the rack when it is recalled.
    mutating func proveRecall() async throws {
        let (goods, store, rack) = (self.chore.goods, self.places.store, self.places.rack)
        try await self.bring(self.chore.quantity, of: goods, to: store)
        self.note(self.chore.quantity, of: goods, at: store)
        try await self.sell(1, of: goods)
        try await self.order(
            ["v1", "transfers"],
            ["from": .string(store), "to": .string(rack), "lines": self.lines(1, of: goods)]
        )
        self.note(-1, of: goods, at: store)
        self.note(1, of: goods, at: rack)
        for each in goods { try await self.recall(each) }
        try await self.expectStock(self.chore.quantity - 2, at: store)
        try await self.expectStock(1, at: rack)
    }

    private mutating func recall(_ goods: Chore.Goods) async throws {
        let lot = ["v1", "lots", try await self.expectLot(of: goods, "released")]
        let recall = try await self.order(
            Self.step("recall", of: lot),
            ["reason": "supplier-notice"]
        )
        .decode(Recall.self)
        let there = Dictionary(
            recall.evidence.stock.map { ($0.location.code, $0.onHand) },
            uniquingKeysWith: +
        )
        try self.expect(
            there,
            [
                self.places.store: Quantity(integerLiteral: self.chore.quantity - 2),
                self.places.rack: 1,
            ],
            "where the lot of \(goods.sku) is"
        )
        // Of what others have begun, and a storm keeps from its end, the answer does not wait for long.
        try await self.expectSoon(Movements(origins: 1, recipients: 1), "movements of the lot") {
            let origins = try await self.api.list(lot + ["origins"], of: Movement.self)
            let recipients = try await self.api.list(lot + ["recipients"], of: Movement.self)
            return Movements(origins: origins.count, recipients: recipients.count)
        }
        try await self.expectRefusal(
            .lotWithheld,
            of: ["v1", "sales"],
            ["location": .string(self.places.rack), "lines": self.lines(1, of: [goods])]
        )
        try await self.verifyEvidence(lot + ["evidence"])
        try await self.order(
            Self.step("changeStatus", of: lot),
            ["status": "released", "reason": "cleared"]
        )
        try await self.expectLot(of: goods, "released")
    }

    /// Verifies what is handed out about a lot, without the ledger, once a checkpoint vouches for it.
    ///
    /// What is not sealed yet is named as such; nothing else may be missing a proof.
    private func verifyEvidence(_ path: [String]) async throws {
        try await self.wait(for: "evidence of all that moved") { () -> Void? in
            let bundle: EvidenceBundle
            do {
                let answer = try await self.api.send(APIRequest(.GET, path))
                bundle = try SealCoding.decode(EvidenceBundle.self, from: Data(answer.body))
            } catch let failure as APIFailure where failure.problem?.knownCode == .notSealedYet {
                return nil
            }
            do {
                let totals = try bundle.verify(trusting: nil).evidence.totals
                return totals.origins == 1 && totals.recipients == 1 ? () : nil
            } catch {
                throw self.defect("the evidence proves nothing: \(error)")
            }
        }
    }
}
