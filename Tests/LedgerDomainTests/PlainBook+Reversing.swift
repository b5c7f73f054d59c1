import Contracts
import Kernel
import LedgerDomain

extension PlainBook {
    mutating func say(_ variant: ID<Variant>, in warehouse: ID<Location>?) {
        self.words.append(
            PlainWord(variant: variant, warehouse: warehouse, before: self.traces.count)
        )
    }

    mutating func remember(
        _ what: PlainLanding.What,
        _ value: CostValue,
        in pool: CostPool.Key,
        for order: ID<CostSource>
    ) {
        let landing = PlainLanding(
            what: what,
            value: value,
            pool: pool,
            since: self.traces.count,
            words: self.words.count
        )
        self.landings[order, default: []].append(landing)
    }

    /// Whoever has what was added gives it back.
    mutating func reverse(_ order: ID<CostSource>) {
        for landing in self.landings[order, default: []] {
            switch landing.what {
            case .charged(let account): self.giveBack(landing.value, from: account, landing.pool)
            case .added(let goods): self.takeBack(landing, goods)
            }
        }
    }

    private mutating func giveBack(
        _ value: CostValue,
        from account: CostAccount,
        _ pool: CostPool.Key
    ) {
        self.post(-value, to: .landed, of: pool)
        self.post(value, to: account, of: pool)
    }

    private mutating func takeBack(_ landing: PlainLanding, _ goods: CostSlice.Key) {
        var walk = PlainWalk(from: landing.pool, with: landing.value)
        let before = self.quantities(since: landing, goods)
        for index in landing.since...self.traces.count {
            for word in self.words[landing.words...] where word.before == index { walk.hear(word) }
            guard index < self.traces.count, let quantity = before[index] else { continue }
            walk.pass(self.traces[index], index, of: quantity, since: landing.since)
        }
        for (pool, value) in walk.there {
            let lowered = self.change(pool) { $0.lower(goods, by: value) }
            self.post(-lowered, to: .landed, of: pool)
            self.giveBack(value - lowered, from: .revaluation, pool)
        }
        for (place, value) in walk.gone { self.giveBack(value, from: place.account, place.pool) }
        for (pool, value) in walk.lost { self.giveBack(value, from: .variance, pool) }
    }

    /// How many goods there were before each trace since that is about them: those that are there now, less
    /// all that came after.
    private func quantities(since landing: PlainLanding, _ goods: CostSlice.Key) -> [Int: Quantity]
    {
        let variant = landing.pool.variant
        let isTogether = self.pool(landing.pool).costing.method == .average
        var now = Dictionary(
            uniqueKeysWithValues: self.keys(of: variant).map { key in
                (key, self.pool(key).layers.filter { isTogether || $0.key == goods }.quantity)
            }
        )
        var before: [Int: Quantity] = [:]
        for index in stride(from: self.traces.count - 1, through: landing.since, by: -1) {
            let trace = self.traces[index]
            let isOwed = trace.quantity.isNegative && trace.goods == trace.passage.origin
            guard trace.pool.variant == variant, !isOwed, isTogether || trace.goods == goods else {
                continue
            }
            now[trace.pool, default: .zero] -= trace.quantity
            before[index] = now[trace.pool]
        }
        return before
    }
}

/// What became of a part of a landed cost.
struct PlainLanding {
    let what: What
    let value: CostValue
    let pool: CostPool.Key
    /// The first trace after it, and the first word.
    let since: Int
    let words: Int

    enum What {
        case added(CostSlice.Key)
        case charged(CostAccount)
    }
}

/// Somebody said what goods are worth, whatever they did cost.
struct PlainWord {
    let variant: ID<Variant>
    let warehouse: ID<Location>?
    /// The first trace after it.
    let before: Int
}

/// A value on its way with goods.
private struct PlainWalk {
    private let variant: ID<Variant>
    var there: [CostPool.Key: CostValue]
    var gone: [PlainAccount: CostValue] = [:]
    private var taken: [Int: (place: PlainAccount, goods: Quantity, value: CostValue)] = [:]
    private var moving: [(trace: PlainTrace, goods: Quantity, value: CostValue)] = []

    init(from pool: CostPool.Key, with value: CostValue) {
        self.variant = pool.variant
        self.there = [pool: value]
    }

    /// What never came to where goods went.
    var lost: [CostPool.Key: CostValue] {
        self.moving.reduce(into: [:]) { $0[$1.trace.pool, default: .zero] += $1.value }
    }

    mutating func hear(_ word: PlainWord) {
        for (pool, value) in self.there
        where word.variant == self.variant && word.warehouse ?? pool.warehouse == pool.warehouse {
            self.there[pool] = .zero
            let place = PlainAccount(pool: pool, account: .revaluation)
            self.gone[place, default: .zero] += value
        }
    }

    mutating func pass(_ trace: PlainTrace, _ index: Int, of before: Quantity, since: Int) {
        let isInside = trace.passage.account == .transfer
        guard trace.quantity.isNegative else {
            return isInside ? self.arrive(trace) : self.comeBack(trace)
        }
        let goods = .zero - trace.quantity
        let value = self.there[trace.pool, default: .zero]
        guard value != .zero else { return }
        let part = goods < before ? value.part(goods, of: before) : value
        self.there[trace.pool] = value - part
        guard !isInside else { return self.depart(trace, goods, part) }
        let isOlder = trace.passage.undoes.map { $0 < since } ?? false
        let account = isOlder ? .variance : trace.passage.account
        let place = PlainAccount(pool: trace.pool, account: account)
        self.taken[index] = (place, goods, part)
        self.gone[place, default: .zero] += part
    }

    private func place(of trace: PlainTrace) -> Int? {
        self.moving.firstIndex { left in
            left.trace.goods == trace.goods
                && left.trace.passage.movement.id == trace.passage.movement.id
        }
    }

    private mutating func depart(_ trace: PlainTrace, _ goods: Quantity, _ value: CostValue) {
        guard let index = self.place(of: trace) else {
            return self.moving.append((trace, goods, value))
        }
        self.moving[index].goods += goods
        self.moving[index].value += value
    }

    private mutating func arrive(_ trace: PlainTrace) {
        guard let index = self.place(of: trace) else { return }
        let (goods, value) = (self.moving[index].goods, self.moving[index].value)
        let part = trace.quantity < goods ? value.part(trace.quantity, of: goods) : value
        self.moving[index].goods -= min(trace.quantity, goods)
        self.moving[index].value -= part
        self.there[trace.pool, default: .zero] += part
    }

    private mutating func comeBack(_ trace: PlainTrace) {
        guard let undone = trace.passage.undoes, let (place, goods, value) = self.taken[undone]
        else { return }
        let part = trace.quantity < goods ? value.part(trace.quantity, of: goods) : value
        self.taken[undone] = (place, goods - min(trace.quantity, goods), value - part)
        self.gone[place, default: .zero] -= part
        self.there[trace.pool, default: .zero] += part
    }
}
