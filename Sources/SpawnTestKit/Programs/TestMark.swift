import Glibc
import SpawnTestKit

/// A mark in the environment of everything a test starts, by which it knows what is left of it.
struct TestMark {
    private let value: String

    init(_ name: String) { value = "\(name)-\(getpid())-\(UInt32.random(in: .min ... .max))" }

    /// What a child must be given, and hands on to its own.
    var environment: [String: String] { ["AURORA_TEST_MARK": value] }

    /// What bears the mark and is alive.
    var survivors: [Survivors.Process] { Survivors().withEnvironment("AURORA_TEST_MARK=\(value)") }

    /// Waits until nothing that bears the mark is alive.
    ///
    /// - Returns: What is alive all the same after a while.
    func outliving(_ timeout: Duration = .seconds(20)) async throws -> [Survivors.Process] {
        try await Survivors.outliving(timeout, environment: "AURORA_TEST_MARK=\(value)")
    }

    /// For a test that leaves something behind on purpose.
    func killSurvivors() { for survivor in survivors { kill(survivor.pid, SIGKILL) } }
}
