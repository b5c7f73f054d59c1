import Contracts

/// Everybody whose rights are tried, each made when first asked for.
actor Cast {
    private var callers: [Caller] = []

    /// A user of each role, viewers who hold one scope in every warehouse, and a program without
    /// any role.
    func everyone(in system: System) async throws -> [Caller] {
        guard self.callers.isEmpty else { return self.callers }
        var callers: [Caller] = []
        for role in Role.allCases {
            callers.append(try await system.hire(role).named(role.rawValue))
        }
        for scope in Scope.allCases {
            let caller = try await system.hire(.viewer, grants: [(scope, nil)])
            callers.append(caller.named("viewer who may \(scope.rawValue)"))
        }
        callers.append(try await system.machine([.auditRead]).named("program"))
        self.callers = callers
        return callers
    }
}

extension Caller {
    fileprivate func named(_ name: String) -> Caller {
        Caller(name: name, principal: self.principal, headers: self.headers)
    }
}
