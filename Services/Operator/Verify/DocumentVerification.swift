import ArgumentParser
import Foundation
import Kernel
import Sealing

/// Verifies documents that the ledger gave to somebody, without the ledger.
struct DocumentVerification {
    /// The fingerprint of the ledger's first key; `nil` to show it instead.
    let trusted: SealHash?

    init(trusting trusted: SealHash?) {
        self.trusted = trusted
    }

    func verifyReceipt(in path: String) throws {
        let receipt: Receipt = try self.read(path, "no receipt", of: "getReceipt")
        do {
            try receipt.verify(trusting: self.trusted)
        } catch {
            try Self.refuse("the receipt proves nothing: \(error)")
        }
        let proof = receipt.proof
        try Console.standard.write(
            "movement \(proof.record.id) is number \(proof.sequence), sealed "
                + "\(proof.block.sealedAt) and signed \(receipt.checkpoint.signedAt)"
        )
        try self.showKey(of: receipt.keys)
    }

    func verifyEvidence(in path: String) throws {
        let bundle: EvidenceBundle = try self.read(path, "no evidence", of: "getLotEvidence")
        let statement: EvidenceStatement
        do {
            statement = try bundle.verify(trusting: self.trusted)
        } catch {
            try Self.refuse("the evidence proves nothing: \(error)")
        }
        let movements = Set(statement.movements.map(\.id))
        let unsealed = movements.intersection(statement.unsealed)
        try Console.standard.write(
            "the statement is signed, and \(movements.count - unsealed.count) of its "
                + "\(movements.count) movements are proven, signed \(bundle.checkpoint.signedAt)"
        )
        if statement.isPart {
            let totals = statement.evidence.totals
            try Console.standard.write(
                "it is a part: there are \(totals.origins) movements from suppliers and "
                    + "\(totals.recipients) to customers"
            )
        }
        for id in unsealed.sorted() { try Console.standard.write("not sealed yet: \(id)") }
        try self.showKey(of: bundle.keys)
    }

    private func read<Document: Decodable>(
        _ path: String,
        _ mistake: String,
        of operation: String
    ) throws -> Document {
        do {
            let bytes = try Data(contentsOf: URL(filePath: path))
            return try SealCoding.decode(Document.self, from: bytes)
        } catch is DecodingError {
            throw OperatorFailure("\(path) is \(mistake)", next: "save an answer of \(operation)")
        }
    }

    private static func refuse(_ reason: String) throws -> Never {
        try Console.standard.write(reason)
        throw ExitCode.failure
    }

    private func showKey(of keys: [KeyRecord]) throws {
        guard self.trusted == nil, let first = keys.first else { return }
        try Console.standard.write("the first key is \(first.key.fingerprint); compare it")
    }
}
