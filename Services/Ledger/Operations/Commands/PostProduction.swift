import Contracts
import Kernel
import LedgerDomain
import Messaging

/// Enters that goods were used up and others made of them, or taken apart.
struct PostProduction: CommandOperation {
    static let id = "postProduction"

    func plan(_ request: OperationRequest) throws -> CommandPlan {
        let draft: ProductionDraft = try request.document()
        var rules = DraftRules()
        rules.lines(draft.inputs.count, "/inputs")
        rules.lines(draft.outputs.count, "/outputs")
        rules.reference(draft.reference)
        rules.note(draft.note)
        let lines = draft.posted(&rules)
        try rules.finish()
        let posting = Posting(
            id: draft.id ?? .make(),
            kind: .produce,
            about: Circumstances(
                effectiveAt: draft.effectiveAt,
                reference: draft.reference,
                note: draft.note
            ),
            lines: lines
        )
        var fields = RefusedFields(locations: draft.locations, lines: "/inputs")
        fields.later = RefusedFields.Later(first: draft.inputs.count, lines: "/outputs")
        return try .entry(.post(posting), of: request, fields: fields)
    }
}

/// The body of a request to enter a production.
struct ProductionDraft: Codable, Sendable {
    let id: ID<Entry>?
    let effectiveAt: Timestamp?
    /// Where the inputs are taken from.
    let location: String
    /// Whether they may also be anywhere below the location.
    let anywhere: Bool?
    /// Where the outputs come to; the same place where nothing is named.
    let to: String?
    let reference: Reference?
    let note: String?
    let inputs: [MovedLineDraft]
    let outputs: [ReceivedLineDraft]

    var locations: [LocationName: String] {
        var names = [LocationName(self.location): "/location"]
        if let to = self.to.map({ LocationName($0) }), names[to] == nil { names[to] = "/to" }
        return names
    }

    /// The inputs, and after them the outputs.
    func posted(_ rules: inout DraftRules) -> [Posting.Line] {
        let place = LocationName(self.location)
        let target = self.to.map { LocationName($0) } ?? place
        let inputs = self.inputs.enumerated().map { index, line in
            line.line(
                at: index,
                in: "/inputs",
                from: place,
                isAnywhere: self.anywhere ?? false,
                to: .virtual(.production),
                &rules
            )
        }
        let outputs = self.outputs.enumerated().map { index, line in
            line.line(at: index, in: "/outputs", from: .virtual(.production), to: target, &rules)
        }
        return inputs + outputs
    }
}
