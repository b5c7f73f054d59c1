import AMQP
import Kernel
import Testing

struct BackoffTests {
    @Test func `pauses are drawn below a ceiling that doubles up to the limit`() {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<200 {
            var backoff = Backoff(base: .milliseconds(200), limit: .seconds(30))
            var ceiling = Duration.milliseconds(200)
            for _ in 0..<12 {
                let pause = backoff.next(using: &random)
                #expect(pause >= .zero && pause <= ceiling)
                ceiling = min(.seconds(30), ceiling * 2)
            }
            backoff.reset()
            #expect(backoff.next(using: &random) <= .milliseconds(200))
        }
    }
}
