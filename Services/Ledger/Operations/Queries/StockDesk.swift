import Contracts
import Kernel
import Postgres
import Synchronization

/// Has the stock of SKUs that are asked for at the same time read by one statement.
///
/// Whoever finds nobody reading reads at once, for itself and for those who came with it. Those who
/// come while it reads wait, and one of them reads next for all of them; so batches are as full as
/// the database is busy, and one session is enough for any number of readers.
final class StockDesk: Sendable {
    /// SKUs that are read at once.
    static let maximumBatch = 64

    private typealias Seat = CheckedContinuation<Turn, any Error>

    /// What somebody who waited is told.
    private enum Turn {
        case toRead
        case answered(StockSighting)
    }

    private struct State {
        var waiting: [(sku: Verbatim, seat: Seat)] = []
        var isReading = false
    }

    private let reader: JournalReader
    private let state = Mutex(State())

    init(reader: JournalReader) {
        self.reader = reader
    }

    /// What is there of a SKU, read after this was called.
    ///
    /// - Throws: ``PostgresError`` where the database cannot answer.
    func look(at sku: String) async throws -> StockSighting {
        let turn = try await withCheckedThrowingContinuation { seat in
            let isFree = self.state.withLock { state in
                guard state.isReading else {
                    state.isReading = true
                    return true
                }
                state.waiting.append((Verbatim(sku), seat))
                return false
            }
            if isFree { seat.resume(returning: .toRead) }
        }
        switch turn {
        case .toRead: return try await self.read(with: Verbatim(sku))
        case .answered(let sighting): return sighting
        }
    }

    /// Reads for `own` and for those who wait, and lets the next one read.
    private func read(with own: Verbatim) async throws -> StockSighting {
        // Requests come in bundles: those beside this one are about to ask.
        await Task.yield()
        let others = self.state.withLock { state in
            let others = state.waiting.prefix(Self.maximumBatch - 1)
            state.waiting.removeFirst(others.count)
            return others
        }
        do {
            let sightings = try await self.sightings(of: others.map(\.sku) + [own])
            self.passOn()
            for other in others {
                other.seat.resume(returning: .answered(sightings[other.sku] ?? .unknown))
            }
            return sightings[own] ?? .unknown
        } catch let error as PostgresError where error.isTransient {
            self.passOn()
            for other in others { other.seat.resume(throwing: error) }
            throw error
        } catch {
            // The fault of one of them, perhaps, which the others must not feel.
            self.passOn()
            for other in others { other.seat.resume(returning: .answered(.unsettled)) }
            return .unsettled
        }
    }

    private func passOn() {
        let next = self.state.withLock { state in
            state.isReading = !state.waiting.isEmpty
            return state.isReading ? state.waiting.removeFirst() : nil
        }
        next?.seat.resume(returning: .toRead)
    }

    private func sightings(of skus: [Verbatim]) async throws -> [Verbatim: StockSighting] {
        let (rows, horizon) = try await self.reader.read(
            PresentStock.statement(of: skus.map(\.wrappedValue))
        )
        var sightings: [Verbatim: StockSighting] = [:]
        var variants: [ID<Variant>: Verbatim] = [:]
        var start = rows.startIndex
        while start < rows.endIndex {
            let sku = Verbatim(try rows[start].decode(VariantStock.Column.sku))
            let id: ID<Variant> = try rows[start].decode(VariantStock.Column.variant)
            var end = start + 1
            while end < rows.endIndex, try rows[end].decode(VariantStock.Column.variant) == id {
                end += 1
            }
            // Of variants that share the SKU for a moment, the newest comes first.
            if sightings[sku] == nil {
                let isWhole = end - start <= PresentStock.maximumPlaces
                sightings[sku] = isWhole ? .seen(rows[start..<end], knownAt: horizon) : .unsettled
                variants[id] = sku
            }
            start = end
        }
        for variant in try await self.moved(rows, after: horizon, variants.keys) {
            variants[variant].map { sightings[$0] = .unsettled }
        }
        return sightings
    }

    /// Those of which something was perhaps seen that was recorded after the horizon.
    ///
    /// The movements are read later than the stock; so who has none then had none before.
    private func moved(
        _ rows: Rows,
        after horizon: Timestamp,
        _ variants: some Collection<ID<Variant>>
    ) async throws -> [ID<Variant>] {
        guard let first = rows.first,
            let last = try first.decode(VariantStock.Column.recorded, as: Timestamp?.self),
            last > horizon
        else { return [] }
        let moved = try await self.reader.database.read(
            JournalStore.moved(Array(variants), after: horizon)
        )
        return try moved.map { try $0.decode(0) }
    }
}

/// What a ``StockDesk`` saw of a SKU.
enum StockSighting: Sendable {
    /// There is no such variant.
    case unknown
    /// The rows of the variant; nothing of it was recorded after `knownAt`.
    case seen(Slice<Rows>, knownAt: Timestamp)
    /// It has to be asked for alone: it moved just now, or has too many places.
    case unsettled
}
