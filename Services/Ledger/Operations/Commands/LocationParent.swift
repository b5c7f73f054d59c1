import Contracts
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// Where a location may stand.
enum LocationParent {
    /// The location of that name, in which a part of a kind is to stand.
    ///
    /// - Throws: A problem with `/parent` where there is none, or it takes no such part.
    static func named(
        _ name: String,
        of kind: LocationKind,
        in transaction: borrowing Transaction
    ) throws -> LocationRecord {
        guard let parent = try LocationStore.record(named: name, in: transaction) else {
            throw Problem.unknownLocation(name, pointer: "/parent")
        }
        guard kind.mayStand(in: parent.kind) else {
            throw Problem.validation(
                "/parent",
                rule: "kind",
                "A \(kind.rawValue) cannot stand in a \(parent.kind.rawValue)."
            )
        }
        return parent
    }

    /// - Parameter pointer: The field that would put an open location into the parent.
    /// - Throws: 422 `location-closed`, for what is open stands in what is open.
    static func requireOpen(
        _ parent: LocationRecord,
        pointer: String = "/parent"
    ) throws(Problem) {
        guard parent.status == .active else {
            throw .rule(
                .locationClosed,
                "The location \(parent.code) is closed.",
                pointer: pointer
            )
        }
    }

    /// - Parameter height: How many levels would come into the parent.
    /// - Throws: 422 where the tree would become too deep.
    static func requireRoom(
        for height: Int = 1,
        in parent: LocationRecord,
        pointer: String = "/parent"
    ) throws(Problem) {
        guard parent.path.count + height <= LocationDraft.maximumDepth else {
            throw .validation(pointer, rule: "depth", "The tree is too deep.")
        }
    }
}
