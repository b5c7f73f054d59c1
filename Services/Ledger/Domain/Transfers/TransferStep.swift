package import Contracts
package import Kernel

/// Goods of a transfer order that leave, arrive or are lost on the road: an entry.
package struct TransferStep: Hashable, Sendable {
    package let way: Way
    package let entry: ID<Entry>
    package let order: ID<TransferOrder>
    package let about: Circumstances
    /// Where the goods leave or arrive, if not where the order says.
    package let location: LocationName?
    /// Whether goods that leave may also be anywhere below the places that are named.
    package let isAnywhere: Bool
    /// What leaves, arrives or is lost; all that can where nothing is named.
    package let lines: [DocumentPart]

    package init(
        _ way: Way,
        entry: ID<Entry>,
        order: ID<TransferOrder>,
        about: Circumstances = Circumstances(),
        location: LocationName? = nil,
        isAnywhere: Bool = false,
        lines: [DocumentPart] = []
    ) {
        self.way = way
        self.entry = entry
        self.order = order
        self.about = about
        self.location = location
        self.isAnywhere = isAnywhere
        self.lines = lines
    }

    /// What becomes of the goods.
    package enum Way: Hashable, Sendable {
        case dispatch
        case receive
        /// Lost or spoilt on the road, for that reason.
        case lose(LossReason)
    }
}

extension TransferStep.Way {
    var kind: EntryKind {
        switch self {
        case .dispatch, .receive: .transfer
        case .lose: .adjust
        }
    }
}
