import Contracts
import Messaging
import Postgres

extension QueryParameters {
    /// The conditions of the parameters `source` and `document`; none without them.
    ///
    /// - Parameter prefix: What stands before the names of the columns.
    /// - Throws: 422 for a document without its source: it would be that of anybody.
    func reference(of prefix: SQL = "") throws(Problem) -> [SQL] {
        let (source, document) = (self["source"], self["document"])
        if source == nil, document != nil {
            throw Self.invalid("document", rule: "requires", "needs source")
        }
        return [
            source.map { "\(fragment: prefix)source = \($0)" },
            document.map { "\(fragment: prefix)document = \($0)" },
        ].compactMap { $0 }
    }
}
