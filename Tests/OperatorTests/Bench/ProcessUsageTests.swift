import Testing

@testable import Operator

@Suite struct ProcessUsageTests {
    @Test func `a name with spaces and parentheses does not shift the fields`() throws {
        let line =
            "4711 (odd) name) S 42 4711 4711 0 -1 4194560 900 0 1 0 120 30 7 3 20 0 5 0 100 1 1"
        let stat = try #require(ProcessStat(line))
        #expect(stat.parent == 42)
        #expect(stat.ticks == 160)
    }

    @Test(arguments: ["", "4711 name", "4711 (name) S 42"])
    func `what is no such line says nothing`(_ line: String) {
        #expect(ProcessStat(line) == nil)
    }

    @Test func `sizes are read in bytes`() {
        let status = "Name:\tledger\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\n"
        #expect(ProcessFiles.kibibytes("VmRSS", in: status) == 1_048_576)
        #expect(ProcessFiles.kibibytes("Pss", in: status) == nil)
        #expect(ProcessFiles.kibibytes("Pss", in: nil) == nil)
    }

    @Test func `this process knows the most memory that it had`() throws {
        let status = "VmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\n"
        #expect(ProcessFiles.peakResidentBytes(in: status) == 2_097_152)
        let peak = try #require(ProcessFiles.peakResidentBytes())
        #expect(peak > 1_048_576)
    }

    @Test func `a restarted process never has negative time`() {
        let seconds = ProcessSurvey.cpuSeconds(
            from: ["ledger": ProcessUsage(cpuSeconds: 9), "gone": ProcessUsage(cpuSeconds: 1)],
            to: ["ledger": ProcessUsage(cpuSeconds: 2), "new": ProcessUsage(cpuSeconds: 3)]
        )
        #expect(seconds == ["ledger": 0, "new": 3])
    }

    @Test func `the book keeps the peak and splits time by whose measure it was`() {
        var book = ProcessBook(["ledger": ProcessUsage(residentBytes: 10, proportionalBytes: 5)])
        book.add(
            ["ledger": 1.5],
            after: ["ledger": ProcessUsage(residentBytes: 30, proportionalBytes: 9)],
            isOurs: false
        )
        book.add(
            ["ledger": 2],
            after: ["ledger": ProcessUsage(residentBytes: 20, proportionalBytes: 8)],
            isOurs: true
        )
        let figure = book.figures["ledger"]
        #expect(figure?.residentBytesBefore == 10)
        #expect(figure?.residentBytesPeak == 30)
        #expect(figure?.proportionalBytesPeak == 9)
        #expect(figure?.cpuSecondsRaw == 1.5)
        #expect(figure?.cpuSecondsOurs == 2)
    }

    @Test(arguments: [ProcessSurvey.Moment.beforeLoad, .afterLoad])
    func `this process has memory`(_ moment: ProcessSurvey.Moment) {
        let usage = ProcessSurvey(folder: StateFolder(path: "/nowhere")).take(moment)
        #expect(usage.keys.sorted() == [ProcessSurvey.ourselves])
        #expect((usage[ProcessSurvey.ourselves]?.residentBytes ?? 0) > 0)
    }

    @Test func `the processor is named`() {
        let text = "processor\t: 0\nmodel name\t: Some CPU @ 2.10GHz\nflags\t: a b\n"
        #expect(MachineFacts.processor(in: text) == "Some CPU @ 2.10GHz")
    }
}
