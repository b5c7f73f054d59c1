import Kernel
import Testing

/// What the reader leaves to the decoder, and what it takes.
struct JSONReaderTests {
    @Test(arguments: [
        "", " ", "1.0", "1e2", "01", "-", "--1", "-01", "+1", "1 2", "1,", "null", "\"1\"", "１",
        "9223372036854775808", "-9223372036854775809", "[1]", "1x", "\u{FEFF}1",
    ])
    func `what may be no whole number is left to the decoder`(text: String) {
        #expect(JSONReader.value(Int64.self, of: Array(text.utf8)) == nil)
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), (" -1\n", -1), ("9223372036854775807", .max),
            ("-9223372036854775808", .min),
        ] as [(String, Int64)]
    )
    func `a whole number is read`(text: String, value: Int64) {
        #expect(JSONReader.value(of: Array(text.utf8)) == value)
    }

    @Test(arguments: [
        "\"", "\"a", "\"\\\"", "\"\\u0041\"", "\"\\x\"", "\"\\", "\"a\nb\"", "\"\0\"", "'a'",
        "\"a\" \"b\"",
    ])
    func `what may be no text is left to the decoder`(text: String) {
        #expect(JSONReader.value(String.self, of: Array(text.utf8)) == nil)
    }

    @Test func `bytes that are no UTF-8 are left to the decoder`() {
        #expect(JSONReader.value(String.self, of: [0x22, 0xC3, 0x22]) == nil)
        #expect(JSONReader.value(String.self, of: [0x22, 0x5C, 0x6E, 0xFF, 0x22]) == nil)
        #expect(JSONReader.value([String: String].self, of: Array("{\"".utf8) + [0xFF]) == nil)
    }

    @Test func `a text is read with its escapes`() {
        let text = #""\"\\\/\b\f\n\r\té☕️""#
        #expect(
            JSONReader.value(of: Array(text.utf8)) == "\"\\/\u{8}\u{C}\n\r\té☕️"
        )
    }

    @Test(arguments: [
        "{", "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1]]", "{}", "[[1]]", "[true]",
    ])
    func `what is no list of numbers is left to the decoder`(text: String) {
        #expect(JSONReader.value([Int].self, of: Array(text.utf8)) == nil)
    }

    @Test(arguments: [
        #"{"a":"b""#, #"{"a":"b",}"#, #"{"a":"b","a":"b"}"#, #"{"a"}"#, #"{"a":null}"#,
        #"{a:"b"}"#, #"{"\n":"b"}"#, #"{,}"#,
    ])
    func `members that somebody could object to are left to the decoder`(text: String) {
        #expect(JSONReader.value([String: String].self, of: Array(text.utf8)) == nil)
    }

    @Test func `members are read in any order and layout`() {
        let text = " {\t\"b\" : \"2\" ,\r\n\"a\":\"1\"} "
        #expect(JSONReader.value(of: Array(text.utf8)) == ["a": "1", "b": "2"])
        #expect(JSONReader.value(of: Array("{ }".utf8)) == [:] as [String: String])
    }
}
