import Kernel

/// A named set of permissions; every user has exactly one.
package enum Role: String, WordCodable, Hashable, Sendable {
    case admin
    case inventoryManager = "inventory-manager"
    case viewer

    /// The permissions of the role, in every warehouse.
    package var permissions: Set<Permission> {
        switch self {
        case .admin: Role.everything
        case .inventoryManager: Role.inventory
        case .viewer: Role.reading
        }
    }

    private static let everything = Set(Permission.allCases)

    private static let inventory: Set<Permission> = [
        .catalogRead, .catalogWrite, .catalogImport, .locationRead, .locationWrite, .stockRead,
        .stockReceive, .stockAdjust, .stockTransfer, .stockProduce, .stockSell, .stockReturn,
        .stockReserve, .stockPick, .stockCount, .stockReverse, .stockPolicy, .lotWrite, .lotHold,
        .qualityRead, .qualityPlan, .qualityInspect, .qualityConcede, .costRead, .costManage,
        .countRead, .countPlan, .countApprove, .periodRead, .periodClose,
        .entryApprove, .dashboardRead,
        .ledgerVerify, .posRead, .posManage, .deadLetterRead,
    ]

    private static let reading: Set<Permission> = [
        .catalogRead, .locationRead, .stockRead, .qualityRead, .countRead, .periodRead,
        .dashboardRead, .posRead,
    ]
}
