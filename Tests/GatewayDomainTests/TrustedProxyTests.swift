import GatewayDomain
import Testing

struct TrustedProxyTests {
    @Test(
        arguments: [
            ("127.0.0.1", [127, 0, 0, 1]), ("::ffff:10.0.0.7", [10, 0, 0, 7]),
            ("::", Array(repeating: 0, count: 16)),
            ("2001:db8::1:2", [32, 1, 13, 184, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2]),
            ("1:2:3:4:5:6:7:8", [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]),
            ("64:ff9b::192.0.2.33", [0, 100, 255, 155, 0, 0, 0, 0, 0, 0, 0, 0, 192, 0, 2, 33]),
        ] as [(String, [UInt8])]
    )
    func `an address is read`(text: String, bytes: [UInt8]) {
        #expect(IPAddress(text)?.bytes == bytes)
    }

    @Test(
        arguments: [
            "", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.+4", "1.2.3.4:80", ":", ":::", "1::2::3",
            "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "12345::", "g::",
            "fe80::1%eth0",
            "[::1]", "1.2.3.4::", "unknown",
        ]
    )
    func `what is no address is not read`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func `a range holds what begins like it`() throws {
        let ten = try #require(AddressRange("10.128.0.0/9"))
        #expect(ten.contains(try #require(IPAddress("10.255.1.1"))))
        #expect(!ten.contains(try #require(IPAddress("10.1.1.1"))))
        #expect(!ten.contains(try #require(IPAddress("a80::"))), "another version")
        let all = try #require(AddressRange("::/0"))
        #expect(all.contains(try #require(IPAddress("2001:db8::1"))))
        #expect(AddressRange("10.0.0.0/33") == nil)
        #expect(AddressRange("10.0.0.0/") == nil)
    }

    @Test(
        arguments: [
            // A client that is no proxy is not believed.
            ("192.0.2.1", ["198.51.100.1"], "192.0.2.1"),
            ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
            // The last that no proxy of ours has written about another.
            ("10.0.0.1", ["203.0.113.9, 198.51.100.1, 10.0.0.2"], "198.51.100.1"),
            ("10.0.0.1", ["203.0.113.9", "198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", [], "10.0.0.1"),
            ("10.0.0.1", ["198.51.100.1, nonsense"], "10.0.0.1"),
            ("10.0.0.1", ["198.51.100.1, nonsense, 10.0.0.2"], "10.0.0.2"),
            ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
            ("", ["198.51.100.1"], ""),
        ]
    )
    func `a request is from the last address that is no proxy`(
        peer: String,
        forwarded: [String],
        client: String
    ) throws {
        let proxies = TrustedProxies([try #require(AddressRange("10.0.0.0/8"))])
        #expect(proxies.client(of: peer, forwarded: forwarded) == client)
        #expect(TrustedProxies().client(of: peer, forwarded: forwarded) == peer)
    }
}
