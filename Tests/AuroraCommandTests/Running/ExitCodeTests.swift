import AuroraCommand
import SpawnCore
import SpawnTestKit
import Testing

@Suite struct ExitCodeTests {
    /// The exit code of a run over such children, each that of a task that is not tried again.
    func code(
        of children: [FakeChild], commands: [(Double, UserCommand)] = [], isSaved: Bool = true
    ) async throws -> Int32 {
        var settings = RunSettings()
        settings.recovery = .noRecovery
        // A tool each, or the cooldown of one would hold up the others.
        let tasks = children.indices.map { SpawnTask(prompt: "x", model: "\($0)") }
        return ExitCode.of(
            try await FakeRun.of(tasks, settings, commands: commands, children: children.map { [$0] }).report,
            isSaved: isSaved)
    }

    @Test func `only limits that lift later are worth another try as it is`() async throws {
        let limited = FakeChild.isLimited(hint: 10_000)
        #expect(try await code(of: [.succeeds(), .succeeds()]) == 0)
        #expect(try await code(of: [.succeeds(), limited]) == 75)
        #expect(try await code(of: [limited, limited]) == 75)
        #expect(try await code(of: [limited, .fails()]) == 1)
        #expect(try await code(of: [.succeeds(), .fails(.permanent)]) == 1)
        // Nobody knows when it lifts.
        #expect(try await code(of: [.isLimited()]) == 1)
    }

    @Test func `a task that was cancelled is none that succeeded`() async throws {
        #expect(try await code(of: [.succeeds(after: 9)], commands: [(1, .cancel(tasks: [0]))]) == 1)
    }

    @Test func `results that could not be saved are no success`() async throws {
        #expect(try await code(of: [.succeeds()], isSaved: false) == 1)
        #expect(try await code(of: [.isLimited(hint: 10_000)], isSaved: false) == 1)
        #expect(try await code(of: [.succeeds(after: 9)], commands: [(1, .stop(.signal(2)))], isSaved: false) == 130)
    }

    @Test func `a signal that stopped the run is in the code`() async throws {
        #expect(try await code(of: [.succeeds(after: 9)], commands: [(1, .stop(.signal(2)))]) == 130)
        #expect(try await code(of: [.succeeds(after: 9)], commands: [(1, .stop(.signal(15)))]) == 143)
    }
}
