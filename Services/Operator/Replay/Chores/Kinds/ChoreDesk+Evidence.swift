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

            struct Totals: Decodable {
                let origins: Int
                let recipients: Int
            }

            let stock: [Place]
            let totals: Totals
        }

        let evidence: Evidence
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
        try self.expect(recall.evidence.totals.origins, 1, "receipts of the lot")
        try self.expect(recall.evidence.totals.recipients, 1, "sales of the lot")
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
        let bundle = try await self.wait(for: "evidence") { () -> EvidenceBundle? in
            do {
                let answer = try await self.api.send(APIRequest(.GET, path))
                return try SealCoding.decode(EvidenceBundle.self, from: Data(answer.body))
            } catch let failure as APIFailure where failure.problem?.knownCode == .notSealedYet {
                return nil
            }
        }
        let statement: EvidenceStatement
        do {
            statement = try bundle.verify(trusting: nil)
        } catch {
            throw self.defect("the evidence proves nothing: \(error)")
        }
        try self.expect(statement.evidence.totals.origins, 1, "receipts in the evidence")
        try self.expect(statement.evidence.totals.recipients, 1, "sales in the evidence")
    }
}
