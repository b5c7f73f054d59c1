/// Names one delivery on one incarnation of a channel.
///
/// Tags start again at 1 when a channel is opened again, so a tag alone could settle the wrong
/// message after a reconnect; the epoch makes such a settlement recognizable, and it is dropped.
package struct DeliveryTag: Hashable, Sendable {
    package let epoch: UInt64
    package let channel: UInt16
    package let value: UInt64

    package init(epoch: UInt64, channel: UInt16, value: UInt64) {
        self.epoch = epoch
        self.channel = channel
        self.value = value
    }
}
