import Testing

@testable import Gateway

struct DateHeaderTests {
    @Test(arguments: [
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"),
    ])
    func `a date is written as HTTP has it`(second: Int64, text: String) {
        #expect(DateHeader.text(second) == text)
    }

    @Test func `every answer of a second has the same date`() {
        let header = DateHeader()
        let dates = (0..<3).map { _ in header.current }
        #expect(Set(dates).count <= 2)
        #expect(dates.allSatisfy { $0.hasSuffix(" GMT") })
    }
}
