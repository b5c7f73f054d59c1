import Foundation
import Testing

/// Units of systemd and a line for cron, which are there to be copied, say what can be run, and when.
@Suite struct ScheduleTests {
    private static let folder = "deploy/systemd"
    private static let services = SourceTree.files(under: Self.folder, withExtension: "service")
    private static let timers = SourceTree.files(under: Self.folder, withExtension: "timer")
    /// Where operators read of them.
    private static let page = "docs/archive.md"

    /// Settings by their sections (systemd.unit(5)).
    private static let settings: [String: Set<String>] = [
        "Unit": ["Description", "After", "StartLimitIntervalSec", "StartLimitBurst"],
        "Service": [
            "Type", "User", "WorkingDirectory", "Environment", "EnvironmentFile", "ExecStart",
            "TimeoutStartSec", "Restart", "RestartSec",
        ],
        "Timer": ["OnCalendar", "RandomizedDelaySec", "Persistent"],
        "Install": ["WantedBy"],
    ]

    @Test func `each line is a setting of its section, a heading or a comment`() throws {
        #expect(!Self.services.isEmpty)
        for path in Self.services + Self.timers {
            let unit = try Self.unit(at: path)
            let own =
                path.hasSuffix(".timer") ? ["Unit", "Timer", "Install"] : ["Unit", "Service"]
            #expect(Set(unit.map(\.section)) == Set(own), "\(path)")
            expectNone(
                unit.filter {
                    Self.settings[$0.section]?.contains($0.name) != true || $0.value == ""
                }
                .map { Violation(path: path, rule: "\($0.name) is no setting of \($0.section)") }
            )
        }
    }

    @Test func `a service is run by a timer of its name, at times that systemd reads`() throws {
        let names = Self.timers.map { $0.replacing(".timer", with: ".service") }
        #expect(names == Self.services)
        for path in Self.timers {
            let unit = try Self.unit(at: path)
            let times = unit.filter { $0.name == "OnCalendar" }.map(\.value)
            #expect(!times.isEmpty)
            for time in times {
                #expect(
                    time.wholeMatch(of: /\*-(\*|\d\d)-\d\d [0-2]\d:[0-5]\d:[0-5]\d/) != nil,
                    "\(path): \(time)"
                )
            }
            #expect(unit.contains { $0.name == "WantedBy" && $0.value == "timers.target" })
        }
    }

    @Test func `what a service runs there is, with its options, and what they need is set`() throws
    {
        for path in Self.services {
            let unit = try Self.unit(at: path)
            let folder = try #require(unit.first { $0.name == "WorkingDirectory" }).value
            let commands = unit.filter { $0.name == "ExecStart" }.map(\.value)
            #expect(!commands.isEmpty)
            for command in commands {
                try Self.expectKnown(command, in: folder, path: path)
                for variable in command.matches(of: /\$\{([A-Z_]+)\}/).map({ String($0.output.1) })
                {
                    let isSet = unit.contains {
                        $0.name == "Environment" && $0.value.hasPrefix("\(variable)=")
                    }
                    #expect(isSet, "\(path): \(variable)")
                }
            }
        }
    }

    @Test func `a line for cron runs the same as a service, at the time of its timer`() throws {
        let page = try #require(SourceTree.text(at: Self.page))
        let lines = page.matches(
            of: /\n([0-9*]+(?: [0-9*]+){4}) {2}cd ([^ ]+) && \.(\/stockbook [^\n]+)\n/
        )
        #expect(lines.count == Self.services.count)
        for line in lines {
            let folder = String(line.output.2)
            let command = "\(folder)\(line.output.3)"
            try Self.expectKnown(command, in: folder, path: Self.page)
            let services = try Self.services.filter {
                try Self.command(of: Self.unit(at: $0)) == command
            }
            let service = try #require(services.first, "\(command)")
            let timer = try Self.unit(at: service.replacing(".service", with: ".timer"))
            let times = try timer.filter { $0.name == "OnCalendar" }.map {
                try Self.cronTime($0.value)
            }
            #expect(times == [String(line.output.1)])
        }
    }

    @Test func `operators are told of each`() throws {
        let page = try #require(SourceTree.text(at: Self.page))
        for path in Self.services + Self.timers { #expect(page.contains(path), "\(path)") }
    }

    /// Expects that there is such a verb, and that it has such options.
    private static func expectKnown(_ command: String, in folder: String, path: String) throws {
        let words = command.split(separator: " ").map(String.init)
        try #require(words.count > 1, "\(path): \(command)")
        #expect(words[0] == "\(folder)/stockbook")
        #expect(FrontDoorTests.verbs.contains(words[1]), "\(path): \(words[1])")
        let source = try Self.source(of: words[1])
        for option in words where option.hasPrefix("--") {
            let name = Self.camelCase(option.dropFirst(2))
            let isDeclared = [" ", ":"].contains { source.contains(" var \(name)\($0)") }
            #expect(isDeclared, "\(path): \(option)")
        }
    }

    /// What a service runs where nothing else is configured.
    private static func command(of unit: [Setting]) throws -> String {
        let command = try #require(unit.first { $0.name == "ExecStart" }).value
        return unit.filter { $0.name == "Environment" }.reduce(command) { command, setting in
            let parts = setting.value.split(separator: "=", maxSplits: 1).map(String.init)
            return command.replacing("${\(parts[0])}", with: parts[1])
        }
    }

    /// `*-*-02 03:00:00` as cron has it: minute, hour, day, month and day of the week.
    private static func cronTime(_ calendar: String) throws -> String {
        let parts = try #require(
            calendar.wholeMatch(of: /\*-(\*|\d\d)-(\d\d) (\d\d):(\d\d):00/)
        ).output
        let numbers = [parts.4, parts.3, parts.2, parts.1].map { part in
            Int(part).map { "\($0)" } ?? "*"
        }
        return "\(numbers.joined(separator: " ")) *"
    }

    private struct Setting {
        let section: String
        let name: String
        let value: String
    }

    private static func unit(at path: String) throws -> [Setting] {
        let text = try #require(SourceTree.text(at: path))
        var section = ""
        return text.split(separator: "\n").compactMap { line in
            if line.hasPrefix("#") { return nil }
            if let heading = line.wholeMatch(of: /\[([A-Za-z]+)\]/) {
                section = String(heading.output.1)
                return nil
            }
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            return Setting(
                section: section,
                name: parts[0],
                value: parts.count > 1 ? parts[1] : ""
            )
        }
    }

    /// The file of the operator's tool that has a verb.
    private static func source(of verb: String) throws -> String {
        let file = SourceTree.swiftFiles.first { file in
            file.lines.contains { $0.contains("commandName: \"\(verb)\"") }
        }
        return try #require(file).lines.joined(separator: "\n")
    }

    /// `older-than` as the property is called.
    private static func camelCase(_ name: Substring) -> String {
        let words = name.split(separator: "-").map(String.init)
        return words.dropFirst().reduce(words[0]) { $0 + $1.capitalized }
    }
}
