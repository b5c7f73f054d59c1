import Contracts

extension EntryKind {
    /// Whether the kind may bring a lot or serial into the book that was never seen before.
    var mayIntroduceItems: Bool {
        switch self {
        case .receive, .return, .adjust, .produce: true
        case .ship, .sale, .transfer, .count, .reverse, .rule, .approve: false
        }
    }

    /// Whether a till may bring one in by the kind, which has sold it whatever the book knows.
    var mayIntroduceItemsOfTills: Bool { self.mayIntroduceItems || self == .sale }

    /// Whether goods go to customers or into others, which those of lots that are not released must
    /// not.
    var usesGoods: Bool { self == .sale || self == .ship || self == .produce }

    /// Whether the kind may bring in more of a variant that the catalog has retired.
    var mayReplenishRetired: Bool { self != .receive }

    /// Whether such an entry moves goods both out and in.
    var isTwoSided: Bool { self == .produce }

    /// Whether goods may leave a location of kind `from` by such an entry.
    ///
    /// What is on the road is there by a transfer order, which takes it off the road too.
    func mayLeave(_ from: LocationKind) -> Bool {
        switch self {
        case .receive: from == .supplier || from == .production
        case .ship: from.isPhysical
        // A document of a till may exchange goods: some leave, others come back.
        case .sale, .return: from.isPhysical || from == .customer
        case .transfer: from.isPhysical
        case .produce: from.isPhysical || from == .production
        case .adjust: from.isPhysical || from == .adjustment || from == .scrap
        case .count: from.isPhysical || from == .adjustment
        case .reverse: true
        // Nothing moves by them.
        case .rule, .approve: false
        }
    }

    /// Whether goods that left `from` may arrive at a location of kind `to` by such an entry.
    func mayArrive(at to: LocationKind, from: LocationKind) -> Bool {
        switch self {
        case .receive, .transfer: to.isPhysical
        case .ship: to == .customer
        case .produce: from == .production ? to.isPhysical : to == .production
        case .sale: from == .customer ? to.isPhysical : to == .customer
        case .return: from == .customer ? to.isPhysical : to == .customer || to == .supplier
        case .count: from == .adjustment ? to.isPhysical : to == .adjustment
        case .adjust:
            from.isPhysical ? to == .adjustment || to == .scrap : to.isPhysical
        case .reverse: true
        case .rule, .approve: false
        }
    }
}
