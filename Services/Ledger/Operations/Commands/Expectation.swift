import Kernel

/// What whoever sets a level believes to be there; on the wire a quantity, or null for anything.
enum Expectation: Hashable, Sendable {
    case anything
    case exactly(Quantity)

    /// `nil` for anything.
    var quantity: Quantity? {
        switch self {
        case .anything: nil
        case .exactly(let quantity): quantity
        }
    }
}

extension Expectation: Codable {
    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        self = value.decodeNil() ? .anything : .exactly(try value.decode(Quantity.self))
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .anything: try value.encodeNil()
        case .exactly(let quantity): try value.encode(quantity)
        }
    }
}

extension Expectation: JSONReadable {
    /// Null is left to the decoder, like everywhere.
    init(reading json: inout JSONReader) throws {
        self = .exactly(try Quantity(reading: &json))
    }
}
