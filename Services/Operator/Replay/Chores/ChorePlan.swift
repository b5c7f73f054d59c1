import Kernel

/// The chores of a run, in order; the same seed gives the same ones.
struct ChorePlan: Hashable, Sendable {
    static let quantities: ClosedRange<Int64> = 4...60
    /// Chores of each kind with goods that tills sell, where there are enough.
    static let timesEach = 15

    let seed: UInt64
    let chores: [Chore]

    /// - Parameters:
    ///   - goods: What tills sell. Of the first ones without lots some are counted, and the other chores
    ///     have the others, unless their kind has goods of its own.
    ///   - run: What those are named after, so that nothing is known of them yet.
    init(goods: [Chore.Goods], seed: UInt64, run: String) {
        var generator = SeededGenerator(seed: seed)
        let shuffled = goods.shuffled(using: &generator)
        let countable = shuffled.filter { !$0.isLotted }
        // A small file is left some goods for everything else.
        let counts = min(Self.timesEach, countable.count / 4 / Chore.width)
        let counted = Array(countable.prefix(counts * Chore.width))
        let others = shuffled.filter { !counted.contains($0) }
        self.seed = seed
        guard others.count >= Chore.width else {
            self.chores = []
            return
        }
        var kinds = Chore.Kind.allCases.filter { $0 != .count }.flatMap { kind in
            repeatElement(kind, count: kind.times)
        }
        kinds += repeatElement(.count, count: counts)
        kinds.shuffle(using: &generator)
        var uncounted = counted[...]
        self.chores = kinds.enumerated().map { number, kind in
            let goods: [Chore.Goods]
            if let own = kind.ownGoods(of: number, in: run) {
                goods = own
            } else if kind == .count {
                goods = Array(uncounted.prefix(Chore.width))
                uncounted = uncounted.dropFirst(Chore.width)
            } else {
                goods = Self.some(of: others, using: &generator)
            }
            return Chore(
                number: number,
                kind: kind,
                goods: goods,
                quantity: .random(in: Self.quantities, using: &generator)
            )
        }
    }

    /// What has to be made before the chores are done.
    var ownGoods: [Chore.Goods] { self.chores.filter(\.kind.hasOwnGoods).flatMap(\.goods) }

    /// ``Chore/width`` different ones.
    private static func some(
        of goods: [Chore.Goods],
        using generator: inout SeededGenerator
    ) -> [Chore.Goods] {
        var numbers: [Int] = []
        while numbers.count < Chore.width {
            let number = Int.random(in: goods.indices, using: &generator)
            if !numbers.contains(number) { numbers.append(number) }
        }
        return numbers.map { goods[$0] }
    }
}
