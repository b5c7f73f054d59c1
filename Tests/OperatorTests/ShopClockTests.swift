import Kernel
import Testing

@testable import Operator

@Suite struct ShopClockTests {
    private static func london() throws -> ShopClock {
        try #require(ShopClock(zone: "Europe/London"))
    }

    @Test(arguments: [
        ("01/12/2010 08:26", "2010-12-01T08:26:00Z"),
        ("04/07/2011 12:00", "2011-07-04T11:00:00Z"),
        // The clock went forward on 27 March 2011 and back on 30 October.
        ("27/03/2011 00:59", "2011-03-27T00:59:00Z"),
        ("27/03/2011 02:00", "2011-03-27T01:00:00Z"),
        ("30/10/2011 00:59", "2011-10-29T23:59:00Z"),
        ("30/10/2011 02:00", "2011-10-30T02:00:00Z"),
        ("29/02/2012 23:59", "2012-02-29T23:59:00Z"),
    ])
    func `a time of the shop is read with the rule of its zone`(text: String, utc: String) throws {
        let time = try #require(try Self.london().read(text))
        #expect(time.timestamp.description == utc)
    }

    @Test func `of a time that was shown twice the first counts`() throws {
        let time = try #require(try Self.london().read("30/10/2011 01:30"))
        #expect(time.timestamp.description == "2011-10-30T00:30:00Z")
    }

    @Test func `a time that was skipped is counted on from before the change`() throws {
        let time = try #require(try Self.london().read("27/03/2011 01:30"))
        #expect(time.timestamp.description == "2011-03-27T01:30:00Z")
    }

    @Test func `the day is that of the shop`() throws {
        let time = try #require(try Self.london().read("01/07/2011 00:30"))
        #expect(time.timestamp.description == "2011-06-30T23:30:00Z")
        #expect(time.day.description == "2011-07-01")
    }

    @Test(arguments: [
        "", "01/12/2010", "1/12/2010 08:26", "12/31/2010 08:26", "31/04/2010 08:26",
        "01/12/2010 24:00", "01/12/2010 08:60", "01/12/2010 08:26:00", "01-12-2010 08:26",
        "01/12/2010  08:26", "+1/12/2010 08:26", "29/02/2011 08:26",
    ])
    func `what is no time is not read`(text: String) throws {
        #expect(try Self.london().read(text) == nil)
    }

    @Test func `a zone that does not exist gives no clock`() {
        #expect(ShopClock(zone: "Europe/Lodnon") == nil)
    }
}
