import Contracts
import Kernel
import LedgerDomain
import Testing

/// What single facts do to what stock is worth.
struct CostingTests {
    /// Ten at 1 and ten at 2, of which fifteen are sold.
    @Test(
        arguments: [
            (Costing(.fifo), "10", "-20"), (Costing(.average), "7.5", "-22.5"),
            (Costing(.standard, standard: "3"), "15", "-45"), (Costing(.standard), "10", "-20"),
        ]
    )
    func `each method says what goods that left have cost`(
        costing: Costing,
        stays: CostValue,
        leaves: CostValue
    ) {
        var company = CostCompany(costing)
        company.receive(10, at: "1")
        company.receive(10, at: "2")
        company.sell(15)
        #expect(company.value() == stays)
        #expect(company.sum(.customer) == leaves)
        #expect(company.sum(.supplier) == "30")
    }

    @Test func `what was paid beyond a standard is a variance`() {
        var company = CostCompany(Costing(.standard, standard: "3"))
        company.receive(10, at: "3.25")
        #expect(company.value() == "30")
        #expect(company.sum(.variance) == "-2.5")
    }

    @Test func `the last unit takes what is left of the value`() {
        var company = CostCompany()
        company.receive(3, at: "0.333333")
        var parts: [CostValue] = []
        for _ in 0..<3 {
            let before = company.value()
            company.post(.sale, [.init("0.7", .north, .customer)])
            parts.append(before - company.value())
        }
        company.post(.sale, [.init("0.9", .north, .customer)])
        #expect(company.value() == .zero)
        #expect(company.sum(.customer) == "-0.999999")
        #expect(parts == ["0.233333", "0.233333", "0.233333"])
    }

    @Test func `goods between warehouses keep their cost and age`() {
        var company = CostCompany()
        company.receive(4, at: "1")
        company.receive(4, at: "2")
        let ages = company.pool().layers.map(\.key)
        company.transfer(6)
        #expect(company.value() == "4")
        #expect(company.value(CostCompany.south) == "8")
        #expect(company.pool(CostCompany.south).layers.map(\.key) == ages)
        #expect(company.sum(.transfer) == .zero)
    }

    @Test func `nothing happens inside of a warehouse`() {
        var company = CostCompany()
        company.receive(4, at: "1")
        company.post(.transfer, [.init(2, .north, .north)])
        #expect(company.book.written.count == 1)
    }

    @Test func `a return comes back at the cost it left with`() {
        var company = CostCompany()
        company.receive(2, at: "1")
        company.receive(2, at: "5")
        let sale = company.sell(2)
        company.post(.return, [.init(1, .customer, .north)], original: sale.id)
        #expect(company.value() == "11")
        // A second one takes what the first has left, and one too many what others cost on average.
        company.post(.return, [.init(2, .customer, .north)], original: sale.id)
        #expect(company.value() == "15.666667")
    }

    @Test func `a return that was undone can come again at the same cost`() {
        var company = CostCompany()
        company.receive(2, at: "1")
        company.receive(2, at: "5")
        let sale = company.sell(2)
        let first = company.post(.return, [.init(2, .customer, .north)], original: sale.id)
        company.reverse(first.id)
        #expect(company.value() == "10")
        company.post(.return, [.init(2, .customer, .north)], original: sale.id)
        #expect(company.value() == "12")
    }

    @Test func `what was sold before it came is settled when it comes`() {
        var company = CostCompany()
        company.receive(2, at: "1")
        company.sell(5)
        #expect(company.pool().quantity == -3)
        #expect(company.value() == "-3")
        #expect(company.sum(.customer) == "-5")
        company.receive(10, at: "2")
        #expect(company.value() == "14")
        #expect(company.sum(.customer) == "-8")
        #expect(company.book.written.filter { $0.kind == .settled }.map(\.value) == ["-3"])
    }

    @Test func `products are worth what went into them`() {
        var company = CostCompany()
        company.receive(3, at: "1")
        company.post(
            .produce,
            [
                .init(3, .north, .production),
                .init(1, .production, .north, of: CostCompany.bolt),
                .init(2, .production, .south, of: CostCompany.bolt),
            ]
        )
        #expect(company.value(of: CostCompany.bolt) == "1")
        #expect(company.value(CostCompany.south, of: CostCompany.bolt) == "2")
        #expect(company.sum(.production) == .zero)
    }

    @Test func `without a rate goods are worth nothing and marked`() throws {
        var company = CostCompany()
        var move = CostCompany.Move(10, .supplier, .north)
        move.price = UnitPrice("2", try #require(Currency("USD")))
        company.post(.receive, [move])
        #expect(company.value() == .zero)
        #expect(company.pool().layers.map(\.isPriced) == [false])
        company.order(.revalue(Revaluation(CostCompany.nut, .unitCost("1.8"))))
        #expect(company.value() == "18")
        #expect(company.pool().layers.map(\.isPriced) == [true])
        #expect(company.sum(.revaluation) == "18")
    }

    @Test func `the rate of the time is frozen into the line`() throws {
        var company = CostCompany()
        var move = CostCompany.Move(3, .supplier, .north)
        move.price = UnitPrice("0.333333", try #require(Currency("USD")))
        move.rate = "0.9"
        company.post(.receive, [move])
        #expect(company.value() == "0.899999")
        #expect(company.book.written[0].rate == "0.9")
    }

    @Test func `a landed cost raises what is there and charges what has left`() {
        for costing in [Costing(.fifo), Costing(.average)] {
            var company = CostCompany(costing)
            let receipt = company.receive(10, at: "1")
            company.transfer(3)
            company.sell(4)
            company.order(
                .land(LandedCost("5", by: .quantity, over: [.init(receipt.id)]))
            )
            #expect(company.value() == "4.5")
            #expect(company.value(CostCompany.south) == "4.5")
            #expect(company.sum(.customer) == "-6")
            #expect(company.sum(.landed) == "5")
        }
    }

    @Test func `a landed cost is spread by value where that is asked for`() {
        var company = CostCompany()
        let first = company.receive(10, at: "3")
        let second = company.receive(30, at: "1", .south)
        company.order(
            .land(LandedCost("6", by: .value, over: [.init(first.id), .init(second.id)]))
        )
        #expect(company.value() == "33")
        #expect(company.value(CostCompany.south) == "33")
    }

    @Test func `another method revalues from then on`() {
        var company = CostCompany()
        company.receive(2, at: "1")
        company.receive(2, at: "2")
        company.order(.cost(CostCompany.nut, Costing(.standard, standard: "4")))
        #expect(company.sum(.revaluation) == "10")
        company.order(.cost(CostCompany.nut, Costing(.average)))
        company.sell(1)
        #expect(company.sum(.customer) == "-4")
        #expect(company.value() == "12")
    }

    @Test func `an amount makes goods worth nothing at least`() {
        var company = CostCompany()
        company.receive(2, at: "1")
        company.order(.revalue(Revaluation(CostCompany.nut, .amount("-5"))))
        #expect(company.value() == .zero)
        #expect(company.sum(.revaluation) == "-2")
    }

    @Test func `the most that goods of one entry may be worth has a sum`() {
        var company = CostCompany()
        let variants = (0..<1_000).map { ID<Variant>(head: 9, tail: $0) }
        let bought = variants.map { variant in
            CostCompany.Move(1, .supplier, .north, of: variant, price: "1000000000")
        }
        company.post(.receive, bought)
        let used = variants.map { CostCompany.Move(1, .north, .production, of: $0) }
        company.post(.produce, used + [.init(1, .production, .north)])
        // A product is worth no more than other goods.
        #expect(company.value() == .zero)
        #expect(company.sum(.production) == "-1000000000000")
    }

    @Test func `a cost beyond all limits is left out and marked`() {
        var company = CostCompany()
        company.receive(10_000_000, at: "999999999999")
        #expect(company.value() == .zero)
        #expect(company.pool().layers.map(\.isPriced) == [false])
    }
}

extension CostValue: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let value = CostValue(text) else { preconditionFailure("a test has a wrong number") }
        self = value
    }
}

extension ExchangeRate: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let rate = ExchangeRate(text) else {
            preconditionFailure("a test has a wrong number")
        }
        self = rate
    }
}

extension Quantity: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let quantity = Quantity(text) else {
            preconditionFailure("a test has a wrong number")
        }
        self = quantity
    }
}
