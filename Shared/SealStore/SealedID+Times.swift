package import Kernel
import Sealing

extension SealedID {
    /// The millisecond in which a movement of this name was recorded (RFC 9562, section 5.7); `nil`
    /// for a name of another version, which no movement has.
    package var times: Range<Timestamp>? {
        guard self.head >> 12 & 0xF == 7 else { return nil }
        let time = Timestamp(microseconds: Int64(self.head >> 16) * 1_000)
        return time..<time.advanced(by: .milliseconds(1))
    }
}
