extension Quantity: CustomStringConvertible {
    /// The shortest decimal form: `"12.5"`, `"-3"`, `"0.0001"`.
    package var description: String {
        FixedPoint.text(self.tenThousandths, decimals: Quantity.decimals)
    }

    /// Reads a plain decimal such as `12`, `12.50` or `-0.0001`.
    ///
    /// `nil` for more than four decimals, exponents, a leading `+`, spaces, or a value out of range:
    /// a quantity is never rounded on the way in.
    package init?(_ text: some StringProtocol) {
        guard let value = FixedPoint.parse(text, decimals: Quantity.decimals) else { return nil }
        self.init(tenThousandths: value)
    }
}

extension Quantity: TextCodable {
    package static let form = "a decimal string with at most four decimals"
}

extension Quantity: JSONWritable, JSONReadable {
    package func write(to json: inout JSONWriter) {
        json.appendString(upTo: FixedPoint.maximumLength) { text, start in
            FixedPoint.write(
                self.tenThousandths,
                decimals: Quantity.decimals,
                to: &text,
                at: start
            )
        }
    }

    package init(reading json: inout JSONReader) throws {
        self.init(tenThousandths: try json.decimal(Quantity.decimals))
    }
}
