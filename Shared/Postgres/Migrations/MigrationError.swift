/// Why a schema is not migrated: it is not what the program was built for.
///
/// Final until somebody deploys the program that belongs to the schema.
package enum MigrationError: Error, Hashable {
    /// The schema has a migration that the program does not know at this place.
    case unknown(name: String, position: Int)
    /// The text of a migration that was applied has changed since.
    case changed(name: String)
}
