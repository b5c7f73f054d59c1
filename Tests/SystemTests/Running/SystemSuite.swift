import Testing

/// The tests of the whole.
///
/// Every service is a process of its own, on a database and virtual hosts that nobody else uses,
/// started once for all of these tests.
@Suite(.serialized, .requiresSystem, .runningSystem) enum SystemSuite {}
