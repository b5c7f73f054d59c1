/// What a request line names: a path, and perhaps a query (RFC 9112, section 3.2).
struct RequestTarget: Sendable {
    let path: Substring
    /// Without the question mark; `nil` where there is none.
    let query: Substring?
    /// In bytes, before anything was taken apart.
    let length: Int

    init(_ text: String) {
        self.length = text.utf8.count
        let local = Self.local(text)
        let path = local.prefix { $0 != "?" }
        self.path = path
        // No client sends a fragment; one that does means the same without it.
        self.query =
            path.endIndex == local.endIndex
            ? nil : local[path.endIndex...].dropFirst().prefix { $0 != "#" }
    }

    /// The target without the scheme and the host that it has for a proxy.
    private static func local(_ text: String) -> Substring {
        guard text.utf8.first != UInt8(ascii: "/"), let scheme = text.firstRange(of: "://") else {
            return text[...]
        }
        let rest = text[scheme.upperBound...].drop { $0 != "/" && $0 != "?" }
        return rest.first == "/" ? rest : Substring("/\(rest)")
    }
}
