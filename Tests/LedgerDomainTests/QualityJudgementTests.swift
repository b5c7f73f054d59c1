import Contracts
import Kernel
import LedgerDomain
import Testing

/// What readings come to by a plan.
struct QualityJudgementTests {
    private static let acidity = InspectionCharacteristic(
        name: "pH",
        kind: .measured,
        unit: "pH",
        minimum: MeasuredValue("6.60"),
        maximum: MeasuredValue("6.8")
    )
    private static let smell = InspectionCharacteristic(name: "Smell", kind: .attribute)
    private static let fat = InspectionCharacteristic(
        name: "Fat",
        kind: .measured,
        unit: "%",
        minimum: MeasuredValue("3.5"),
        required: false
    )

    private static let plan = Self.plan([Self.acidity, Self.smell, Self.fat])

    private static func plan(_ characteristics: [InspectionCharacteristic]) -> QualityPlan {
        QualityPlan(id: .make(), onReceipt: true, characteristics: characteristics)
    }

    private static func measured(_ name: String, _ value: String) throws -> QualityReading {
        let value = try #require(MeasuredValue(value) as MeasuredValue?)
        return QualityReading(name, value: value)
    }

    @Test(
        arguments: [
            ("6.6", .accepted), ("6.600000000", .accepted), ("6.599999999", .rejected),
            ("6.8", .accepted), ("6.80", .accepted), ("6.800000001", .rejected),
            ("6.7", .accepted), ("-6.7", .rejected), ("0", .rejected), ("7", .rejected),
        ] as [(String, InspectionVerdict)]
    )
    func `a reading at a limit is within it, whatever its scale`(
        value: String,
        verdict: InspectionVerdict
    ) throws {
        let judgement = try Self.plan.judge([
            Self.measured("pH", value), QualityReading("Smell", passed: true),
        ])
        #expect(judgement.verdict == verdict)
        #expect(judgement.readings.map(\.isWithin) == [verdict == .accepted, true])
    }

    @Test func `what is not required is judged and decides nothing`() throws {
        let judgement = try Self.plan.judge([
            Self.measured("Fat", "3.4999"), QualityReading("Smell", passed: true),
            Self.measured("pH", "6.7"),
        ])
        #expect(judgement.verdict == .accepted)
        #expect(judgement.readings.map(\.isWithin) == [false, true, true])
        let bad = try Self.plan.judge([
            Self.measured("pH", "6.7"), QualityReading("Smell", passed: false),
        ])
        #expect(bad.verdict == .rejected)
    }

    @Test func `readings that do not fit the plan are all told`() throws {
        let readings = [
            QualityReading("pH", passed: true), QualityReading("Colour", passed: true),
            QualityReading("Fat"), try Self.measured("pH", "6.7"),
        ]
        #expect(
            throws: LedgerRefusal.readingsUnfit([
                ReadingFault(.notAnAttribute, reading: 0), ReadingFault(.unknown, reading: 1),
                ReadingFault(.valueMissing, reading: 2), ReadingFault(.repeated, reading: 3),
                ReadingFault(.missing("Smell"), reading: nil),
            ])
        ) {
            try Self.plan.judge(readings)
        }
        #expect(
            throws: LedgerRefusal.readingsUnfit([
                ReadingFault(.verdictMissing, reading: 0),
                ReadingFault(.missing("pH"), reading: nil),
            ])
        ) {
            try Self.plan.judge([QualityReading("Smell")])
        }
        #expect(
            throws: LedgerRefusal.readingsUnfit([
                ReadingFault(.notMeasured, reading: 0),
                ReadingFault(.missing("pH"), reading: nil),
            ])
        ) {
            try Self.plan.judge([QualityReading("Smell", value: MeasuredValue("1"), passed: true)])
        }
    }

    @Test func `what was measured is read exactly or not at all`() {
        for text in ["1.0000000001", "1e3", "+1", " 1", "1.", "", "NaN", "9223372036.854775808"] {
            #expect(MeasuredValue(text) == nil, "\(text)")
        }
        #expect(MeasuredValue("1.50") == MeasuredValue("1.5"))
        #expect(MeasuredValue("9223372036.854775807")?.billionths == .max)
        #expect(MeasuredValue("0.10")?.description == "0.1")
    }

    /// A judge that compares digits instead of numbers.
    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `random readings are judged as by comparing digits`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var characteristics: [InspectionCharacteristic] = []
        var readings: [QualityReading] = []
        var (isAccepted, within) = (true, [Bool]())
        for number in 0..<Int.random(in: 1...12, using: &generator) {
            let name = "C\(number)"
            let isRequired = Bool.random(using: &generator)
            let isLeftOut = !isRequired && Bool.random(using: &generator)
            let isWithin: Bool
            if Bool.random(using: &generator) {
                let (low, high) = (Digits(&generator), Digits(&generator))
                let bounds = low.isLess(than: high) ? (low, high) : (high, low)
                let hasLeast = Bool.random(using: &generator)
                let hasMost = !hasLeast || Bool.random(using: &generator)
                characteristics.append(
                    InspectionCharacteristic(
                        name: name,
                        kind: .measured,
                        unit: "g",
                        minimum: hasLeast ? MeasuredValue(bounds.0.text) : nil,
                        maximum: hasMost ? MeasuredValue(bounds.1.text) : nil,
                        required: isRequired
                    )
                )
                // Often exactly a limit, written in another way.
                let value =
                    [Digits(&generator), bounds.0.padded, bounds.1.padded]
                    .randomElement(using: &generator) ?? low
                isWithin =
                    !(hasLeast && value.isLess(than: bounds.0))
                    && !(hasMost && bounds.1.isLess(than: value))
                if !isLeftOut { readings.append(try Self.measured(name, value.text)) }
            } else {
                isWithin = Bool.random(using: &generator)
                characteristics.append(
                    InspectionCharacteristic(name: name, kind: .attribute, required: isRequired)
                )
                if !isLeftOut { readings.append(QualityReading(name, passed: isWithin)) }
            }
            if !isLeftOut { within.append(isWithin) }
            if isRequired, !isWithin { isAccepted = false }
        }
        let judgement = try Self.plan(characteristics).judge(readings)
        #expect(judgement.verdict == (isAccepted ? .accepted : .rejected))
        #expect(judgement.readings.map(\.isWithin) == within)
    }
}

/// A decimal as its digits, compared as at school.
private struct Digits {
    let isNegative: Bool
    let whole: String
    let fraction: String

    init(_ generator: inout SeededGenerator) {
        self.isNegative = Bool.random(using: &generator)
        self.whole = String(Int.random(in: 0...12, using: &generator))
        let count = Int.random(in: 1...4, using: &generator)
        self.fraction = (0..<count)
            .map { _ in String(Int.random(in: 0...2, using: &generator)) }.joined()
    }

    private init(isNegative: Bool, whole: String, fraction: String) {
        (self.isNegative, self.whole, self.fraction) = (isNegative, whole, fraction)
    }

    var text: String { "\(self.isNegative ? "-" : "")\(self.whole).\(self.fraction)" }

    /// The same with more zeros.
    var padded: Digits {
        Digits(isNegative: self.isNegative, whole: self.whole, fraction: self.fraction + "000")
    }

    /// All digits with as many places before and behind the point as any has.
    private var aligned: String {
        let zeros = String(repeating: "0", count: 3 - self.whole.count)
        let rest = String(repeating: "0", count: 9 - self.fraction.count)
        return zeros + self.whole + self.fraction + rest
    }

    private var isZero: Bool { self.aligned.allSatisfy { $0 == "0" } }

    func isLess(than other: Digits) -> Bool {
        if self.isZero, other.isZero { return false }
        let (isBelow, isOtherBelow) = (
            self.isNegative && !self.isZero, other.isNegative && !other.isZero
        )
        guard isBelow == isOtherBelow else { return isBelow }
        return isBelow ? other.aligned < self.aligned : self.aligned < other.aligned
    }
}
