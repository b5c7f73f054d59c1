import NIOCore
import NIOHTTP1

/// One connection: what comes over it as requests, one after the other, and their answers.
///
/// All of it runs on the connection's event loop. A request is handed out with its body where both
/// came together, and its answer is one write; between the two nothing is scheduled but the task that
/// waits in ``next()``.
final class GatewayConnection: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Parts that may wait; then nothing is read until some are taken.
    static let maximumWaiting = 10

    private let idleTime: TimeAmount
    var context: ChannelHandlerContext?
    var waiting = CircularBuffer<HTTPServerRequestPart>()
    /// The requests among what waits of which all has come.
    var wholeRequests = 0
    /// Who waits for a request.
    private var asker: CheckedContinuation<IncomingRequest?, Never>?
    var collection: BodyCollection?
    private var isAnswering = false
    /// Whether all of the last request has been taken.
    var isBodyTaken = true
    private var isReadHeld = false
    private var alarm: Scheduled<Void>?
    private var lastActive = NIODeadline.now()
    /// Whether the request that is answered is the last.
    private var isLast = false
    var ending = Ending()

    /// Why no more requests will come.
    struct Ending {
        /// The client has said that nothing follows.
        var isInputClosed = false
        /// What came is no HTTP, and is read no further.
        var isBroken = false
        /// The server is stopping.
        var isQuiescing = false
        /// The connection is gone, or to be closed at once.
        var isOver = false

        /// Whether there is no more to say or to hear.
        var isWhole: Bool { self.isInputClosed || self.isQuiescing || self.isOver }

        var isNear: Bool { self.isWhole || self.isBroken }
    }

    init(idleTime: TimeAmount) {
        self.idleTime = idleTime
    }

    /// Waits for the next request; `nil` when there will be none.
    func next() async -> IncomingRequest? {
        guard !self.isLast else { return nil }
        return await withCheckedContinuation { asker in
            self.asker = asker
            self.proceed()
        }
    }

    /// Whether something came after the last request that has to be told that it is no HTTP.
    var owesRefusal: Bool { self.ending.isBroken && !self.isLast && self.isBodyTaken }

    /// Sends an answer, the whole of it.
    func answer(_ bytes: ByteBuffer) {
        self.isAnswering = false
        self.noteActivity()
        self.context?.writeAndFlush(self.wrapOutboundOut(bytes), promise: nil)
    }

    /// Takes nothing more, and closes when what was answered is on its way.
    ///
    /// First one half: closing with something unread would take the answer from the client, too.
    func hangUp() {
        self.isLast = true
        self.waiting.removeAll()
        guard let context = self.context else { return }
        let flushed = context.eventLoop.makePromise(of: Void.self)
        flushed.futureResult.assumeIsolated().whenComplete { _ in self.closeOutput() }
        context.writeAndFlush(self.wrapOutboundOut(ByteBuffer()), promise: flushed)
        self.releaseRead()
    }

    private func closeOutput() {
        guard let context = self.context else { return }
        guard !self.ending.isWhole else { return context.close(promise: nil) }
        let closed = context.eventLoop.makePromise(of: Void.self)
        closed.futureResult.assumeIsolated().whenFailure { _ in
            self.context?.close(promise: nil)
        }
        context.close(mode: .output, promise: closed)
    }

    /// Ends what is under way, as the task that answers has been cancelled.
    func stop() {
        self.ending.isOver = true
        self.proceedToEnd()
    }

    /// Goes on with what is left; a connection that only waits for the client to close is closed.
    private func proceedToEnd() {
        self.proceed()
        if self.isLast, !self.isAnswering { self.context?.close(promise: nil) }
    }

    /// Goes on with whatever is waited for.
    func proceed() {
        self.collect()
        guard let asker = self.asker, !self.isAnswering else { return }
        if let request = self.take() {
            self.asker = nil
            asker.resume(returning: request)
        } else if self.ending.isOver || self.ending.isNear && self.waiting.isEmpty {
            self.asker = nil
            asker.resume(returning: nil)
        }
    }

    /// The next request that waits, of which at least the head has come.
    private func take() -> IncomingRequest? {
        guard let context = self.context, !self.ending.isOver else { return nil }
        // What is left of a body that nobody wanted.
        while let part = self.waiting.first, !part.isHead { _ = self.pop() }
        // A client that does not read what it is answered gets no further answer.
        guard context.channel.isWritable, case .head(let head)? = self.pop() else { return nil }
        self.isAnswering = true
        self.isBodyTaken = false
        self.isLast = !head.keepsConnection
        guard self.wholeRequests > 0 else {
            let connection = NIOLoopBound(self, eventLoop: context.eventLoop)
            return IncomingRequest(head, body: .arriving(on: connection))
        }
        var body: ByteBuffer?
        while case .body(var chunk)? = self.pop() { body.setOrWriteBuffer(&chunk) }
        return IncomingRequest(head, body: .whole(body))
    }

    /// Takes the oldest part that waits.
    func pop() -> HTTPServerRequestPart? {
        guard let part = self.waiting.popFirst() else { return nil }
        if case .end = part {
            self.wholeRequests -= 1
            self.isBodyTaken = true
        }
        if self.waiting.count < Self.maximumWaiting { self.releaseRead() }
        return part
    }

    private func releaseRead() {
        guard self.isReadHeld else { return }
        self.isReadHeld = false
        self.context?.read()
    }
}

extension GatewayConnection {
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        self.noteActivity()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.alarm?.cancel()
        self.alarm = nil
        self.context = nil
        self.stop()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.stop()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !self.isLast || self.isAnswering else { return }
        let part = self.unwrapInboundIn(data)
        self.lastActive = .now()
        self.waiting.append(part)
        guard case .end = part else { return }
        self.wholeRequests += 1
        self.proceed()
    }

    /// A head without the rest has waited long enough: the rest is not in what was read.
    func channelReadComplete(context: ChannelHandlerContext) {
        if !self.waiting.isEmpty { self.proceed() }
        context.fireChannelReadComplete()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        self.proceed()
        context.fireChannelWritabilityChanged()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case is HTTPParserError:
            self.ending.isBroken = true
            self.proceed()
        case is ByteToMessageDecoderError:
            // What follows the error. To close now would take the answer from the client, too.
            break
        default: context.close(promise: nil)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            self.ending.isInputClosed = true
            self.proceedToEnd()
        case is ChannelShouldQuiesceEvent:
            self.ending.isQuiescing = true
            self.proceedToEnd()
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func read(context: ChannelHandlerContext) {
        if self.waiting.count < Self.maximumWaiting {
            context.read()
        } else {
            self.isReadHeld = true
        }
    }

    /// Begins the time after which a connection that brings nothing is closed.
    private func noteActivity() {
        self.lastActive = .now()
        if self.alarm == nil { self.setAlarm() }
    }

    private func setAlarm() {
        guard let context = self.context else { return }
        let due = self.lastActive + self.idleTime
        self.alarm = context.eventLoop.assumeIsolated().scheduleTask(deadline: due) {
            self.alarm = nil
            // Whoever has asked everything may wait as long as it takes.
            guard !self.isAnswering || !self.isBodyTaken else { return }
            if self.lastActive + self.idleTime <= .now() {
                self.context?.close(promise: nil)
            } else {
                self.setAlarm()
            }
        }
    }
}

extension HTTPServerRequestPart {
    fileprivate var isHead: Bool {
        if case .head = self { true } else { false }
    }
}
