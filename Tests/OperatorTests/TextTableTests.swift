import Testing

@testable import Operator

@Suite struct TextTableTests {
    @Test func `columns are as wide as their widest cell`() {
        var table = TextTable("QUEUE", "MESSAGES")
        table.append("ledger.cmd", "7")
        table.append("x", "")
        #expect(table.text == "QUEUE       MESSAGES\nledger.cmd  7\nx")
    }
}
