import Contracts
import Kernel
import Postgres

extension SQL {
    /// Selects the identifiers that are given, and those that documents stand for, as `id`.
    ///
    /// - Parameter subject: What the documents are looked up as, a literal of `business_key`.
    static func wanted<Subject: ~Copyable>(
        _ ids: [ID<Subject>],
        _ documents: [Reference],
        as subject: SQL
    ) -> SQL {
        """
        SELECT unnest(\(ids)) AS id
        UNION
        SELECT id
        FROM unnest(\(documents.map(\.source)), \(documents.map(\.document)))
            AS named (source, document)
        JOIN business_key USING (source, document)
        WHERE subject = \(fragment: subject)
        """
    }
}
