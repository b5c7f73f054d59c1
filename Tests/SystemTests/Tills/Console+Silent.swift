import Foundation

@testable import Operator

extension Console {
    /// Says nothing.
    static var silent: Console { Console(output: .nullDevice, isTerminal: false) }
}
