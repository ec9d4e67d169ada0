import Glibc
import SpawnCore
import SpawnTestKit
import Testing

/// How children end, by themselves and by us.
struct EndTests {
    private let grace = Duration.milliseconds(200)

    @Test(arguments: [
        ("exit 0", SpawnCore.ExitStatus.exited(0)), ("exit 1", .exited(1)), ("exit 255", .exited(255)),
        ("kill -TERM $$", .signalled(SIGTERM)), ("kill -KILL $$", .signalled(SIGKILL)),
        ("ulimit -c 0; kill -SEGV $$", .signalled(SIGSEGV)),
    ])
    func `exit codes and signals are told apart`(script: String, exit: SpawnCore.ExitStatus) async throws {
        #expect(try await TestChildren().run(.shell(script)).exit == exit)
    }

    @Test func `a polite end lets a child say its last words`() async throws {
        let children = try TestChildren()
        let script = "trap 'echo bye; exit 7' TERM; echo ready; while :; do sleep 0.01; done"
        try await children.startUntilItSpeaks(.shell(script, killGrace: .seconds(600)))
        children.terminate(.polite)
        let report = try await children.report()
        #expect(report.stdout.text == "ready\nbye\n")
        #expect(report.exit == .exited(7))
    }

    @Test func `a child that ignores TERM is killed when its grace is over, not before`() async throws {
        let children = try TestChildren()
        let script = "trap '' TERM; echo ready; while :; do sleep 600; done"
        try await children.startUntilItSpeaks(.shell(script, killGrace: grace))
        let asked = children.now
        children.terminate(.polite)
        #expect(try await children.report().exit == .signalled(SIGKILL))
        #expect(try #require(children.events.last).moment - asked >= grace)
    }

    @Test func `an immediate end waits for no grace, also within one`() async throws {
        let children = try TestChildren()
        let script = "trap '' TERM; echo ready; while :; do sleep 600; done"
        try await children.startUntilItSpeaks(.shell(script, killGrace: .seconds(600)))
        children.terminate(.polite)
        children.terminate(.immediate)
        #expect(try await children.report().exit == .signalled(SIGKILL))
    }

    @Test func `a closed output does not save a child from its end`() async throws {
        let children = try TestChildren()
        try await children.startUntilItSpeaks(.shell("echo ready; exec >&- 2>&-; exec sleep 600"))
        children.terminate(.polite)
        #expect(try await children.report().exit == .signalled(SIGTERM))
    }

    /// The leader obeys TERM, ends by itself, or ignores TERM too; its child ignores it in every case.
    @Test(arguments: [
        "(trap '' TERM; echo ready; exec sleep 600) & exec sleep 600",
        "(trap '' TERM; echo ready; exec sleep 600) & sleep 0.3",
        "trap '' TERM; sleep 600 & echo ready; while :; do sleep 600; done",
    ])
    func `a grandchild in the group dies with it though it ignores TERM`(script: String) async throws {
        let mark = TestMark("group")
        let children = try TestChildren()
        try await children.startUntilItSpeaks(
            .shell(script, environment: mark.environment, killGrace: grace))
        children.terminate(.polite)
        _ = try await children.report()
        #expect(try await mark.outliving().isEmpty)
    }

    @Test func `ending what is not there changes nothing`() async throws {
        let children = try TestChildren()
        _ = try await children.run(.shell("true"))
        children.terminate(.immediate)
        children.terminate(.polite, task: 9)
        #expect(try await children.run(.shell("echo well"), task: 1).stdout.text == "well\n")
    }

    @Test func `an end asked for right after the start ends the child, or keeps it from starting`() async throws {
        let mark = TestMark("called-off")
        let children = try TestChildren()
        children.start(.shell("exec sleep 600", environment: mark.environment))
        children.terminate(.immediate)
        switch try await children.wait(for: "an end", { $0.ends[0] }) {
        case .ended(let report): #expect(report.exit == .signalled(SIGKILL))
        case .startFailed(let failure): #expect(failure.isExhaustion)
        default: Issue.record("only these two end a child")
        }
        #expect(mark.survivors.isEmpty)
    }

    /// In a process of its own, where the system collects children by itself.
    @Test func `a child that somebody else has collected has not succeeded`() async throws {
        await #expect(processExitsWith: .success) {
            let children = try TestChildren()
            try await children.startUntilItSpeaks(.shell("echo ready; exec sleep 0.5"))
            signal(SIGCHLD, SIG_IGN)
            #expect(try await children.report().exit == .exited(255))
        }
    }

    @Test func `closing the reactor leaves no child behind, and every later question an answer`() async throws {
        let mark = TestMark("close")
        let children = try TestChildren()
        for task in 0..<10 {
            try await children.startUntilItSpeaks(
                .shell("trap '' TERM; sleep 600 & echo ready; wait", environment: mark.environment), task: task)
        }
        #expect(mark.survivors.count == 20)
        children.close()
        #expect(try await mark.outliving().isEmpty)
        #expect(await children.nextBatch().events.isEmpty)
        children.close()
    }
}
