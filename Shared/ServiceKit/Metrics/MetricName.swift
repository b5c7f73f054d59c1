/// Names as Prometheus allows them: letters, digits and underscores, not beginning with a digit.
enum MetricName {
    static func metric(_ label: String, unit suffix: String = "") -> String {
        let name = self.sanitized(label)
        return name.hasSuffix(suffix) ? name : name + suffix
    }

    static func label(_ name: String) -> String {
        self.sanitized(name)
    }

    private static func sanitized(_ text: String) -> String {
        var name = String(
            String.UnicodeScalarView(text.unicodeScalars.map { self.isAllowed($0) ? $0 : "_" })
        )
        if name.isEmpty || name.utf8.first.map({ (0x30...0x39).contains($0) }) == true {
            name = "_" + name
        }
        return name
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }
}
