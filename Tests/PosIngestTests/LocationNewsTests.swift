import Contracts
import Kernel
import Messaging
import Postgres
import TestSupport
import Testing

@testable import PosIngest

/// Where tills may sell from, as the ledger tells.
@Suite(.requiresPostgres)
struct LocationNewsTests {
    @Test func `tills sell from open places of warehouses that stay where they are`() async throws {
        try await withShop { shop async throws in
            let warehouse = ID<Location>.make()
            for (kind, status, root, isFound) in [
                (LocationKind.bin, ActiveStatus.active, warehouse, true),
                (.bin, .retired, warehouse, false), (.unit, .active, warehouse, false),
                (.supplier, .active, nil, false),
            ] as [(LocationKind, ActiveStatus, ID<Location>?, Bool)] {
                let id = ID<Location>.make()
                let location = LocationChanged(
                    locationId: id,
                    code: id.description,
                    name: "A-1",
                    kind: kind,
                    parentId: root,
                    warehouseId: root,
                    path: [root, id].compactMap(\.self),
                    status: status,
                    version: 1
                )
                try await shop.database.withTransaction { transaction in
                    try ProjectionStore.save(location, in: transaction)
                    let found = try ProjectionStore.location(
                        named: id.description,
                        in: transaction
                    )
                    #expect((found != nil) == isFound, "\(kind) \(status)")
                }
            }
        }
    }
}
