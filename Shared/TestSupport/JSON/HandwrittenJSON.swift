import Contracts
import FoundationEssentials
package import Kernel

/// Compares what types do by hand with what the encoder and the decoder make of them.
package enum HandwrittenJSON {
    private static let values = 60
    /// To the text of each value.
    private static let changes = 6

    /// The first text that a drawn value writes itself and that the encoder writes otherwise.
    package static func differingText<Value: Codable & JSONWritable>(
        of type: Value.Type,
        seed: UInt64
    ) throws -> String? {
        let draw = ValueDraw(seed: seed)
        for _ in 0..<self.values {
            let value = try draw.value(type)
            let own = JSONWriter.bytes(of: value)
            guard try own == self.encoded(value) else {
                return String(decoding: own, as: UTF8.self)
            }
        }
        return nil
    }

    /// The first text, right or wrong, of which the type reads something else by hand than `decode`
    /// makes of it, or which it does not take though nothing is unusual in it.
    ///
    /// - Parameter decode: Throws where the text is to be refused.
    package static func differingValue<Value: Codable & JSONReadable>(
        of type: Value.Type,
        seed: UInt64,
        decode: ([UInt8]) throws -> Value
    ) throws -> String? {
        let draw = ValueDraw(seed: seed)
        var layout = LayoutDraw(seed: seed)
        var mutator = MessageMutator(seed: seed)
        for _ in 0..<self.values {
            let value = try self.encoded(draw.value(type))
            let document = try JSONDecoder().decode(JSONValue.self, from: Data(value))
            let text = layout.text(of: document)
            let isPlain = !text.contains(#"\u"#)
            guard self.agree(on: Array(text.utf8), isPlain: isPlain, decode) else { return text }
            for _ in 0..<self.changes {
                let changed = try mutator.mutate(document)
                guard self.agree(on: changed, isPlain: false, decode) else {
                    return String(decoding: changed, as: UTF8.self)
                }
            }
        }
        return nil
    }

    private static func agree<Value: Codable & JSONReadable>(
        on text: [UInt8],
        isPlain: Bool,
        _ decode: ([UInt8]) throws -> Value
    ) -> Bool {
        guard let own = JSONReader.value(Value.self, of: text) else { return !isPlain }
        do {
            return try self.encoded(own) == self.encoded(decode(text))
        } catch {
            // It should have been refused.
            return false
        }
    }

    private static func encoded(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(value))
    }
}
