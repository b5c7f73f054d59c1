import Contracts
import Testing

@Suite struct `Roles` {
    @Test func `an administrator may everything`() {
        #expect(Role.admin.permissions == Set(Permission.allCases))
    }

    @Test func `a manager may everything about goods but what is for few`() {
        let forbidden: Set<Permission> = [
            .deadLetterManage, .userManage, .apiKeyManage, .auditRead, .sessionManage, .periodPost,
            .approvalManage,
        ]
        #expect(Role.inventoryManager.permissions == Role.admin.permissions.subtracting(forbidden))
    }

    @Test func `a viewer may only read, and only about goods`() {
        let goods = [
            "catalog.read", "location.read", "stock.read", "quality.read", "count.read",
            "period.read",
            "dashboard.read", "pos.read",
        ]
        #expect(Set(Role.viewer.permissions.map(\.rawValue)) == Set(goods))
    }

    @Test func `a viewer may ask for nothing that changes anything`() {
        for operation in Operations.all where !operation.isReadOnly {
            guard let permission = operation.permission else { continue }
            #expect(!Role.viewer.permissions.contains(permission), "\(operation.id)")
        }
    }

    @Test func `every permission but two opens some operation`() {
        // Sessions are managed by operations for everybody, and whoever may enter something may do so
        // at more times.
        let unused: Set<Permission> = [.sessionManage, .periodPost]
        let used = Set(Operations.all.compactMap(\.permission))
        #expect(used == Set(Permission.allCases).subtracting(unused))
    }
}
