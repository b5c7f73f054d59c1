import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres

/// The tables of handling units, as decisions need them.
///
/// Their rows are not locked: whoever changes one has ``change``.
enum HandlingUnitStore {
    /// Keeps handling units where they are until the transaction ends, for putting goods on them; any
    /// number may do so at once.
    ///
    /// One advisory lock for all: a unit may stand on others that move with it, and be called by a code
    /// that is another place tomorrow, so nothing smaller can be named before it is locked.
    static let keep: SQL = "SELECT pg_advisory_xact_lock_shared(1819239278, 2)"

    /// Waits until nobody relies on units staying where they are, for doing something with one.
    static let change: SQL = "SELECT pg_advisory_xact_lock(1819239278, 2)"

    /// Units with those that stand on them and those that they stand on, the places that all these
    /// are and were, and what these stand in.
    ///
    /// - Parameters:
    ///   - places: More units, by the places that they are; these with those that they stand on, and
    ///     all that stand on these.
    ///   - targets: Where they go.
    static func statements(
        of ids: [ID<HandlingUnit>],
        at places: [ID<Location>],
        going targets: [ID<Location>]
    ) -> [SQL] {
        let named: SQL = """
            SELECT location FROM handling_unit WHERE id = ANY (\(ids))
            UNION
            SELECT over.id
            FROM location AS part
            JOIN location AS over ON over.id = ANY (part.path) AND over.kind = 'unit'
            WHERE part.id = ANY (\(places))
            """
        let stack: SQL = """
            SELECT below.id
            FROM location AS below
            WHERE below.path && ARRAY(\(fragment: named))
            UNION
            SELECT unnest(over.path)
            FROM location AS over
            WHERE over.id IN (\(fragment: named))
            """
        return [
            "SELECT * FROM handling_unit WHERE location IN (\(fragment: stack))",
            """
            SELECT place.*
            FROM handling_unit_place AS place
            JOIN handling_unit AS unit ON unit.id = place.handling_unit
            WHERE unit.location IN (\(fragment: stack))
            """,
            """
            SELECT \(fragment: LocationStore.columns)
            FROM location
            WHERE id IN (
                \(fragment: stack)
                UNION
                SELECT place.location
                FROM handling_unit_place AS place
                JOIN handling_unit AS unit ON unit.id = place.handling_unit
                WHERE unit.location IN (\(fragment: stack))
                UNION
                SELECT unnest(former.path)
                FROM handling_unit AS unit
                JOIN location AS former ON former.id = unit.stood_in
                WHERE unit.location IN (\(fragment: stack))
                UNION
                SELECT unnest(target.path) FROM location AS target WHERE target.id = ANY (\(targets))
            )
            """,
        ]
    }

    /// Takes in the rows of ``statements(of:at:going:)``.
    static func insert(_ rows: [Rows], into state: inout LedgerState) throws {
        var places: [ID<HandlingUnit>: [ID<Location>: ID<Location>]] = [:]
        for row in rows[1] {
            let unit: ID<HandlingUnit> = try row.decode("handling_unit")
            places[unit, default: [:]][try row.decode("warehouse")] = try row.decode("location")
        }
        for row in rows[0] { state.insert(try self.unit(row, places: places)) }
        try LocationStore.insert(rows[2], into: &state)
    }

    private static func unit(
        _ row: Row,
        places: [ID<HandlingUnit>: [ID<Location>: ID<Location>]]
    ) throws -> StockHandlingUnit {
        let id: ID<HandlingUnit> = try row.decode("id")
        return StockHandlingUnit(
            id: id,
            code: try row.decode("code"),
            type: try row.word("type"),
            status: try row.word("status"),
            place: try row.decode("location"),
            places: places[id] ?? [:],
            stoodIn: try row.decode("stood_in"),
            note: try row.decode("note"),
            actor: try Actor(row),
            createdAt: try row.decode("created_at"),
            version: try row.decode("version")
        )
    }

    /// Which variants are in places, once for each lot, and then once for each numbered piece; whether all
    /// of them stay is for the locks above them to say.
    ///
    /// - Parameter limit: So many rows of either at most.
    static func contents(of places: [ID<Location>], limit: Int) -> [SQL] {
        [
            """
            SELECT location, variant
            FROM balance
            WHERE location = ANY (\(places)) AND on_hand <> 0
            LIMIT \(limit)
            """,
            "SELECT location, variant FROM serial WHERE location = ANY (\(places)) LIMIT \(limit)",
        ]
    }

    /// Which of the places were counted, and the book does not say yet what was seen.
    static func counted(_ places: [ID<Location>]) -> SQL {
        """
        SELECT location
        FROM count_line
        WHERE is_open AND observed_at IS NOT NULL AND location = ANY (\(places))
        UNION
        SELECT location
        FROM count_result
        WHERE marks > settled AND location = ANY (\(places))
        """
    }
}
