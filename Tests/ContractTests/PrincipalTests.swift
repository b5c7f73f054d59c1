import Contracts
import Foundation
import Kernel
import Testing

@Suite struct `Principals` {
    let london = ID<Location>.make()
    let leeds = ID<Location>.make()

    @Test func `a role holds everywhere`() {
        let manager = self.principal(.inventoryManager)
        #expect(manager.may(.stockReceive, at: self.london))
        #expect(manager.may(.stockReceive))
        #expect(manager.mayEverywhere(.stockReceive))
        #expect(!manager.may(.userManage))
    }

    @Test func `a grant holds in its warehouses only`() {
        let viewer = self.principal(
            .viewer,
            grants: [Grant(scope: .receive, warehouses: [self.london])]
        )
        #expect(viewer.may(.stockReceive))
        #expect(viewer.may(.stockReceive, at: self.london))
        #expect(!viewer.may(.stockReceive, at: self.leeds))
        #expect(!viewer.mayEverywhere(.stockReceive))
        #expect(!viewer.may(.stockPick))
    }

    @Test func `a grant without warehouses holds in all of them`() {
        let viewer = self.principal(.viewer, grants: [Grant(scope: .count)])
        #expect(viewer.may(.stockCount, at: self.leeds))
        #expect(viewer.mayEverywhere(.stockCount))
    }

    @Test func `a key that is limited to a warehouse may nothing in another`() {
        let key = Principal(
            id: UUID(),
            kind: .apiKey,
            name: "Web store",
            permissions: [.stockReserve],
            warehouses: [self.london]
        )
        #expect(key.may(.stockReserve))
        #expect(key.may(.stockReserve, at: self.london))
        #expect(!key.may(.stockReserve, at: self.leeds))
        #expect(!key.mayEverywhere(.stockReserve))
    }

    @Test func `survives being sent`() throws {
        let grants = [
            Grant(scope: .pick, warehouses: [self.leeds]), Grant(scope: .adjust),
        ]
        let principal = self.principal(.viewer, grants: grants)
        let data = try JSONEncoder().encode(principal)
        #expect(try JSONDecoder().decode(Principal.self, from: data) == principal)
    }

    private func principal(_ role: Role, grants: [Grant] = []) -> Principal {
        Principal(
            id: UUID(),
            kind: .user,
            name: "Ada",
            permissions: role.permissions,
            grants: grants
        )
    }
}
