import Kernel
import Testing

struct TimestampTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.999999Z", -1),
            ("2000-02-29T12:00:00Z", 951_825_600_000_000),
            ("2010-12-01T08:26:00+00:00", 1_291_191_960_000_000),
            ("2026-11-21T09:30:00.5+01:30", 1_795_248_000_500_000),
        ] as [(String, Int64)]
    )
    func `reads RFC 3339 with any offset`(text: String, microseconds: Int64) {
        #expect(Timestamp(text)?.microseconds == microseconds)
    }

    @Test(
        arguments: [
            "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01 00:00:00Z",
            "2026-01-01T24:00:00Z", "2026-01-01T00:00:00", "2026-01-01T00:00:00.Z", "2026-01-01",
        ]
    )
    func `refuses times that are not there`(text: String) {
        #expect(Timestamp(text) == nil)
    }

    @Test func `every time reads back from its own text`() {
        var random = SeededGenerator(seed: 7)
        let range: Range<Int64> = -60_000_000_000_000_000..<250_000_000_000_000_000
        for _ in 0..<5_000 {
            let time = Timestamp(microseconds: .random(in: range, using: &random))
            #expect(Timestamp(time.description) == time)
        }
    }
}
