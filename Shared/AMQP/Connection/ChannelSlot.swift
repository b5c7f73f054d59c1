/// A role and the channel it has at the moment.
final class ChannelSlot {
    let role: any ChannelRole
    var open: OpenChannel?
    var assembler: FrameAssembler
    var backoff: Backoff
    /// Not opened before.
    var retryAt: ContinuousClock.Instant?

    init(_ role: any ChannelRole, backoff: Backoff) {
        self.role = role
        self.backoff = backoff
        self.assembler = FrameAssembler(epoch: 0, channel: 0, maximumBody: 0)
    }
}
