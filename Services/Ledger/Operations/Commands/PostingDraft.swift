import Contracts
import Kernel
import LedgerDomain

/// The body of a request to enter that goods moved, with what is special about its kind.
protocol PostingDraft: Codable, Sendable {
    associatedtype Line: Codable, Sendable

    /// The `operationId` of the contract.
    static var operation: String { get }
    static var kind: EntryKind { get }

    var id: ID<Entry>? { get }
    var effectiveAt: Timestamp? { get }
    var reference: Reference? { get }
    /// The document that a return takes back; other kinds have none.
    var originalReference: Reference? { get }
    /// The word of the reason, for the kinds that have reasons.
    var reasonWord: String? { get }
    var note: String? { get }
    var lines: [Line] { get }
    /// Where the body names the locations that count for all of its lines, as JSON Pointers.
    var locations: [LocationName: String] { get }

    /// Says for each line what moved from where to where; reports to `rules` what is wrong with it.
    func posted(_ rules: inout DraftRules) -> [Posting.Line]
}

extension PostingDraft {
    var originalReference: Reference? { nil }
    var reasonWord: String? { nil }
}

/// The body of a request about one location, to which goods come or which they leave.
protocol LocatedDraft: PostingDraft {
    var location: String { get }
}

extension LocatedDraft {
    var place: LocationName { LocationName(self.location) }
    var locations: [LocationName: String] { [self.place: "/location"] }
}
