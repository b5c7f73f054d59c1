import CRabbitMQ
import Kernel
import Metrics

/// The library's structures as Swift values.
extension Wire {
    @unsafe
    func decode(_ bytes: amqp_bytes_t) -> String {
        unsafe String(decoding: self.buffer(bytes), as: UTF8.self)
    }

    @unsafe
    func decode(_ bytes: amqp_bytes_t) -> [UInt8] {
        unsafe [UInt8](self.buffer(bytes))
    }

    /// A header table; what nests deeper than ``MessageLimits/headerDepth`` is read as `null`.
    ///
    /// Whoever may publish decides how deep a table is, and everything that walks one recurses.
    @unsafe
    func decode(_ table: amqp_table_t, level: Int = 1) -> [String: FieldValue] {
        let count = unsafe Int(table.num_entries)
        var decoded: [String: FieldValue] = [:]
        decoded.reserveCapacity(count)
        for index in 0..<count {
            let entry = unsafe table.entries[index]
            let key: String = unsafe self.decode(entry.key)
            decoded[key] = unsafe self.decode(entry.value, level: level)
        }
        return decoded
    }

    @unsafe
    private func decode(_ field: amqp_field_value_t, level: Int) -> FieldValue {
        let value = unsafe field.value
        switch unsafe amqp_field_value_kind_t(rawValue: UInt32(field.kind)) {
        case AMQP_FIELD_KIND_BOOLEAN: return unsafe .bool(value.boolean != 0)
        case AMQP_FIELD_KIND_I8: return unsafe .int(Int64(value.i8))
        case AMQP_FIELD_KIND_U8: return unsafe .int(Int64(value.u8))
        case AMQP_FIELD_KIND_I16: return unsafe .int(Int64(value.i16))
        case AMQP_FIELD_KIND_U16: return unsafe .int(Int64(value.u16))
        case AMQP_FIELD_KIND_I32: return unsafe .int(Int64(value.i32))
        case AMQP_FIELD_KIND_U32: return unsafe .int(Int64(value.u32))
        case AMQP_FIELD_KIND_I64: return unsafe .int(value.i64)
        case AMQP_FIELD_KIND_U64: return unsafe .int(Int64(clamping: value.u64))
        case AMQP_FIELD_KIND_F32: return unsafe .double(Double(value.f32))
        case AMQP_FIELD_KIND_F64: return unsafe .double(value.f64)
        case AMQP_FIELD_KIND_DECIMAL: return unsafe .double(self.decode(value.decimal))
        case AMQP_FIELD_KIND_TIMESTAMP: return unsafe .timestamp(Timestamp(wireSeconds: value.u64))
        case AMQP_FIELD_KIND_UTF8: return unsafe self.decodeText(value.bytes)
        case AMQP_FIELD_KIND_BYTES: return unsafe .bytes(self.decode(value.bytes))
        case AMQP_FIELD_KIND_TABLE where level < Self.deepestLevel:
            return unsafe .table(self.decode(value.table, level: level + 1))
        case AMQP_FIELD_KIND_ARRAY where level < Self.deepestLevel:
            return unsafe .array(self.decode(value.array, level: level + 1))
        case AMQP_FIELD_KIND_TABLE, AMQP_FIELD_KIND_ARRAY:
            AMQPMetrics.prunedHeaders.increment()
            return .null
        default: return .null
        }
    }

    /// Where tables and arrays end, so that the values in them are still within the limit.
    private static var deepestLevel: Int { MessageLimits.headerDepth - 1 }

    @unsafe
    private func decode(_ array: amqp_array_t, level: Int) -> [FieldValue] {
        unsafe (0..<Int(array.num_entries)).map {
            unsafe self.decode(array.entries[$0], level: level)
        }
    }

    @unsafe
    private func decode(_ decimal: amqp_decimal_t) -> Double {
        var scale = 1.0
        for _ in 0..<decimal.decimals { scale *= 10 }
        return Double(decimal.value) / scale
    }

    /// Long strings of the wire may hold any bytes.
    @unsafe
    private func decodeText(_ bytes: amqp_bytes_t) -> FieldValue {
        let buffer = unsafe self.buffer(bytes)
        guard let text = unsafe String(validating: buffer, as: UTF8.self) else {
            return unsafe .bytes([UInt8](buffer))
        }
        return .string(text)
    }

    @unsafe
    private func buffer(_ bytes: amqp_bytes_t) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.bytes == nil ? 0 : bytes.len)
    }
}
