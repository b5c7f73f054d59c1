import Contracts
import Kernel
import LedgerDomain
import Testing

/// What can be entered when, and in what order periods are closed.
struct PeriodTests {
    private static let day = Duration.seconds(86_400)
    private static let start = Company.now.advanced(by: .zero - Self.day * 60)

    private static func day(_ number: Int) -> Timestamp {
        Self.start.advanced(by: Self.day * number)
    }

    /// Periods of ten days each.
    private static func periods(_ states: PeriodState...) -> [StockPeriod] {
        states.enumerated().map { index, state in
            StockPeriod(
                id: .make(),
                number: Int64(index + 1),
                name: "P\(index + 1)",
                start: Self.day(index * 10),
                end: Self.day(index * 10 + 10),
                state: state
            )
        }
    }

    /// When a receipt of a day is entered, and when it happened where that is another time.
    private static func entered(
        on day: Int,
        _ states: PeriodState...,
        by lateness: Lateness
    ) throws(LedgerRefusal) -> [Timestamp?] {
        var company = Company()
        let all: [PeriodState] = states + [.open]
        company.state.periods = PeriodCalendar(
            all.enumerated().map { index, state in
                StockPeriod(
                    id: .make(),
                    number: Int64(index + 1),
                    name: "P\(index + 1)",
                    start: Self.day(index * 10),
                    end: Self.day(index * 10 + 10),
                    state: state
                )
            }
        )
        let posting = Posting(
            id: .make(),
            kind: .receive,
            about: Circumstances(effectiveAt: Self.day(day)),
            lines: [
                Posting.Line(
                    variant: .id(Company.plain.id),
                    quantity: 1,
                    from: .virtual(.supplier),
                    to: .id(Company.north.id)
                )
            ]
        )
        let instruction = Instruction(
            .post(posting),
            by: Company.clerk,
            with: Authority(lateness: lateness)
        )
        let entry = try company.state.decide(instruction, using: &company.generator).entry
        return [entry?.effectiveAt, entry?.occurredAt]
    }

    private static func refusal(
        _ body: () throws(LedgerRefusal) -> [Timestamp?]
    ) -> (name: String, firstOpen: Timestamp)? {
        do throws(LedgerRefusal) {
            _ = try body()
            return nil
        } catch {
            switch error {
            case .periodClosed(let closed):
                return ("closed \(closed.period.name)", closed.firstOpen)
            case .periodSoftlyClosed(let closed):
                return ("softly \(closed.period.name)", closed.firstOpen)
            default: return nil
            }
        }
    }

    @Test func `into an open period everybody enters, at the time it happened`() throws {
        for lateness in [Lateness.refused, .privileged, .fact] {
            let times = try Self.entered(on: 15, .closed, .open, by: lateness)
            #expect(times == [Self.day(15), nil])
        }
    }

    @Test(arguments: [PeriodState.closing, .closed])
    func `into a closed period nobody enters, and what has happened counts later`(
        state: PeriodState
    ) throws {
        for lateness in [Lateness.refused, .privileged] {
            let refusal = Self.refusal { () throws(LedgerRefusal) in
                try Self.entered(on: 5, state, by: lateness)
            }
            #expect(refusal?.name == "closed P1")
            #expect(refusal?.firstOpen == Self.day(10))
        }
        #expect(try Self.entered(on: 5, state, by: .fact) == [Self.day(10), Self.day(5)])
    }

    @Test func `what is before the first period is closed with it`() throws {
        #expect(try Self.entered(on: -5, .open, by: .refused) == [Self.day(-5), nil])
        #expect(try Self.entered(on: -5, .closed, by: .fact) == [Self.day(10), Self.day(-5)])
        let refusal = Self.refusal { () throws(LedgerRefusal) in
            try Self.entered(on: -5, .closed, by: .refused)
        }
        #expect(refusal?.name == "closed P1")
    }

    @Test func `into a softly closed period only some enter, and what has happened`() throws {
        let refusal = Self.refusal { () throws(LedgerRefusal) in
            try Self.entered(on: 15, .closed, .softClosed, by: .refused)
        }
        #expect(refusal?.name == "softly P2")
        #expect(refusal?.firstOpen == Self.day(20))
        for lateness in [Lateness.privileged, .fact] {
            let times = try Self.entered(on: 15, .closed, .softClosed, by: lateness)
            #expect(times == [Self.day(15), nil])
        }
    }

    @Test func `the first instant that is open depends on who enters`() throws {
        let late = try Self.entered(on: 5, .closed, .softClosed, by: .fact)
        #expect(late == [Self.day(10), Self.day(5)])
        let refusal = Self.refusal { () throws(LedgerRefusal) in
            try Self.entered(on: 5, .closed, .softClosed, by: .refused)
        }
        #expect(refusal?.firstOpen == Self.day(20))
    }

    @Test func `a reversal of long ago counts from the first open instant`() throws {
        var company = Company()
        let entry = try #require(try company.perform(Company.receive(5)).entry)
        company.state.periods = PeriodCalendar(Self.periods(.closed, .open))
        let about = Circumstances(effectiveAt: Self.day(3))
        let reversal = Reversal(id: .make(), of: .entry(entry.id), about: about)
        let undone = try #require(try company.perform(.reverse(reversal)).entry)
        #expect(undone.effectiveAt == Self.day(10))
        #expect(undone.occurredAt == Self.day(3))
        #expect(undone.reverses == entry.id)
        #expect(company.onHand(Company.plain, at: Company.north) == .zero)
    }

    @Test func `periods follow each other without gaps`() throws {
        let first = try PeriodCalendar().next(
            .make(),
            name: "P1",
            from: Self.day(0),
            until: Self.day(10)
        )
        #expect(first.number == 1)
        let calendar = PeriodCalendar([first])
        let second = try calendar.next(.make(), name: "P2", from: nil, until: Self.day(20))
        #expect(second.number == 2)
        #expect(second.start == first.end)
        #expect(throws: PeriodRefusal.startIsGiven(first.end)) {
            try calendar.next(.make(), name: "P2", from: Self.day(11), until: Self.day(20))
        }
        #expect(throws: PeriodRefusal.startRequired) {
            try PeriodCalendar().next(.make(), name: "P1", from: nil, until: Self.day(10))
        }
        #expect(throws: PeriodRefusal.tooShort) {
            try calendar.next(.make(), name: "P2", from: nil, until: first.end)
        }
    }

    @Test func `a period is closed once it has been over for a while`() throws {
        let periods = Self.periods(.open)
        let calendar = PeriodCalendar(periods)
        let due = periods[0].end.advanced(by: Self.day)
        for forEver in [false, true] {
            #expect(throws: PeriodRefusal.notOver(until: due)) {
                try calendar.closing(
                    periods[0].id,
                    forEver: forEver,
                    at: due.advanced(by: .microseconds(-1)),
                    delay: Self.day
                )
            }
            let closed = try calendar.closing(
                periods[0].id,
                forEver: forEver,
                at: due,
                delay: Self.day
            )
            #expect(closed.state == (forEver ? .closing : .softClosed))
        }
    }

    @Test func `periods are closed in order`() throws {
        func refusal(_ states: PeriodState..., forEver: Bool) -> PeriodRefusal? {
            let periods = states.enumerated().map { index, state in
                StockPeriod(
                    id: .make(),
                    number: Int64(index + 4),
                    name: "P",
                    start: Self.day(index * 10),
                    end: Self.day(index * 10 + 10),
                    state: state
                )
            }
            do throws(PeriodRefusal) {
                _ = try PeriodCalendar(periods).closing(
                    periods[1].id,
                    forEver: forEver,
                    at: Company.now,
                    delay: Self.day
                )
                return nil
            } catch {
                return error == .earlierIsOpen(periods[0]) ? .startRequired : error
            }
        }
        // Stands for the refusal that names the earlier one.
        #expect(refusal(.open, .open, forEver: false) == .startRequired)
        #expect(refusal(.open, .open, forEver: true) == .startRequired)
        #expect(refusal(.softClosed, .open, forEver: false) == nil)
        #expect(refusal(.softClosed, .open, forEver: true) == .startRequired)
        #expect(refusal(.closing, .softClosed, forEver: true) == nil)
        #expect(refusal(.closed, .closed, forEver: true) == .wrongState(.closed))
        #expect(refusal(.closed, .softClosed, forEver: false) == .wrongState(.softClosed))
    }

    @Test func `only the last softly closed period opens again`() throws {
        let periods = Self.periods(.closed, .softClosed, .softClosed)
        let calendar = PeriodCalendar(periods)
        #expect(throws: PeriodRefusal.wrongState(.closed)) {
            try calendar.reopening(periods[0].id)
        }
        #expect(throws: PeriodRefusal.laterIsClosed(periods[2])) {
            try calendar.reopening(periods[1].id)
        }
        #expect(try calendar.reopening(periods[2].id).state == .open)
    }
}
