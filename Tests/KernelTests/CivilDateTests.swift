import Kernel
import Testing

struct CivilDateTests {
    @Test(arguments: ["0000-01-01", "1999-12-31", "2024-02-29", "9999-12-31"])
    func `a day is read and written alike`(text: String) {
        #expect(CivilDate(text)?.description == text)
    }

    @Test(arguments: [
        "2026-+1-+2", "+026-01-02", "-026-01-02", "2026-1-02", "2026-01-02 ", "2026-01", "",
        "2026-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "２026-01-02", "2026--1-02",
    ])
    func `another text is no day`(text: String) {
        #expect(CivilDate(text) == nil)
    }
}
