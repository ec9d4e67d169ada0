import Glibc

/// A mark in the environment of everything a test starts, by which the test knows what is left of it.
package struct TestMark: Sendable {
    private static let variable = "AURORA_TEST_MARK"
    private let value: String

    /// Creates a mark that nobody else has.
    ///
    /// - Parameter name: What the test is about, for whoever looks at the processes of a machine.
    package init(_ name: String) { value = "\(name)-\(getpid())-\(UInt32.random(in: .min ... .max))" }

    /// What a program must be given, and hands on to what it starts.
    package var environment: [String: String] { [Self.variable: value] }

    /// What bears the mark and is alive.
    package var survivors: [Survivors.Process] { Survivors().withEnvironment("\(Self.variable)=\(value)") }

    /// Waits until nothing that bears the mark is alive.
    ///
    /// - Parameter timeout: When to give up.
    /// - Returns: What is alive all the same then.
    /// - Throws: When the test is cancelled meanwhile.
    package func outliving(_ timeout: Duration = .seconds(20)) async throws -> [Survivors.Process] {
        try await Survivors.outliving(timeout, environment: "\(Self.variable)=\(value)")
    }

    /// Ends what bears the mark, for a test that leaves something behind on purpose.
    package func killSurvivors() {
        for survivor in survivors { kill(survivor.pid, SIGKILL) }
    }
}
