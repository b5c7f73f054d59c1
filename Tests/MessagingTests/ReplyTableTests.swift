import Kernel
import Testing

@testable import Messaging

struct ReplyTableTests {
    @Test(arguments: UInt64(1)...3)
    func `a table does what a dictionary does, within its limit`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var table = ReplyTable<Int>(limit: 20)
        var model: [UInt64: Int] = [:]
        var gone: [UInt64] = []
        for step in 0..<2_000 {
            switch Int.random(in: 0..<4, using: &generator) {
            case 0, 1:
                let key = table.add(step)
                #expect((key == nil) == (model.count == 20))
                if let key {
                    #expect(model[key] == nil && !gone.contains(key), "no key is given out twice")
                    model[key] = step
                }
            case 2:
                guard let key = model.keys.sorted().randomElement(using: &generator) else {
                    continue
                }
                table[key] = -step
                model[key] = -step
            default:
                guard let key = model.keys.sorted().randomElement(using: &generator) else {
                    continue
                }
                table[key] = nil
                model[key] = nil
                gone.append(key)
            }
            #expect(table.count == model.count)
        }
        for (key, entry) in model { #expect(table[key] == entry) }
        for key in gone { #expect(table[key] == nil) }
        #expect(Set(table.keys { $0 > 0 }) == Set(model.filter { $0.value > 0 }.keys))
        for _ in 0..<1_000 { #expect(table[generator.next()] == nil) }
    }
}
