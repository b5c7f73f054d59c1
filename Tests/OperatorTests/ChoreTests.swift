import Kernel
import Testing

@testable import Operator

@Suite struct ChoreTests {
    private static let goods = (1...400).map { number in
        Chore.Goods(sku: "G-\(number)", isLotted: number % 4 == 0)
    }

    @Test func `the same seed gives the same chores`() {
        let plan = ChorePlan(goods: Self.goods, seed: 7, run: "run")
        #expect(plan == ChorePlan(goods: Self.goods, seed: 7, run: "run"))
        #expect(plan != ChorePlan(goods: Self.goods, seed: 8, run: "run"))
    }

    @Test func `every kind of chore is done, each with different goods`() {
        let plan = ChorePlan(goods: Self.goods, seed: 20_261_123, run: "run")
        let kinds = Dictionary(grouping: plan.chores, by: \.kind).mapValues(\.count)
        for kind in Chore.Kind.allCases { #expect(kinds[kind] == kind.times) }
        for chore in plan.chores {
            #expect(Set(chore.goods).count == Chore.width)
            #expect(ChorePlan.quantities.contains(chore.quantity))
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `what is counted has no lots and nobody else touches it`(seed: UInt64) {
        let plan = ChorePlan(goods: Self.goods, seed: seed, run: "run")
        let counted = plan.chores.filter { $0.kind == .count }.flatMap(\.goods)
        let others = plan.chores.filter { $0.kind != .count }.flatMap(\.goods)
        #expect(Set(counted).count == counted.count)
        #expect(Set(counted).isDisjoint(with: others))
        #expect(!counted.contains { $0.isLotted })
    }

    @Test func `goods of its own belong to one chore, and are others in every run`() {
        func own(_ run: String) -> [Chore.Goods] {
            ChorePlan(goods: Self.goods, seed: 9, run: run).ownGoods
        }
        let skus = own("aaaaaaaa").map(\.sku)
        #expect(Set(skus).count == skus.count)
        #expect(skus.count == (9 * 5 + 1) * Chore.width)
        #expect(Set(skus).isDisjoint(with: own("bbbbbbbb").map(\.sku)))
        #expect(Set(skus).isDisjoint(with: Self.goods.map(\.sku)))
    }

    @Test func `a file with few goods has no counts, and one with fewer no chores`() {
        let few = ChorePlan(goods: Array(Self.goods.prefix(8)), seed: 1, run: "run")
        #expect(!few.chores.isEmpty)
        #expect(!few.chores.contains { $0.kind == .count })
        #expect(ChorePlan(goods: Array(Self.goods.prefix(2)), seed: 1, run: "run").chores.isEmpty)
    }
}

@Suite struct ChoreBookTests {
    @Test func `what was done is added to what is there anyway`() {
        var book = ChoreBook()
        book.add(5, of: "A", at: "SHOP")
        book.add(-7, of: "A", at: "SHOP")
        book.add(3, of: "B", at: "STORE")
        #expect(book.expected(at: "SHOP", without: ["A": 10, "C": 1]) == ["A": 8, "C": 1])
        #expect(book.expected(at: "STORE", without: [:]) == ["B": 3])
        #expect(book.skus == ["A", "B"])
    }

    @Test func `what was seen is there, whatever the book said, and counts go on from it`() {
        var book = ChoreBook()
        book.add(5, of: "A", at: "SHOP")
        book.see(40, of: "A", at: "SHOP")
        #expect(book.expected(at: "SHOP", without: ["A": 10]) == ["A": 40])
        book.add(-1, of: "A", at: "SHOP")
        #expect(book.expected(at: "SHOP", without: ["A": 10]) == ["A": 39])
    }

    @Test func `a price that one hand noted is a price for all`() {
        var (left, right) = (ChoreBook(), ChoreBook())
        left.add(5, of: "A", at: "SHOP")
        right.price("A", at: ChoreMoney.worth)
        left.add(right)
        #expect(left.prices == ["A": ChoreMoney.worth])
    }

    @Test func `the work of several hands adds up`() {
        var (left, right) = (ChoreBook(), ChoreBook())
        left.add(5, of: "A", at: "SHOP")
        right.add(6, of: "A", at: "SHOP")
        right.see(2, of: "B", at: "SHOP")
        left.add(right)
        #expect(left.expected(at: "SHOP", without: ["B": 9]) == ["A": 11, "B": 2])
    }
}
