import Contracts
import GatewayDomain
import Kernel
import Testing

struct GatewayRulesTests {
    @Test(
        arguments: [
            ("short", PasswordPolicy.Refusal.tooShort), ("password12345", .tooCommon),
            ("aaaaaaaaaaaaaaaa", .tooCommon), ("the-one-of-ada-lovelace", .containsName),
            (String(repeating: "xyzab12", count: 60), .tooLong),
        ]
    )
    func `a password that is guessed first is refused`(
        password: String,
        refusal: PasswordPolicy.Refusal
    ) {
        #expect(throws: refusal) { try PasswordPolicy.check(password, name: "ada") }
    }

    @Test func `a long phrase is fine without digits or symbols`() throws {
        try PasswordPolicy.check("correct horse battery staple", name: "ada")
    }

    @Test func `the last administrator stays one`() {
        let admin = Account(id: .make(), name: "ada", displayName: "Ada", role: .admin)
        var demoted = admin
        demoted.role = .viewer
        #expect(throws: AccountRules.Refusal.lastAdministrator) {
            try AccountRules.check(demoted, of: admin, by: nil, otherAdministrators: 0)
        }
        #expect(throws: AccountRules.Refusal.ownAccount) {
            try AccountRules.check(demoted, of: admin, by: admin.id, otherAdministrators: 1)
        }
        #expect(throws: Never.self) {
            try AccountRules.check(demoted, of: admin, by: nil, otherAdministrators: 1)
        }
    }

    @Test func `a bucket lets a burst through and then a rate`() {
        var bucket = TokenBucket(capacity: 3, refillPerSecond: 2, now: .zero)
        for _ in 0..<3 { #expect(bucket.take(now: .zero) == nil) }
        #expect(bucket.take(now: .zero) == .seconds(0.5))
        #expect(bucket.take(now: .seconds(0.5)) == nil)
        #expect(bucket.isFull(now: .seconds(10)))
    }

    @Test func `a token is read back, and nothing else is`() {
        let token = OpaqueToken(.apiKey, secret: Array(0..<32))
        #expect(OpaqueToken(token.text, kind: .apiKey) == token)
        #expect(OpaqueToken(token.text, kind: .session) == nil)
        #expect(OpaqueToken(token.text + "A", kind: .apiKey) == nil)
        #expect(token.text == "sbk_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")
    }

    @Test func `a session ends by idling and by age`() {
        let policy = SessionPolicy()
        let start = Timestamp(microseconds: 0)
        let soon = start.advanced(by: .seconds(3_599))
        #expect(policy.isAlive(createdAt: start, lastUsedAt: start, now: soon))
        let later = start.advanced(by: .seconds(3_600))
        #expect(!policy.isAlive(createdAt: start, lastUsedAt: start, now: later))
        let day = start.advanced(by: .seconds(43_200))
        #expect(!policy.isAlive(createdAt: start, lastUsedAt: day, now: day))
    }
}
