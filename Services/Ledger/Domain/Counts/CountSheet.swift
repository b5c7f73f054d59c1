package import Contracts
package import FoundationEssentials
package import Kernel

/// A count: places and goods to look at, and what was seen there.
///
/// Pure: says what may happen next, and what follows. Every look at a line is kept; the last one counts.
package struct CountSheet: Hashable, Sendable {
    package private(set) var policy: CountPolicy
    package private(set) var state: CountState
    package private(set) var lines: [Line]
    /// Those who approved, in order.
    package private(set) var approvers: [UUID]
    /// Whether somebody has to approve who has not counted.
    package private(set) var needsOther = false

    package init(
        policy: CountPolicy,
        state: CountState = .open,
        lines: [Line],
        approvers: [UUID] = []
    ) {
        self.policy = policy
        self.state = state
        self.lines = lines
        self.approvers = approvers
    }

    /// Goods to be counted at a place.
    package struct Line: Hashable, Sendable {
        package let id: ID<CountLine>
        package fileprivate(set) var state: CountLineState
        /// Of the last look.
        package fileprivate(set) var last: Look?
        /// Everybody who has counted it.
        package fileprivate(set) var counters: Set<UUID>

        package init(
            id: ID<CountLine>,
            state: CountLineState = .open,
            last: Look? = nil,
            counters: Set<UUID> = []
        ) {
            self.id = id
            self.state = state
            self.last = last
            self.counters = counters
        }

        /// How far apart what was seen and what should have been there are.
        package var variance: Quantity? {
            self.last.map { $0.seen.subtractingClamped($0.expected) }
        }

        /// The most that may have to be corrected.
        fileprivate var difference: Quantity? {
            guard let last, last.isMixedUp else { return self.variance }
            // Each unit may be another than was expected.
            return last.seen.addingClamped(last.expected)
        }
    }

    /// What one person saw of a line.
    package struct Look: Hashable, Sendable {
        package let observedAt: Timestamp
        package let seen: Quantity
        /// By the book of that time, as it was known when somebody said what they saw.
        package let expected: Quantity
        /// Whether single units differ, though there may be as many as expected.
        package let isMixedUp: Bool

        package init(
            observedAt: Timestamp,
            seen: Quantity,
            expected: Quantity,
            isMixedUp: Bool = false
        ) {
            self.observedAt = observedAt
            self.seen = seen
            self.expected = expected
            self.isMixedUp = isMixedUp
        }
    }
}

extension CountSheet {
    /// Adds something that was found and is not on the sheet.
    package mutating func add(_ line: Line) throws(CountRefusal) {
        try self.requireCounting()
        self.lines.append(line)
    }

    /// Remembers what somebody saw of a line; asks for another look where that is too far from what
    /// should be there and nobody has looked twice.
    ///
    /// - Parameters:
    ///   - index: The place in the request, for refusals.
    ///   - isAlone: Whether nobody else is there to count what they counted before.
    package mutating func record(
        _ look: Look,
        of line: ID<CountLine>,
        by counter: UUID,
        isAlone: Bool,
        at index: Int
    ) throws(CountRefusal) {
        try self.requireCounting()
        guard let place = self.lines.firstIndex(where: { $0.id == line }) else {
            throw .unknownLine(at: index)
        }
        let known = self.lines[place]
        guard known.state != .counted else { throw .lineCounted(at: index) }
        guard !known.counters.contains(counter) || isAlone else { throw .sameCounter(at: index) }
        if let last = known.last, look.observedAt < last.observedAt { throw .notInOrder(at: index) }
        self.lines[place].last = look
        self.lines[place].counters.insert(counter)
        let isClose =
            !look.isMixedUp
            && self.policy.tolerance.allows(seen: look.seen, expected: look.expected)
        self.lines[place].state = isClose || known.last != nil ? .counted : .recount
        self.settle()
    }

    /// Asks for another look at lines that were counted, by somebody else.
    package mutating func recount(_ lines: Set<ID<CountLine>>) throws(CountRefusal) {
        guard [.open, .recount, .counted].contains(self.state) else {
            throw .wrongState(self.state)
        }
        let chosen = self.lines.indices.filter { lines.contains(self.lines[$0].id) }
        guard chosen.count == lines.count else { throw .unknownLine(at: 0) }
        let uncounted = chosen.filter { self.lines[$0].last == nil }
        guard uncounted.isEmpty else { throw .notCounted(lines: uncounted.count) }
        for index in chosen { self.lines[index].state = .recount }
        // What was approved is no longer what will be there.
        self.approvers = []
        self.settle()
    }

    /// Has two people approve what the rule has somebody else approve, and whoever counted never alone.
    ///
    /// What it is worth is known only once the book has followed, so where that is limited two people
    /// approve any difference. A small one may grow with facts that arrive late.
    package mutating func require(_ rule: ApprovalRule) {
        guard rule.covers(.count), rule.hasLimits else { return }
        self.needsOther = true
        let limits = [
            self.policy.soleApproval, rule.maximumQuantity,
            rule.maximumValue == nil ? nil : .zero,
        ]
        self.policy = CountPolicy(
            isBlind: self.policy.isBlind,
            tolerance: self.policy.tolerance,
            soleApproval: limits.compactMap(\.self).min()
        )
    }

    /// Whether one more person has to approve, because a difference is larger than one may answer for.
    package var needsTwo: Bool {
        guard let limit = self.policy.soleApproval else { return false }
        return self.lines.contains { line in
            guard let difference = line.difference else { return false }
            return difference.tenThousandths.magnitude > limit.tenThousandths.magnitude
        }
    }

    /// Whether one more than those who approved has to, or than the first.
    package var needsSecond: Bool {
        guard self.needsOther, !self.approvers.isEmpty else { return self.needsTwo }
        return self.needsTwo || self.approvers.allSatisfy(self.hasCounted)
    }

    /// Approves; the count is over once nobody else has to.
    ///
    /// Of two who approve the second is another person, and none of those who counted. Somebody else has
    /// to come second, too, where whoever counted approves first and the rule needs others.
    package mutating func approve(by approver: UUID) throws(CountRefusal) {
        guard self.state == .counted else {
            let open = self.lines.count { $0.state != .counted }
            guard self.state == .open || self.state == .recount, open > 0 else {
                throw .wrongState(self.state)
            }
            throw .notCounted(lines: open)
        }
        guard !self.approvers.contains(approver) else { throw .approvedAlready }
        let isSecond = !self.approvers.isEmpty
        if self.needsTwo || self.needsOther, isSecond, self.hasCounted(approver) {
            throw .counterApproves
        }
        self.approvers.append(approver)
        if isSecond || !self.needsSecond { self.state = .approved }
    }

    private func hasCounted(_ person: UUID) -> Bool {
        self.lines.contains { $0.counters.contains(person) }
    }

    /// Gives the count up; what was seen stays on the sheet, and the book as it is.
    package mutating func cancel() throws(CountRefusal) {
        guard !self.state.isOver else { throw .wrongState(self.state) }
        self.state = .cancelled
    }

    private func requireCounting() throws(CountRefusal) {
        guard [.open, .recount, .counted].contains(self.state), self.approvers.isEmpty else {
            throw .wrongState(self.state)
        }
    }

    /// Counted once every line is; otherwise to be counted again where some line is.
    private mutating func settle() {
        if self.lines.allSatisfy({ $0.state == .counted }) {
            self.state = .counted
        } else {
            self.state = self.lines.contains { $0.state == .recount } ? .recount : .open
        }
    }
}
