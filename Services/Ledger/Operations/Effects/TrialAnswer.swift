/// The entries that the answer to a command tells of.
///
/// An answer is an entry, has one beside what it changed, or has the answers to the items of a batch.
struct TrialAnswer: Decodable {
    let entries: [EntryBody]

    private enum Member: String, CodingKey {
        case movements
        case entry
        case results
    }

    /// The answer to one item, which has no body where there is a problem.
    private struct Result: Decodable {
        let body: TrialAnswer?
    }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Member.self)
        if members.contains(.movements) {
            self.entries = [try EntryBody(from: decoder)]
        } else if members.contains(.results) {
            self.entries = try members.decode([Result].self, forKey: .results)
                .flatMap { $0.body?.entries ?? [] }
        } else {
            let entry = try members.decodeIfPresent(EntryBody.self, forKey: .entry)
            self.entries = entry.map { [$0] } ?? []
        }
    }
}
