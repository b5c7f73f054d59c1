import Contracts
import Foundation
import Kernel
import Postgres
import Subprocess
import SystemPackage
import TestSupport
import Testing

@testable import Operator

extension System {
    private static let outputLimit = 1_048_576
    private static let costLimit = Duration.seconds(60)

    /// Expects that what is sealed is unchanged, that whatever is kept beside the journal is what follows
    /// from it, and that nothing had to be put right.
    func expectProof() async throws {
        var from = 1
        var movements = 0
        var next: Int? = from
        while let block = next {
            from = block
            let report = try await self.operatorAPI.get(
                ["v1", "ledger", "verify"],
                query: [("fromBlock", String(from)), ("blocks", "32")],
                as: VerificationDocument.self
            )
            #expect(report.findings == [])
            movements += report.movements
            next = report.next
        }
        #expect(movements > 0)
        let rebuilt = try await self.rebuild()
        #expect(rebuilt.hasSuffix("no difference\n"), "\(rebuilt)")
        let drifts = try await self.operatorAPI.list(
            ["v1", "ledger", "drifts"],
            of: DriftDocument.self
        )
        #expect(drifts == [])
    }

    /// Expects that goods are worth what their layers and the lines of the book of costs say, and that
    /// all of them are costed.
    func expectValues(of onHand: [String: Quantity], at warehouse: String) async throws {
        for (sku, quantity) in onHand {
            let query = [("sku", sku), ("location", warehouse)]
            try await eventually("\(sku) is costed", within: Self.costLimit) {
                try await self.costs(of: "valuation", query + [("by", "variant")]).quantity
                    == quantity
            }
            let valued = try await self.costs(of: "valuation", query + [("by", "variant")])
            let layers = try await self.costs(of: "cost-layers", query)
            let lines = try await self.operatorAPI.list(
                ["v1", "cost-entries"],
                query: [("sku", sku)],
                of: CostDocument.self
            )
            .filter { $0.location == warehouse }
            #expect(valued.value > 0)
            #expect(layers == valued)
            #expect(CostDocument.sum(lines) == valued)
        }
    }

    private func costs(
        of list: String,
        _ query: [(String, String)]
    ) async throws -> CostDocument.Sum {
        let items = try await self.operatorAPI.list(
            ["v1", list],
            query: query,
            of: CostDocument.self
        )
        return CostDocument.sum(items)
    }

    /// What the ledger says when it makes its tables again.
    private func rebuild() async throws -> String {
        let owner = self.servers.database.ownerConfiguration(of: "ledger")
        let result = try await Subprocess.run(
            .path(FilePath(try BuildFolder.program("ledger"))),
            arguments: ["rebuild"],
            environment: .inherit.updating(["STOCKBOOK_MIGRATION_URL": owner.url]),
            output: .string(limit: Self.outputLimit),
            error: .combinedWithOutput
        )
        return result.standardOutput
    }
}

/// A part of what verifying a part of the ledger finds.
private struct VerificationDocument: Decodable {
    let findings: [JSONValue]
    let movements: Int
    let next: Int?
}

/// A part of a figure that had to be put right.
private struct DriftDocument: Decodable, Equatable {
    let sku: String
    let field: String
}

/// A part of a layer, a line of the book of costs or a valuation.
private struct CostDocument: Decodable {
    struct Sum: Equatable {
        var quantity: Quantity = 0
        var value: Decimal = 0
    }

    let location: String?
    let quantity: Quantity?
    let value: String

    static func sum(_ documents: [Self]) -> Sum {
        documents.reduce(into: Sum()) { sum, document in
            sum.quantity += document.quantity ?? 0
            // What is not a number makes every comparison fail.
            sum.value += Decimal(string: document.value) ?? .nan
        }
    }
}
