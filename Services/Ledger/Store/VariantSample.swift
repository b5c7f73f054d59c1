import Contracts
import Kernel
import Postgres
import Synchronization

/// Foresees how many variants a part of SKU or name is in, by a sample of all.
///
/// It is the sample that PostgreSQL's statistics keep: a hundred texts in equal distances. A planner
/// that knows no values makes no use of it.
final class VariantSample: Sendable {
    private struct State {
        var texts: [[UInt8]] = []
        var readAgainAt = ContinuousClock.now
    }

    private let database: PostgresPool
    private let state = Mutex(State())

    /// How long a sample is used; statistics change at most as often.
    private static let lifetime = Duration.seconds(60)

    /// The texts, folded as they are searched; no row before there are statistics.
    private static let statement: SQL = """
        SELECT histogram_bounds::text::text[] AS texts
        FROM pg_stats
        WHERE schemaname = current_schema() AND tablename = 'variant' AND attname = 'folded'
        """

    init(database: PostgresPool) {
        self.database = database
    }

    /// Which part of all variants has a text in SKU or name, roughly, from 0 to 1.
    ///
    /// - Returns: `nil` where nobody knows.
    func frequency(of part: String?) async throws -> Double? {
        guard let part else { return nil }
        let texts = try await self.texts()
        return Self.frequency(of: part, in: texts)
    }

    static func frequency(of part: String, in texts: [[UInt8]]) -> Double? {
        guard !texts.isEmpty else { return nil }
        let folded = Array(part.lowercased().utf8)
        return Double(texts.count { $0.holds(folded) }) / Double(texts.count)
    }

    /// The sample; one reads it again when it is old, and nobody else waits for that.
    private func texts() async throws -> [[UInt8]] {
        let (texts, isOld) = self.state.withLock { state in
            let now = ContinuousClock.now
            let isOld = state.readAgainAt <= now
            if isOld { state.readAgainAt = now + Self.lifetime }
            return (state.texts, isOld)
        }
        guard isOld else { return texts }
        let rows = try await self.database.read(Self.statement)
        let bounds: [String]? = try rows.first?.decode(0)
        let fresh = (bounds ?? []).map { Array($0.utf8) }
        self.state.withLock { $0.texts = fresh }
        return fresh
    }
}

extension [UInt8] {
    /// Whether these bytes stand in a row somewhere.
    fileprivate func holds(_ part: [UInt8]) -> Bool {
        guard let first = part.first else { return true }
        guard part.count <= self.count else { return false }
        return (0...(self.count - part.count)).contains { start in
            self[start] == first && self[start...].starts(with: part)
        }
    }
}
