import Contracts
import Kernel
import LedgerDomain
import Testing

/// Counts among facts that arrive in any order, decided by the ledger's own rules.
struct CountReckoningTests {
    /// Something that happened, and when somebody told of it does not matter.
    private enum Fact {
        case sale(Quantity, at: Int64)
        case receipt(Quantity, at: Int64)
        case count(Quantity, at: Int64)
    }

    /// A company with 100 on hand, the counts that were accepted, and all that was entered.
    private struct Book {
        private var company = Company()
        private var entries: [PostedEntry] = []
        private var counts: [(id: ID<CountResult>, seen: Quantity, at: Timestamp)] = []
        private static let key = CountedKey(
            variant: Company.plain.id,
            location: Company.north.id
        )

        init() throws { try self.tell(.receipt(100, at: 0)) }

        var onHand: Quantity { self.company.onHand(Company.plain, at: Company.north) }

        var corrections: Int { self.entries.count { $0.kind == .count } }

        /// In the order of the times of the counts.
        var residuals: [Quantity] { CountReckoning.reckon(self.accepted).map(\.residual) }

        mutating func tell(_ fact: Fact) throws {
            switch fact {
            case .sale(let quantity, let minute):
                try self.post(.sale, quantity, from: .id(Company.north.id), at: minute)
            case .receipt(let quantity, let minute):
                try self.post(.receive, quantity, to: .id(Company.north.id), at: minute)
            case .count(let seen, let minute):
                self.counts.append((.make(), seen, Self.time(minute)))
            }
            try self.settle()
        }

        private static func time(_ minute: Int64) -> Timestamp {
            Company.now.advanced(by: .seconds(60 * minute - 86_400))
        }

        private mutating func post(
            _ kind: EntryKind,
            _ quantity: Quantity,
            from: LocationName = .virtual(.supplier),
            to: LocationName = .virtual(.customer),
            at minute: Int64
        ) throws {
            let posting = Posting(
                id: .make(),
                kind: kind,
                about: Circumstances(effectiveAt: Self.time(minute)),
                lines: [
                    Posting.Line(
                        variant: .id(Company.plain.id),
                        quantity: quantity,
                        from: from,
                        to: to
                    )
                ]
            )
            try self.enter(posting)
        }

        private mutating func enter(_ posting: Posting) throws {
            let decision = try self.company.perform(.post(posting), mayOversell: true)
            self.entries += decision.entry.map { [$0] } ?? []
        }

        /// Enters what counts come to, until nothing is left to enter.
        private mutating func settle() throws {
            while true {
                let postings = CountReckoning.reckon(self.accepted).compactMap {
                    CountEntry.posting($0, of: Self.key, id: .make())
                }
                guard !postings.isEmpty else { return }
                for posting in postings { try self.enter(posting) }
            }
        }

        private var accepted: [AcceptedCount] {
            self.counts.enumerated().map { number, count in
                let own = self.entries.filter { entry in
                    entry.about.reference?.document.hasPrefix("\(count.id)/") ?? false
                }
                return AcceptedCount(
                    id: count.id,
                    number: Int64(number),
                    observedAt: count.at,
                    seen: count.seen,
                    level: Self.sum(self.entries.filter { $0.effectiveAt <= count.at }),
                    posted: Self.sum(own),
                    revision: own.count
                )
            }
        }

        private static func sum(_ entries: [PostedEntry]) -> Quantity {
            entries.flatMap(\.movements).reduce(.zero) { sum, movement in
                movement.to == Company.north.id
                    ? sum + movement.quantity : sum - movement.quantity
            }
        }
    }

    @Test func `facts and a count come to the same in every order of arrival`() throws {
        // Minutes after 13:00: two sold offline, 95 seen, three sold, and forty received.
        let facts: [Fact] = [
            .sale(2, at: 25), .count(95, at: 30), .sale(3, at: 10), .receipt(40, at: 40),
        ]
        let orders = facts.permutations
        #expect(orders.count == 24)
        for order in orders {
            var book = try Book()
            for fact in order { try book.tell(fact) }
            #expect(book.onHand == 135)
            #expect(book.residuals == [0])
        }
    }

    @Test func `what nothing explains stays`() throws {
        let facts: [Fact] = [
            .sale(2, at: 25), .count(94, at: 30), .sale(3, at: 10), .receipt(40, at: 40),
        ]
        for order in facts.permutations {
            var book = try Book()
            for fact in order { try book.tell(fact) }
            #expect(book.onHand == 134)
            #expect(book.residuals == [-1])
        }
    }

    @Test func `a later count is evaluated with the entries of an earlier one`() throws {
        let facts: [Fact] = [
            .count(98, at: 10), .sale(5, at: 15), .count(90, at: 20), .sale(1, at: 30),
        ]
        for order in facts.permutations {
            var book = try Book()
            for fact in order { try book.tell(fact) }
            #expect(book.onHand == 89)
            #expect(book.residuals == [-2, -3])
        }
    }

    @Test(arguments: [3, 11, 99, 4_711] as [UInt64])
    func `any history comes to the same in any order`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<25 {
            let facts: [Fact] = (1...12).map { place in
                // Distinct times, because of two counts at one time the later accepted one counts.
                let minute = Int64(place)
                let quantity = Quantity(
                    tenThousandths: Int64.random(in: 1...500_000, using: &generator)
                )
                return switch Int.random(in: 0..<4, using: &generator) {
                case 0: .count(quantity, at: minute)
                case 1: .receipt(quantity, at: minute)
                default: .sale(quantity, at: minute)
                }
            }
            var model = Quantity(100)
            for fact in facts {
                switch fact {
                case .sale(let quantity, _): model -= quantity
                case .receipt(let quantity, _): model += quantity
                case .count(let seen, _): model = seen
                }
            }
            var straight = try Book()
            for fact in facts { try straight.tell(fact) }
            #expect(straight.onHand == model)
            for _ in 0..<3 {
                var book = try Book()
                for fact in facts.shuffled(using: &generator) { try book.tell(fact) }
                #expect(book.onHand == model)
                #expect(book.residuals == straight.residuals)
            }
        }
    }

    @Test func `a fact from before makes one correction, and one from after none`() throws {
        var book = try Book()
        try book.tell(.count(95, at: 30))
        #expect(book.corrections == 1)
        try book.tell(.sale(5, at: 20))
        #expect(book.corrections == 2)
        #expect(book.onHand == 95)
        try book.tell(.sale(5, at: 31))
        #expect(book.corrections == 2)
        #expect(book.onHand == 90)
    }

    @Test func `of two counts at the same time the later accepted one counts`() throws {
        var book = try Book()
        try book.tell(.count(90, at: 30))
        try book.tell(.count(80, at: 30))
        #expect(book.onHand == 80)
        #expect(book.residuals == [-10, -10])
        try book.tell(.sale(10, at: 30))
        #expect(book.onHand == 80)
        #expect(book.residuals == [0, -10])
    }

    @Test func `a correction beyond what a line may have is entered in parts`() throws {
        let counted = CountReckoning.reckon([
            AcceptedCount(
                id: .make(),
                observedAt: Company.now,
                seen: 0,
                level: 3_000_000_000
            )
        ])
        #expect(counted.map(\.correction) == [-.largestLine])
        #expect(counted.map(\.residual) == [-3_000_000_000])
    }
}

extension Array {
    /// The elements in every order.
    fileprivate var permutations: [[Element]] {
        guard self.count > 1 else { return [self] }
        return self.indices.flatMap { index in
            var rest = self
            let first = rest.remove(at: index)
            return rest.permutations.map { [first] + $0 }
        }
    }
}
