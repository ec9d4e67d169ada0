import Glibc
import SpawnProcess
import SpawnTestKit
import Testing

/// Nobody need wait for a program that hangs.
struct ThirdSignalTests {
    /// In a process of its own, which it ends. Nobody takes in what the reactor tells: that is the hang.
    @Test func `a third signal ends everything, whatever it is that hangs`() async throws {
        let sleeper = "sleep 31337.\(UInt32.random(in: 1_000_000...9_999_999))"
        let result = await #expect(processExitsWith: .failure) { [sleeper = sleeper as String] in
            let children = try TestChildren(signals: [SIGINT, SIGTERM, SIGHUP], adoptsOrphans: true)
            let script = "trap '' TERM; setsid \(sleeper) & echo ready; \(sleeper); \(sleeper)"
            try await children.startUntilItSpeaks(.shell(script))
            for signal in [SIGINT, SIGTERM, SIGHUP] { kill(getpid(), signal) }
            try await Task.sleep(for: .seconds(60))
        }
        // Which of them is the third, the system decides: it delivers those that wait in an order of its own.
        let ends: [ExitStatus] = [SIGINT, SIGTERM, SIGHUP].map { .signal($0) }
        #expect(ends.contains { $0 == result?.exitStatus }, "it ended by \(result?.exitStatus as Any)")
        let left = try await Waiting.until(timeout: .seconds(20)) {
            Survivors().all.contains { $0.command == sleeper } ? nil : true
        }
        #expect(left == true)
    }
}
