import Contracts
import GatewayDomain
import Kernel
import Testing

struct AuthorityTests {
    private let london = ID<Location>.make()
    private let leeds = ID<Location>.make()

    @Test func `an administrator may make anybody`() {
        for role in Role.allCases {
            #expect(self.caller(Role.admin.permissions).missing(for: self.account(role)) == nil)
        }
    }

    @Test func `who manages users and nothing else may make nobody`() {
        for role in Role.allCases {
            #expect(self.caller([.userManage]).missing(for: self.account(role)) != nil)
        }
    }

    @Test func `a role is within the rights of who holds all of it`() {
        let caller = self.caller(Role.viewer.permissions.union([.userManage]))
        #expect(caller.missing(for: self.account(.viewer)) == nil)
        #expect(caller.missing(for: self.account(.admin))?.permission == .apiKeyManage)
    }

    @Test func `a role holds everywhere, so rights in one warehouse are not enough`() {
        let caller = self.caller(Role.admin.permissions, warehouses: [self.london])
        #expect(caller.missing(for: self.account(.viewer))?.warehouse == nil)
        #expect(caller.missing(for: self.account(.viewer)) != nil)
    }

    @Test func `a grant is within a grant in the same warehouses`() {
        let caller = self.caller(
            Role.viewer.permissions,
            grants: [Grant(scope: .pick, warehouses: [self.london])]
        )
        let same = Grant(scope: .pick, warehouses: [self.london])
        let more = Grant(scope: .pick, warehouses: [self.london, self.leeds])
        let all = Grant(scope: .pick)
        #expect(caller.missing(for: self.account(.viewer, [same])) == nil)
        #expect(caller.missing(for: self.account(.viewer, [more]))?.warehouse == self.leeds)
        #expect(
            caller.missing(for: self.account(.viewer, [all]))
                == MissingRight(permission: .stockPick, warehouse: nil)
        )
    }

    private func caller(
        _ permissions: Set<Permission>,
        warehouses: Set<ID<Location>>? = nil,
        grants: [Grant] = []
    ) -> Principal {
        Principal(
            id: ID<APIKey>.make().rawValue,
            kind: .apiKey,
            name: "Web store",
            permissions: permissions,
            warehouses: warehouses,
            grants: grants
        )
    }

    private func account(_ role: Role, _ grants: [Grant] = []) -> Account {
        Account(id: .make(), name: "grace", displayName: "Grace", role: role, grants: grants)
    }
}
