import Kernel

/// JSON that is being written: compact, with the members of each object sorted by the bytes of their
/// names, and in UTF-8 (RFC 8259).
///
/// A container is closed when the one around it goes on, so what is nested is written in its place
/// and nothing is built up first.
final class JSONText {
    private(set) var bytes: [UInt8] = []
    private var containers: [Container] = []
    /// Members of the open objects, those of the innermost last.
    private var members: [Member] = []

    private struct Container {
        let isObject: Bool
        /// Where its text begins.
        let start: Int
        /// How many members there were before it.
        let firstMember: Int
        var count = 0
    }

    private struct Member {
        let name: String
        /// Where its name begins.
        let start: Int
    }

    /// How many containers are open.
    var depth: Int { self.containers.count }

    func reserve(_ count: Int) {
        self.bytes.reserveCapacity(count)
    }

    func open(object isObject: Bool) {
        self.containers.append(
            Container(
                isObject: isObject,
                start: self.bytes.count,
                firstMember: self.members.count
            )
        )
        self.bytes.append(UInt8(ascii: isObject ? "{" : "["))
    }

    func isObject(at depth: Int) -> Bool { self.containers[depth - 1].isObject }

    func count(at depth: Int) -> Int { self.containers[depth - 1].count }

    /// Begins an element of the array at `depth`.
    func beginElement(at depth: Int) {
        self.separate(at: depth)
    }

    /// Begins a member of the object at `depth`.
    func beginMember(_ name: String, at depth: Int) {
        self.separate(at: depth)
        self.members.append(Member(name: name, start: self.bytes.count))
        self.write(name)
        self.bytes.append(UInt8(ascii: ":"))
    }

    private func separate(at depth: Int) {
        self.close(downTo: depth)
        precondition(self.depth == depth, "a container is not used after the one around it")
        if self.containers[depth - 1].count > 0 { self.bytes.append(UInt8(ascii: ",")) }
        self.containers[depth - 1].count += 1
    }

    func close(downTo depth: Int) {
        while self.containers.count > depth, let container = self.containers.popLast() {
            guard container.isObject else {
                self.bytes.append(UInt8(ascii: "]"))
                continue
            }
            self.sort(container)
            self.members.removeSubrange(container.firstMember...)
            self.bytes.append(UInt8(ascii: "}"))
        }
    }

    /// Puts the members of an object in order; of those with one name the last counts.
    private func sort(_ object: Container) {
        let members = self.members[object.firstMember...]
        let isSorted = zip(members, members.dropFirst()).allSatisfy { first, second in
            Self.precedes(first.name, second.name)
        }
        guard !isSorted else { return }
        let ends = members.dropFirst().map { $0.start - 1 } + [self.bytes.endIndex]
        let parts = zip(members, ends).enumerated().sorted { first, second in
            let (left, right) = (first.element.0.name, second.element.0.name)
            // Later ones first, so that the first of equal ones is kept.
            return left.utf8.elementsEqual(right.utf8)
                ? first.offset > second.offset : Self.precedes(left, right)
        }
        var sorted: [UInt8] = []
        sorted.reserveCapacity(self.bytes.endIndex - object.start)
        var last: String?
        for (_, (member, end)) in parts where last?.utf8.elementsEqual(member.name.utf8) != true {
            if last != nil { sorted.append(UInt8(ascii: ",")) }
            // No slice may outlive this line: the text would be copied, as a whole, to be changed.
            sorted.append(contentsOf: self.bytes[member.start..<end])
            last = member.name
        }
        self.bytes.replaceSubrange((object.start + 1)..., with: sorted)
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}

extension JSONText {
    func writeNull() {
        self.bytes.append(contentsOf: "null".utf8)
    }

    func write(_ value: Bool) {
        self.bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    func write(_ value: some BinaryInteger) {
        self.bytes.append(contentsOf: value.description.utf8)
    }

    /// The shortest decimal that reads as the same number.
    ///
    /// - Precondition: The number is finite.
    func write(_ value: some BinaryFloatingPoint & CustomStringConvertible) {
        let text = value.description
        self.bytes.append(contentsOf: text.hasSuffix(".0") ? text.dropLast(2).utf8 : text[...].utf8)
    }

    /// Escapes what has to be (RFC 8259, section 7) and nothing else.
    func write(_ text: String) {
        self.bytes.append(UInt8(ascii: "\""))
        JSONEscape.append(text, to: &self.bytes)
        self.bytes.append(UInt8(ascii: "\""))
    }
}
