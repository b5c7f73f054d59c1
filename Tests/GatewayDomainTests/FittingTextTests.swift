import GatewayDomain
import Testing

struct FittingTextTests {
    @Test func `a character is as long as the marks on it`() {
        let text = "e" + String(repeating: "\u{301}", count: 5_000)
        #expect(text.count == 1)
        #expect(text.fitting(bytes: 256).utf8.count == 255, "a mark has two bytes")
    }

    @Test(arguments: ["", "plain", "größer", "日本語", "🏷️ label"])
    func `what fits stays as it is`(text: String) {
        #expect(text.fitting(bytes: text.utf8.count) == text)
        let shorter = text.fitting(bytes: max(0, text.utf8.count - 1))
        #expect(text.unicodeScalars.starts(with: shorter.unicodeScalars))
    }

    @Test func `what no text of the database can hold is left out`() {
        #expect("a\0b".fitting(bytes: 2) == "ab")
    }
}
