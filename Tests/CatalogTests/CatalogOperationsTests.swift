import Contracts
import FoundationEssentials
import Messaging
import Postgres
import Testing

@testable import Catalog

struct CatalogOperationsTests {
    @Test func `every operation of the contract is performed, and no other`() {
        let performed = CatalogOperations.all.map { type(of: $0).id }
        let described = Operations.all.filter { $0.service == .catalog }.map(\.id)
        #expect(performed.sorted() == described.sorted())
    }

    @Test func `every migration file is listed, in order`() throws {
        let folder = URL(filePath: #filePath)
            .appending(path: "../../../Services/Catalog/Migrations").standardized
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .map { $0.replacing(".sql", with: "") }
        let listed = CatalogMigrations.all.map(\.name).filter { $0.hasPrefix("V") }
        #expect(listed == files.sorted())
    }
}
