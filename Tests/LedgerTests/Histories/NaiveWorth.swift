import Contracts
import Kernel
import Testing

@testable import Ledger

/// What stock is worth by the plainest rules: a list of layers of which the oldest leave first, one layer
/// where all is worth the average, and a fixed price where somebody has said so.
///
/// Whole numbers of ten-thousandths of a unit and of millionths of the currency; of a layer that leaves
/// in part, the part takes its share of the value, rounded to the nearest millionth.
struct NaiveWorth {
    enum Method {
        case fifo
        case average
        /// Millionths of one unit.
        case standard(Int64)
    }

    struct Layer: Equatable {
        let acquiredAt: Timestamp
        let origin: String
        var units: Int64
        var value: Int64
    }

    struct Pool: Hashable {
        let sku: String
        let warehouse: String
    }

    /// How much more there was, and how much more it was worth.
    struct Change {
        let pool: Pool
        let units: Int64
        let value: Int64
        let effectiveAt: Timestamp
        let recordedAt: Timestamp
    }

    let methods: [String: Method]
    private(set) var layers: [Pool: [Layer]] = [:]
    private(set) var changes: [Change] = []
    /// When what happens now happened and was recorded.
    var times = (effectiveAt: Timestamp.now, recordedAt: Timestamp.now)

    init(_ methods: [String: Method]) {
        self.methods = methods
    }

    mutating func receive(_ goods: Layer, into pool: Pool) {
        var (layer, layers) = (goods, self.layers[pool, default: []])
        if case .standard(let each) = self.methods[pool.sku] {
            layer.value = each * layer.units / 10_000
        }
        self.note(layer.units, layer.value, of: pool)
        let index =
            if case .average = self.methods[pool.sku] {
                layers.indices.first
            } else {
                layers.firstIndex {
                    $0.acquiredAt == layer.acquiredAt && $0.origin == layer.origin
                }
            }
        if let index {
            layers[index].units += layer.units
            layers[index].value += layer.value
        } else {
            layers.append(layer)
        }
        self.layers[pool] = layers.sorted {
            $0.acquiredAt == $1.acquiredAt
                ? $0.origin < $1.origin : $0.acquiredAt < $1.acquiredAt
        }
    }

    /// Takes goods out; returns what they were.
    mutating func take(_ units: Int64, from pool: Pool) -> [Layer] {
        var (missing, taken) = (units, [Layer]())
        var layers = self.layers[pool, default: []]
        for index in layers.indices where missing > 0 {
            var part = layers[index]
            part.units = min(missing, part.units)
            part.value = Self.share(layers[index].value, part.units, of: layers[index].units)
            layers[index].units -= part.units
            layers[index].value -= part.value
            missing -= part.units
            taken.append(part)
            self.note(-part.units, -part.value, of: pool)
        }
        #expect(missing == 0)
        self.layers[pool] = layers.filter { $0.units > 0 }
        return taken
    }

    /// What a pool had and was worth, as far as it had happened and was recorded.
    func worth(
        of pool: Pool,
        asOf: Timestamp? = nil,
        knownAt: Timestamp? = nil
    ) -> (units: Int64, value: Int64) {
        var sum = (units: Int64(0), value: Int64(0))
        for change in self.changes where change.pool == pool {
            if let asOf, change.effectiveAt > asOf { continue }
            if let knownAt, change.recordedAt > knownAt { continue }
            sum.units += change.units
            sum.value += change.value
        }
        return sum
    }

    private mutating func note(_ units: Int64, _ value: Int64, of pool: Pool) {
        self.changes.append(
            Change(
                pool: pool,
                units: units,
                value: value,
                effectiveAt: self.times.effectiveAt,
                recordedAt: self.times.recordedAt
            )
        )
    }

    private static func share(_ value: Int64, _ part: Int64, of whole: Int64) -> Int64 {
        guard part < whole else { return value }
        return Int64((2 * Int128(value) * Int128(part) + Int128(whole)) / (2 * Int128(whole)))
    }
}
