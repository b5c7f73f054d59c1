/// How the parts of a document are named (RFC 6901).
enum JSONPointer {
    /// One step of a pointer, with its slash; section 3: `~` and `/` are escaped.
    static func token(_ name: String) -> String {
        "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}
