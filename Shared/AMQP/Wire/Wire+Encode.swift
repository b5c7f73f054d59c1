import CRabbitMQ
import Kernel

/// Swift values as the library's structures, in scratch memory.
extension Wire {
    @unsafe
    var empty: amqp_bytes_t {
        unsafe amqp_bytes_t(len: 0, bytes: nil)
    }

    /// Ends the life of everything encoded so far.
    func emptyScratch() {
        unsafe recycle_amqp_pool(self.scratch)
    }

    @unsafe
    func encode(_ text: String) -> amqp_bytes_t {
        var text = text
        return text.withUTF8 { utf8 in unsafe self.copy(UnsafeRawBufferPointer(utf8)) }
    }

    @unsafe
    func encode(_ table: [String: FieldValue]) -> amqp_table_t {
        guard !table.isEmpty else { return unsafe amqp_table_t(num_entries: 0, entries: nil) }
        let entries = unsafe self.allocate(amqp_table_entry_t.self, table.count)
        for (index, (key, value)) in table.enumerated() {
            unsafe entries[index] = amqp_table_entry_t(
                key: self.encode(key),
                value: self.encode(value)
            )
        }
        return unsafe amqp_table_t(num_entries: Int32(table.count), entries: entries)
    }

    @unsafe
    private func encode(_ value: FieldValue) -> amqp_field_value_t {
        var field = unsafe amqp_field_value_t()
        switch value {
        case .string(let text):
            unsafe field.kind = UInt8(AMQP_FIELD_KIND_UTF8.rawValue)
            unsafe field.value.bytes = self.encode(text)
        case .int(let number):
            unsafe field.kind = UInt8(AMQP_FIELD_KIND_I64.rawValue)
            unsafe field.value.i64 = number
        case .bool(let flag):
            unsafe field.kind = UInt8(AMQP_FIELD_KIND_BOOLEAN.rawValue)
            unsafe field.value.boolean = flag ? 1 : 0
        case .double(let number):
            unsafe field.kind = UInt8(AMQP_FIELD_KIND_F64.rawValue)
            unsafe field.value.f64 = number
        case .timestamp(let time):
            unsafe field.kind = UInt8(AMQP_FIELD_KIND_TIMESTAMP.rawValue)
            unsafe field.value.u64 = UInt64(clamping: time.microseconds / 1_000_000)
        case .bytes(let bytes):
            unsafe field.kind = UInt8(AMQP_FIELD_KIND_BYTES.rawValue)
            unsafe field.value.bytes = bytes.withUnsafeBytes { unsafe self.copy($0) }
        case .array(let values):
            unsafe field.kind = UInt8(AMQP_FIELD_KIND_ARRAY.rawValue)
            let entries = unsafe self.allocate(amqp_field_value_t.self, max(1, values.count))
            for (index, element) in values.enumerated() {
                unsafe entries[index] = self.encode(element)
            }
            unsafe field.value.array = amqp_array_t(
                num_entries: Int32(values.count),
                entries: entries
            )
        case .table(let entries):
            unsafe field.kind = UInt8(AMQP_FIELD_KIND_TABLE.rawValue)
            unsafe field.value.table = self.encode(entries)
        case .null:
            unsafe field.kind = UInt8(AMQP_FIELD_KIND_VOID.rawValue)
        }
        return unsafe field
    }

    @unsafe
    private func copy(_ bytes: UnsafeRawBufferPointer) -> amqp_bytes_t {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return unsafe self.empty }
        let target = unsafe self.allocate(UInt8.self, bytes.count)
        unsafe UnsafeMutableRawPointer(target).copyMemory(from: source, byteCount: bytes.count)
        return unsafe amqp_bytes_t(len: bytes.count, bytes: target)
    }

    @unsafe
    private func allocate<Element>(
        _ type: Element.Type,
        _ count: Int
    ) -> UnsafeMutablePointer<Element> {
        let size = count * MemoryLayout<Element>.stride
        guard let memory = unsafe amqp_pool_alloc(self.scratch, size) else {
            preconditionFailure("out of memory for \(size) bytes of a message")
        }
        return unsafe memory.bindMemory(to: Element.self, capacity: count)
    }
}
