import Glibc
import SpawnCore
import SpawnProcess
import SpawnTestKit
import Testing

/// Nobody need wait for a program that hangs.
struct ThirdSignalTests {
    /// Which of them is the third, the system decides: it delivers those that wait in an order of its own.
    private func expectEndBySignal(_ status: Testing.ExitStatus?) {
        let ends: [Testing.ExitStatus] = [SIGINT, SIGTERM, SIGHUP].map { .signal($0) }
        #expect(ends.contains { $0 == status }, "it ended by \(status as Any)")
    }

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
        expectEndBySignal(result?.exitStatus)
        let left = try await Waiting.until(timeout: .seconds(20)) {
            Survivors().all.contains { $0.command == sleeper } ? nil : true
        }
        #expect(left == true)
    }

    @Test func `what is asked for after a third signal is in vain, and harmless`() async throws {
        let result = await #expect(processExitsWith: .failure) {
            let children = try TestChildren(signals: [SIGINT, SIGTERM, SIGHUP], adoptsOrphans: true)
            let script = "for i in 1 2 3 4 5 6 7 8; do setsid sleep 600 & done; echo ready; exec sleep 600"
            for task in 0..<8 { try await children.startUntilItSpeaks(.shell(script), task: task) }
            for signal in [SIGINT, SIGTERM, SIGHUP] { kill(getpid(), signal) }
            for task in 8... {
                for running in 0..<8 { children.terminate(.immediate, task: running) }
                children.start(.shell("exec sleep 600"), task: task)
                await Task.yield()
            }
        }
        expectEndBySignal(result?.exitStatus)
    }
}
