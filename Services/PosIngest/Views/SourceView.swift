import Contracts
import Kernel
import PosIngestDomain
import Postgres

/// What a location is called.
struct LocationLabel: Encodable {
    let id: ID<Location>
    let code: String
}

/// A source as the API shows it.
struct SourceView: Encodable {
    enum Status: String, Encodable, CaseIterable {
        case active
        case disabled
    }

    let id: ID<PosSource>
    let name: String
    let displayName: String
    let location: LocationLabel
    let nonStockCodes: [String]
    let gapGraceSeconds: Int64
    let status: Status
    let lastReceivedAt: Timestamp?
    let version: Int64
    let createdAt: Timestamp
    let updatedAt: Timestamp

    static func list(
        _ records: [SourceStore.Record],
        in transaction: borrowing Transaction
    ) throws -> [SourceView] {
        let locations = records.map(\.source.location)
        let codes = try ProjectionStore.locationCodes(locations, in: transaction)
        let names = records.map(\.source.name)
        let times = try SourceStore.lastReceived(names, in: transaction)
        return records.map { record in
            let source = record.source
            let code = codes[source.location] ?? source.location.description
            return SourceView(
                id: source.id,
                name: source.name,
                displayName: source.displayName,
                location: LocationLabel(id: source.location, code: code),
                nonStockCodes: source.nonStockCodes.patterns,
                gapGraceSeconds: source.gapGraceSeconds,
                status: source.isActive ? .active : .disabled,
                lastReceivedAt: times[source.name],
                version: source.version,
                createdAt: record.createdAt,
                updatedAt: record.updatedAt
            )
        }
    }

    static func of(
        _ id: ID<PosSource>,
        in transaction: borrowing Transaction
    ) throws -> SourceView {
        guard let record = try SourceStore.find(id, in: transaction),
            let view = try Self.list([record], in: transaction).first
        else { throw Problem.notFound("There is no such source.") }
        return view
    }

    var entityTag: (String, String) { ("ETag", "\"\(self.version)\"") }
}
