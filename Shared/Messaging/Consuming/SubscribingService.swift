package import AMQP
package import ServiceLifecycle

/// A service whose work arrives over a subscription, without which it runs and does nothing.
package protocol SubscribingService: Service {
    var subscription: ConsumerState { get }
}

extension Consumer: SubscribingService {
    package var subscription: ConsumerState { self.state }
}
