import Glibc
import SpawnProcess
import SpawnTestKit
import Testing

/// Nobody need wait for a program that hangs.
struct ThirdSignalTests {
    /// In a process of its own, which it ends. Nobody takes in what the reactor tells: that is the hang.
    @Test func `a third signal ends everything, whatever it is that hangs`() async throws {
        await #expect(processExitsWith: .signal(SIGHUP)) {
            let children = try TestChildren(signals: [SIGINT, SIGTERM, SIGHUP], adoptsOrphans: true)
            let script = "trap '' TERM; setsid sleep 31337.25 & echo ready; sleep 31337.25; sleep 31337.25"
            try await children.startUntilItSpeaks(.shell(script))
            for signal in [SIGINT, SIGTERM, SIGHUP] { kill(getpid(), signal) }
            try await Task.sleep(for: .seconds(60))
        }
        let left = try await Waiting.until(timeout: .seconds(20)) {
            Survivors().all.contains { $0.command == "sleep 31337.25" } ? nil : true
        }
        #expect(left == true)
    }
}
