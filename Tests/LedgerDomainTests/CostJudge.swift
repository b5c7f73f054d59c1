import Contracts
import Kernel
import LedgerDomain
import Testing

/// Holds a book of costs against a plain one, fact by fact.
struct CostJudge {
    private(set) var plain: PlainBook
    private var followed = 0
    private var read = 0

    init(_ costing: Costing, of variants: [ID<Variant>] = [CostCompany.nut, CostCompany.bolt]) {
        self.plain = PlainBook(Dictionary(variants.map { ($0, costing) }) { first, _ in first })
    }

    /// Follows what has happened since, and compares; there was one fact, or none.
    ///
    /// - Parameter place: Where in the history that is, for whoever reads of a difference.
    mutating func check(_ facts: [CostFact], _ book: CostBook, at place: @autoclosure () -> String)
    {
        #expect(facts.count <= self.followed + 1)
        for fact in facts[self.followed...] {
            self.plain.follow(fact)
            self.compare(book.written[self.read...], of: fact, at: place)
        }
        self.followed = facts.count
        self.read = book.written.count
        let (pictures, plain) = (CostPicture(of: book), CostPicture(of: self.plain))
        #expect(pictures == plain, "\(place())")
    }

    /// The lines of a fact come to what it has to do under each account of each pool, at its time.
    private func compare(
        _ lines: ArraySlice<CostLine>,
        of fact: CostFact,
        at place: () -> String
    ) {
        var sums: [PlainAccount: PlainSum] = [:]
        for line in lines {
            let key = PlainAccount(pool: line.pool, account: line.account)
            sums[key, default: PlainSum()].quantity += line.quantity
            sums[key, default: PlainSum()].value += line.value
        }
        #expect(sums.filter { $0.value != PlainSum() } == self.plain.posted, "\(place())")
        let isTimed = lines.allSatisfy { line in
            line.source == fact.source && line.recordedAt == fact.recordedAt
                && line.effectiveAt == fact.effectiveAt
        }
        #expect(isTimed, "\(place())")
    }

    /// The lines say what pools were worth at any time, as anybody knew it then or later.
    func compare(_ book: CostBook, asOf time: Timestamp, knownAt known: Timestamp) {
        var values: [CostPool.Key: CostValue] = [:]
        for line in book.written where line.effectiveAt <= time && line.recordedAt <= known {
            values[line.pool, default: .zero] += line.value
        }
        for pool in book.pools.keys {
            let value = self.plain.value(of: pool, asOf: time, knownAt: known)
            #expect(values[pool, default: .zero] == value)
        }
    }
}
