import Contracts
import TestSupport
import Testing

extension SystemSuite {
    @Suite(.timeLimit(.minutes(5))) struct RightsTests {
        /// Refusals come first: that the request succeeds afterwards shows that they did nothing.
        @Test(arguments: Recipe.all)
        func `an operation answers everybody as the table of rights says`(
            recipe: Recipe
        ) async throws {
            let system = try System.current
            let everyone = try await system.cast.everyone(in: system)
            let operation = try #require(Operations.named(recipe.operation))
            var attempt = try await recipe.prepare(system, everyone[0])
            try await expectAnonymous(operation, attempt.call, in: system)
            for caller in everyone where !recipe.isAllowed(to: caller) {
                try await expectRefusal(of: caller, operation, attempt.call, in: system)
            }
            for (index, caller) in everyone.filter(recipe.isAllowed).enumerated() {
                if index > 0, !operation.isReadOnly || attempt.caller != nil {
                    attempt = try await recipe.prepare(system, caller)
                }
                let answer = try await system.call(attempt.call, by: attempt.caller ?? caller)
                #expect(
                    answer.isSuccess,
                    "\(recipe.testDescription) by \(caller.name): \(answer.bodyText)"
                )
            }
        }

        private func expectAnonymous(
            _ operation: OperationDescription,
            _ call: Call,
            in system: System
        ) async throws {
            let answer = try await system.call(call, by: .nobody)
            guard operation.access != .open else {
                #expect(answer.isSuccess, "\(operation.id) by nobody: \(answer.bodyText)")
                return
            }
            #expect(answer.status == 401, "\(operation.id) by nobody")
            #expect(try answer.code == .unauthenticated)
        }

        private func expectRefusal(
            of caller: Caller,
            _ operation: OperationDescription,
            _ call: Call,
            in system: System
        ) async throws {
            let answer = try await system.call(call, by: caller)
            let what = "\(operation.id) by \(caller.name): \(answer.bodyText)"
            #expect(answer.status == 403, "\(what)")
            #expect(try answer.code == .forbidden, "\(what)")
            let permission = try answer.json?["permission"]?.text
            #expect(permission == operation.permission?.rawValue, "\(what)")
        }
    }
}
