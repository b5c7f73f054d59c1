import Contracts
import FoundationEssentials
import Postgres

/// The table `person`: what people are called who are an identifier in the journal.
enum PersonStore {
    /// Remembers a name, the latest one; that of somebody who was erased stays forgotten.
    static func remember(_ person: UUID, as name: String) -> SQL {
        """
        INSERT INTO person (id, name)
        VALUES (\(person), \(name))
        ON CONFLICT (id) DO UPDATE
        SET name = excluded.name
        WHERE person.erased_at IS NULL AND person.name <> excluded.name
        """
    }

    /// Forgets a person for good, wherever their name is kept.
    static func erase(_ person: UUID) -> SQL { "SELECT erase_person(\(person))" }

    /// What to call who made an entry, as `person_name`.
    static let name: SQL = """
        person_name(entry.actor_kind, entry.actor_id, entry.actor_name) AS person_name
        """
}

extension Actor {
    /// What the journal keeps: no person by name.
    var journalName: String { self.kind == .user ? "" : self.name }

    /// Reads who made an entry.
    init(entry row: Row) throws {
        self.init(
            kind: try row.word("actor_kind"),
            id: try row.decode("actor_id", as: UUID?.self),
            name: try row.decode("person_name")
        )
    }
}
