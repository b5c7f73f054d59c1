import Testing

@testable import Postgres

struct StatementCacheTests {
    @Test func `the same statement is prepared once`() {
        var cache = StatementCache(capacity: 2)
        let first = cache.statement(for: "SELECT \(1)")
        let second = cache.statement(for: "SELECT \(2)")
        #expect(first.isNew)
        #expect(!second.isNew)
        #expect(first.statement === second.statement)
    }

    @Test func `other types of parameters make another statement`() {
        var cache = StatementCache(capacity: 2)
        let number = cache.statement(for: "SELECT \(1)")
        let text = cache.statement(for: "SELECT \("1")")
        #expect(text.isNew)
        #expect(number.statement.name != text.statement.name)
        #expect(cache.retired == [number.statement.name])
    }

    @Test func `the least recently used is forgotten`() {
        var cache = StatementCache(capacity: 2)
        let first = cache.statement(for: "SELECT 1").statement
        let second = cache.statement(for: "SELECT 2").statement
        _ = cache.statement(for: "SELECT 1")
        _ = cache.statement(for: "SELECT 3")
        #expect(cache.retired == [second.name])
        #expect(!cache.statement(for: "SELECT 1").isNew)
        #expect(first.name != second.name)
    }

    @Test func `a statement that was refused is prepared again, under another name`() {
        var cache = StatementCache(capacity: 2)
        let refused = cache.statement(for: "SELECT").statement
        cache.remove(refused)
        let again = cache.statement(for: "SELECT")
        #expect(again.isNew)
        #expect(again.statement.name != refused.name)
        #expect(cache.retired.isEmpty)
    }

    @Test func `names to remove are handed out once`() {
        var cache = StatementCache(capacity: 1)
        let name = cache.statement(for: "SELECT 1").statement.name
        cache.removeAll()
        #expect(cache.takeRetired() == [name])
        #expect(cache.takeRetired() == [])
    }
}
