import Testing

@testable import Operator

@Suite struct TextTableTests {
    @Test func `columns are as wide as their widest cell`() {
        var table = TextTable("QUEUE", "MESSAGES")
        table.append("ledger.cmd", "7")
        table.append("x", "")
        #expect(table.text == "QUEUE       MESSAGES\nledger.cmd  7\nx")
    }

    @Test func `numbers end at the same place`() {
        var table = TextTable("MEASURE", "RATE", "NOTE")
        table.rightAligned = 1...1
        table.append("one", "7", "a")
        table.append("other", "12345", "")
        #expect(table.text == "MEASURE   RATE  NOTE\none          7  a\nother    12345")
    }
}
