import GatewayDomain
import Kernel
import Testing

struct AuditBacklogTests {
    @Test func `what nobody did fills a part of the room only`() {
        var backlog = AuditBacklog<Int>(capacity: 3, anonymousCapacity: 1)
        #expect(backlog.take(.anonymous) == true)
        #expect(backlog.take(.anonymous) == false)
        #expect(backlog.take(.known) == true)
        #expect(backlog.take(.known) == true)
        #expect(backlog.take(.known) == false, "places count like rows")
    }

    @Test func `a place that is given back, or whose row is written, is free again`() {
        var backlog = AuditBacklog<Int>(capacity: 1, anonymousCapacity: 1)
        #expect(backlog.take(.anonymous) == true)
        backlog.giveBack(.anonymous)
        #expect(backlog.take(.known) == true)
        backlog.put(7, into: .known)
        #expect(backlog.take(.known) == false)
        #expect(backlog.oldest == 7)
        backlog.removeFirst(1)
        #expect(backlog.oldest == nil)
        #expect(backlog.take(.anonymous) == true)
    }

    @Test(arguments: 1...20)
    func `rows come out as they went in, and never more than there is room for`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var backlog = AuditBacklog<Int>(capacity: 20, anonymousCapacity: 5)
        var places: [AuditBacklog<Int>.Place] = []
        var rows: [(number: Int, place: AuditBacklog<Int>.Place)] = []
        for number in 0..<2_000 {
            let place: AuditBacklog<Int>.Place = Bool.random(using: &random) ? .known : .anonymous
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1:
                let anonymous = (places + rows.map(\.place)).count { $0 == .anonymous }
                let isRoom =
                    places.count + rows.count < 20 && (place == .known || anonymous < 5)
                #expect(backlog.take(place) == isRoom)
                if isRoom { places.append(place) }
            case 2:
                guard let place = places.popLast() else { continue }
                if Bool.random(using: &random) {
                    backlog.giveBack(place)
                } else {
                    backlog.put(number, into: place)
                    rows.append((number, place))
                }
            default:
                let count = Int.random(in: 0...rows.count, using: &random)
                #expect(backlog.first(count) == rows.prefix(count).map(\.number))
                backlog.removeFirst(count)
                rows.removeFirst(count)
            }
        }
    }
}
