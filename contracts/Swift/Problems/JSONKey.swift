/// The name of an object's member that is not known beforehand.
struct JSONKey: CodingKey {
    let stringValue: String

    init(_ name: String) {
        self.stringValue = name
    }

    init(stringValue: String) {
        self.init(stringValue)
    }

    init?(intValue: Int) { nil }

    var intValue: Int? { nil }
}
