import Contracts
import FoundationEssentials
import Kernel
import LedgerDomain
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Ledger

/// What a command is told must not depend on which others share its transaction.
@Suite(.requiresPostgres)
struct BatchOrderTests {
    @Test(arguments: [2, 3, 5, 7] as [UInt64])
    func `a batch decides what its commands would be told one by one`(seed: UInt64) async throws {
        // One committer takes what is submitted at once as one batch.
        try await LedgerBench.with(limits: CommitLimits(committers: 1)) { ledger in
            let apart = try await StockScript(seed: seed, sku: "APART", on: ledger)
            let together = try await StockScript(seed: seed, sku: "TOGETHER", on: ledger)
            for script in [apart, together] {
                let stocked = await ledger.committer.submit(script.opening)
                #expect(stocked.map(StockScript.text).allSatisfy { $0 == "done" })
            }
            var answers: [String] = []
            for submission in apart.submissions {
                answers.append(StockScript.text(await ledger.committer.submit(submission)))
            }
            let batch = await ledger.committer.submit(together.submissions).map(StockScript.text)
            #expect(batch == answers)
            #expect(try await together.stock() == apart.stock())
            // Neither all nor nothing: the script exercised both answers.
            #expect(Set(answers).count > 3)
        }
    }

    @Test func `stock promised in a batch is shipped in the same batch`() async throws {
        try await LedgerBench.with(limits: CommitLimits(committers: 1)) { ledger in
            let variant = try await ledger.variant("QUICK")
            try await ledger.receive(5, of: "QUICK", at: "LDN-1")
            let id = ID<Reservation>.make()
            let commands: [LedgerCommand] = [
                .reserve(
                    ReservationRequest(
                        id: id,
                        warehouse: .id(ledger.warehouse),
                        lines: [.init(variant: .id(variant), quantity: 4)]
                    )
                ),
                .consume(Consumption(entry: .make(), reservation: id, location: .id(ledger.bin))),
            ]
            let outcomes = await ledger.committer.submit(commands.map { Submission.test($0) })
            #expect(outcomes.map(StockScript.text) == ["done", "done"])
            #expect(try await ledger.onHand("QUICK") == 1)
        }
    }
}

/// The same random commands for any ten variants, in a warehouse with one bin.
///
/// Ten, so that most commands are the only ones that load what they touch.
private struct StockScript {
    /// Receives ten of each variant in the bin.
    let opening: [Submission]
    let submissions: [Submission]
    private let sku: String
    private let ledger: LedgerBench

    init(seed: UInt64, sku: String, on ledger: LedgerBench) async throws {
        var variants: [ID<Variant>] = []
        for number in 0..<10 { variants.append(try await ledger.variant("\(sku)-\(number)")) }
        var draw = CommandDraw(
            variants: variants,
            warehouse: ledger.warehouse,
            bin: ledger.bin,
            generator: SeededGenerator(seed: seed)
        )
        self.opening = variants.map { Submission.test(draw.receive(10, of: $0)) }
        self.submissions = (0..<60).map { _ in Submission.test(draw.next()) }
        self.sku = sku
        self.ledger = ledger
    }

    /// What is left of the variant, as the database has it.
    func stock() async throws -> [String] {
        try await self.ledger.rows(
            """
            SELECT right(sku, 1) || ' ' || location.code || ' ' || balance.on_hand AS text
            FROM balance
            JOIN variant ON variant.id = balance.variant
            JOIN location ON location.id = balance.location
            WHERE starts_with(sku, \(self.sku)) AND location.kind IN ('warehouse', 'bin')
            ORDER BY text
            """
        ).map { try $0.decode("text") }
    }

    /// What a command was told, without the identifiers of one run.
    static func text(_ outcome: Outcome) -> String {
        switch outcome {
        case .done: "done"
        case .refused(let refusal):
            {
                let problem = Problem(refusal, fields: RefusedFields())
                let facts = ["requested", "available"].compactMap { problem.extensions[$0]?.text }
                return ([problem.code] + facts).joined(separator: " ")
            }()
        default: "\(outcome)"
        }
    }
}

/// Draws commands that follow each other: what is promised is shipped soon, what is posted undone.
private struct CommandDraw {
    let variants: [ID<Variant>]
    let warehouse: ID<Location>
    let bin: ID<Location>
    var generator: SeededGenerator
    private var reservations: [ID<Reservation>] = []
    private var entries: [ID<Entry>] = []

    init(
        variants: [ID<Variant>],
        warehouse: ID<Location>,
        bin: ID<Location>,
        generator: SeededGenerator
    ) {
        self.variants = variants
        self.warehouse = warehouse
        self.bin = bin
        self.generator = generator
    }

    mutating func next() -> LedgerCommand {
        let place = self.place
        return switch Int.random(in: 0..<9, using: &self.generator) {
        case 0...1: self.move(.receive, of: self.variant, from: .virtual(.supplier), to: place)
        case 2: self.move(.sale, of: self.variant, from: place, to: .virtual(.customer))
        case 3...4: self.reserve()
        case 5...6: self.consume(at: place)
        case 7: .release(Release(self.reservations.last ?? .make()))
        default: self.reverse()
        }
    }

    mutating func receive(_ quantity: Quantity, of variant: ID<Variant>) -> LedgerCommand {
        self.move(.receive, quantity, of: variant, from: .virtual(.supplier), to: .id(self.bin))
    }

    private var variant: ID<Variant> {
        mutating get { self.variants.randomElement(using: &self.generator) ?? .make() }
    }

    private var place: LocationName {
        mutating get {
            .id(Bool.random(using: &self.generator) ? self.warehouse : self.bin)
        }
    }

    private var quantity: Quantity {
        mutating get {
            Quantity(tenThousandths: 10_000 * Int64.random(in: 1...6, using: &self.generator))
        }
    }

    private mutating func move(
        _ kind: EntryKind,
        _ quantity: Quantity? = nil,
        of variant: ID<Variant>,
        from: LocationName,
        to: LocationName
    ) -> LedgerCommand {
        let id = ID<Entry>.make()
        self.entries.append(id)
        let line = Posting.Line(
            variant: .id(variant),
            quantity: quantity ?? self.quantity,
            from: from,
            to: to
        )
        return .post(Posting(id: id, kind: kind, about: Circumstances(), lines: [line]))
    }

    private mutating func reserve() -> LedgerCommand {
        let id = ID<Reservation>.make()
        self.reservations.append(id)
        return .reserve(
            ReservationRequest(
                id: id,
                warehouse: .id(self.warehouse),
                lines: [.init(variant: .id(self.variant), quantity: self.quantity)]
            )
        )
    }

    private mutating func consume(at place: LocationName) -> LedgerCommand {
        let id = ID<Entry>.make()
        self.entries.append(id)
        let reservation = self.reservations.suffix(3).randomElement(using: &self.generator)
        return .consume(
            Consumption(
                entry: id,
                reservation: reservation ?? .make(),
                location: place,
                lines: [DocumentPart(number: 1, quantity: self.quantity)],
                isFinal: Bool.random(using: &self.generator)
            )
        )
    }

    private mutating func reverse() -> LedgerCommand {
        let entry = self.entries.suffix(4).randomElement(using: &self.generator)
        return .reverse(
            Reversal(id: .make(), of: .entry(entry ?? .make()), about: Circumstances())
        )
    }
}

extension Submission {
    /// A command of the clock: it is neither claimed nor answered.
    static func test(_ command: LedgerCommand) -> Submission {
        Submission(
            instruction: Instruction(
                command,
                by: Actor(kind: .user, name: "clerk"),
                with: Authority()
            ),
            origin: .clock,
            cause: nil,
            patience: .now
        )
    }
}
