import CLinux
import Glibc
import SpawnCore
import SpawnTestKit
import Testing

@testable import SpawnProcess

/// What children start ends with them. Every test is a process of its own, because orphans belong to a whole process.
struct TreeTests {
    /// Ways to get away, each followed by a process that sleeps.
    private static let escapes = [
        "", "setsid ", "env -i setsid ", "trap '' TERM; ", "setsid sh -c 'trap \"\" TERM; exec \"$@\"' sh ",
        "setsid sh -c '\"$@\" & exit' sh ", "env -i setsid sh -c 'setsid \"$@\" & exit' sh ",
        "setsid sh -c '\"$@\" & setsid sleep 600 & wait' sh ",
    ]

    /// A process that a test finds again by its command, whatever happened to its parents and its environment.
    private struct Sleeper {
        let command = "sleep 6\(UInt32.random(in: 100_000_000...999_999_999))"

        var isAlive: Bool { Survivors().all.contains { $0.command == command } }

        func expectEnd() async throws {
            let isGone = try await Waiting.until(timeout: .seconds(30)) { isAlive ? nil : true }
            #expect(isGone == true)
        }
    }

    /// A script that starts sleepers, one for each way to get away, and goes on when they are all there.
    private static func script(_ escapes: [String], _ sleepers: [Sleeper], then end: String) -> String {
        zip(escapes, sleepers).map { "(\($0)\($1.command)) & " }.joined()
            + sleepers.map { "until pgrep -fx '\($0.command)' >/dev/null; do sleep 0.01; done; " }.joined()
            + "echo ready; \(end)"
    }

    private static func script(_ sleepers: [Sleeper], then end: String) -> String {
        script(escapes, sleepers, then: end)
    }

    private static func expectNoChildren() async throws {
        let isAlone = try await Waiting.until(timeout: .seconds(20)) {
            Files.entries(of: "/proc/self/task")
                .allSatisfy { (Files.read("/proc/self/task/\($0)/children") ?? "").isEmpty } ? true : nil
        }
        #expect(isAlone == true)
    }

    @Test(arguments: ["exec sleep 600", "trap '' TERM; while :; do sleep 600; done"])
    func `nothing survives a child that is ended`(end: String) async throws {
        await #expect(processExitsWith: .success) { [end] in
            let children = try TestChildren(adoptsOrphans: true)
            let sleepers = Self.escapes.map { _ in Sleeper() }
            try await children.startUntilItSpeaks(
                .shell(Self.script(sleepers, then: end), killGrace: .milliseconds(100)))
            children.terminate(.polite)
            let report = try await children.report()
            #expect(report.leaks.isEmpty)
            for sleeper in sleepers { try await sleeper.expectEnd() }
            try await Self.expectNoChildren()
        }
    }

    @Test func `nothing survives a child that failed`() async throws {
        await #expect(processExitsWith: .success) {
            let children = try TestChildren(adoptsOrphans: true)
            let sleepers = Self.escapes.map { _ in Sleeper() }
            let report = try await children.run(.shell(Self.script(sleepers, then: "exit 1")))
            #expect(report.leaks.isEmpty)
            for sleeper in sleepers { try await sleeper.expectEnd() }
            try await Self.expectNoChildren()
        }
    }

    @Test func `what a child that ended well leaves behind is told, given a second, and killed`() async throws {
        await #expect(processExitsWith: .success) {
            let children = try TestChildren(adoptsOrphans: true)
            let sleepers = Self.escapes.map { _ in Sleeper() }
            let report = try await children.run(.shell(Self.script(sleepers, then: "exit 0")))
            let end = ContinuousClock.now
            #expect(report.exit == .exited(0))
            for sleeper in sleepers {
                #expect(report.leaks.contains { $0.command == sleeper.command })
            }
            for sleeper in sleepers { try await sleeper.expectEnd() }
            #expect(ContinuousClock.now - end >= .milliseconds(900))
            try await Self.expectNoChildren()
        }
    }

    /// So often that many are seen in between.
    @Test func `what is handed over just when its child ends is told as well`() async throws {
        await #expect(processExitsWith: .success) {
            let children = try TestChildren(adoptsOrphans: true)
            for task in 0..<200 { children.start(.shell("setsid sh -c 'sleep 600 & exit' & exit 0"), task: task) }
            for task in 0..<200 {
                let leaks = try await children.report(ofTask: task).leaks
                #expect(!leaks.isEmpty && leaks.allSatisfy { !$0.command.isEmpty })
            }
            children.close()
            try await Self.expectNoChildren()
        }
    }

    /// Each look sees one orphan and has no time for the next.
    @Test func `where there is more than a look has time for, what a child leaves behind is told as well`() async throws
    {
        await #expect(processExitsWith: .success) {
            let children = try TestChildren(adoptsOrphans: true)
            Kernel.decideFaults { call in
                if call == .readMark { usleep(6000) }
                return nil
            }
            let script = "for i in 1 2 3 4 5 6; do (setsid sleep 600 &); done; echo ready; exec sleep 600"
            try await children.startUntilItSpeaks(.shell(script))
            let sleeper = Sleeper()
            let leaks = try await children.run(.shell("\(sleeper.command) & exit 0"), task: 1).leaks
            #expect(leaks.map(\.command) == [sleeper.command])
            children.close()
            try await Self.expectNoChildren()
        }
    }

    @Test func `where leaks are only to be told they live as long as the reactor`() async throws {
        await #expect(processExitsWith: .success) {
            let children = try TestChildren(adoptsOrphans: true)
            let (sleeper, other) = (Sleeper(), Sleeper())
            var spec = ProcessSpec.shell(Self.script(["setsid "], [sleeper], then: "exit 0"))
            spec.leakPolicy = .report
            #expect(try await children.run(spec).leaks.map(\.command) == [sleeper.command])
            // The second of another child passes meanwhile.
            _ = try await children.run(.shell(Self.script(["setsid "], [other], then: "exit 0")), task: 1)
            try await other.expectEnd()
            #expect(sleeper.isAlive)
            children.close()
            #expect(!sleeper.isAlive)
            try await Self.expectNoChildren()
        }
    }

    @Test func `closing leaves nothing of running children`() async throws {
        await #expect(processExitsWith: .success) {
            let children = try TestChildren(adoptsOrphans: true)
            let sleepers = Self.escapes.map { _ in Sleeper() }
            try await children.startUntilItSpeaks(.shell(Self.script(sleepers, then: "exec sleep 600")))
            children.close()
            for sleeper in sleepers { #expect(!sleeper.isAlive) }
            try await Self.expectNoChildren()
        }
    }

    /// From the start of its child on, so that a busy machine can only lengthen it.
    @Test func `closing does not cut short the second of what was left behind`() async throws {
        await #expect(processExitsWith: .success) {
            let children = try TestChildren(adoptsOrphans: true)
            let sleeper = Sleeper()
            let begin = ContinuousClock.now
            #expect(try await !children.run(.shell("\(sleeper.command) & exit 0")).leaks.isEmpty)
            children.close()
            #expect(ContinuousClock.now - begin >= .seconds(1))
            #expect(!sleeper.isAlive)
        }
    }

    @Test func `a process that may belong to several attempts lives until the last of them ends`() async throws {
        await #expect(processExitsWith: .success) {
            let files = try TemporaryDirectory()
            let children = try TestChildren(adoptsOrphans: true)
            let sleeper = Sleeper()
            let other = "echo ready; until test -e '\(files["end"])'; do sleep 0.01; done; exit 0"
            try await children.startUntilItSpeaks(.shell(other), task: 1)
            // It has put away everything that could tell whose it is.
            let forgetting = "env -i setsid prlimit --locks=unlimited: sh -c '\"$@\" & exit' sh "
            let report = try await children.run(.shell(Self.script([forgetting], [sleeper], then: "exit 0")))
            #expect(report.leaks.isEmpty)
            #expect(sleeper.isAlive)
            try files.write("end", "")
            #expect(try await children.report(ofTask: 1).leaks.isEmpty)
            try await sleeper.expectEnd()
            try await Self.expectNoChildren()
        }
    }

    /// Also where no variable of its child could tell it from others.
    @Test(arguments: escapes)
    func `what a child leaves behind is its own leak beside others that run`(escape: String) async throws {
        await #expect(processExitsWith: .success) { [escape] in
            let files = try TemporaryDirectory()
            let children = try TestChildren(adoptsOrphans: true)
            let sleeper = Sleeper()
            let other = "echo ready; until test -e '\(files["end"])'; do sleep 0.01; done; exit 0"
            try await children.startUntilItSpeaks(.shell(other), task: 1)
            let report = try await children.run(.shell(Self.script([escape], [sleeper], then: "exit 0")))
            #expect(report.leaks.contains { $0.command == sleeper.command })
            try await sleeper.expectEnd()
            try files.write("end", "")
            #expect(try await children.report(ofTask: 1).leaks.isEmpty)
        }
    }

    @Test func `a process without a trace of whose it is blames nobody, even where only one runs`() async throws {
        await #expect(processExitsWith: .success) {
            let children = try TestChildren(adoptsOrphans: true)
            let sleeper = Sleeper()
            let forgetting = "env -i setsid prlimit --locks=unlimited: "
            let report = try await children.run(.shell(Self.script([forgetting], [sleeper], then: "exit 0")))
            #expect(report.leaks.isEmpty)
            try await sleeper.expectEnd()
            children.close()
            #expect(children.strayComplaint?.hasSuffix(" \(sleeper.command)") == true)
        }
    }

    @Test(arguments: ["", "env -i "])
    func `what starts after its attempt has ended is no other's leak`(forgetting: String) async throws {
        await #expect(processExitsWith: .success) { [forgetting] in
            let files = try TemporaryDirectory()
            let children = try TestChildren(adoptsOrphans: true)
            let sleeper = Sleeper()
            let other = "echo ready; until test -e '\(files["end"])'; do sleep 0.01; done; exit 0"
            try await children.startUntilItSpeaks(.shell(other, environment: ["AURORA_TASK_ID": "1"]), task: 1)
            // What is left behind starts the sleeper when its attempt is over, and is gone then.
            let late =
                "until test -e '\(files["begin"])'; do sleep 0.01; done; setsid \(forgetting)\(sleeper.command) & exit"
            try files.write("late", late)
            var spec = ProcessSpec.shell("setsid sh '\(files["late"])' & exit 0", environment: ["AURORA_TASK_ID": "0"])
            spec.leakPolicy = .report
            #expect(try await !children.run(spec).leaks.isEmpty)
            try files.write("begin", "")
            let isThere = try await Waiting.until(timeout: .seconds(30)) { sleeper.isAlive ? true : nil }
            #expect(isThere == true)
            try files.write("end", "")
            #expect(try await children.report(ofTask: 1).leaks.isEmpty)
            children.close()
            #expect(!sleeper.isAlive)
        }
    }

    @Test func `an attempt's own variables tell whose a process is`() async throws {
        await #expect(processExitsWith: .success) {
            let children = try TestChildren(adoptsOrphans: true)
            let (mine, other) = (Sleeper(), Sleeper())
            for (task, sleeper) in [mine, other].enumerated() {
                try await children.startUntilItSpeaks(
                    .shell(
                        "setsid sh -c '\(sleeper.command) & exit'; echo ready; exec sleep 600",
                        environment: ["AURORA_TASK_ID": "\(task)"]),
                    task: task)
            }
            children.terminate(.immediate, task: 0)
            _ = try await children.report(ofTask: 0)
            try await mine.expectEnd()
            #expect(other.isAlive)
            children.close()
            #expect(!other.isAlive)
        }
    }

    /// Every process that has lost its parent to this one, dead ones too.
    private static var orphans: [String] {
        (Files.read("/proc/self/task/\(getpid())/children") ?? "").split(separator: " ").map(String.init)
    }

    private static func expectNoOrphans() async throws {
        let isNone = try await Waiting.until(timeout: .seconds(30)) { orphans.isEmpty ? true : nil }
        #expect(isNone == true)
    }

    @Test func `what has lost its parent is collected when it ends, while its child runs on`() async throws {
        await #expect(processExitsWith: .success) {
            let children = try TestChildren(adoptsOrphans: true)
            let script = "i=0; while [ $i -lt 500 ]; do (true &); i=$((i+1)); done; echo ready; exec sleep 600"
            try await children.startUntilItSpeaks(.shell(script))
            try await Self.expectNoOrphans()
            #expect(children.ends.isEmpty)
        }
    }

    @Test func `nothing that was left behind takes a descriptor, and all of it is told`() async throws {
        await #expect(processExitsWith: .success) {
            let files = try TemporaryDirectory()
            let children = try TestChildren(adoptsOrphans: true)
            let end = "until test -e '\(files["end"])'; do sleep 0.01; done; exit 0"
            let script = "i=0; while [ $i -lt 300 ]; do (setsid sleep 600 &); i=$((i+1)); done; echo ready; \(end)"
            try await children.startUntilItSpeaks(.shell(script))
            // When this one ends, all that was left behind is looked at.
            _ = try await children.run(.shell("exit 0"), task: 1)
            #expect(Self.orphans.count >= 300)
            let watched = Files.entries(of: "/proc/self/fd").map { Files.link("/proc/self/fd/\($0)") }
                .count { $0.contains("pidfd") }
            #expect(watched == 1)
            try files.write("end", "")
            #expect(try await children.report().leaks.count == 300)
            try await Self.expectNoOrphans()
        }
    }

    /// Each has the next one started before anybody can have seen it, in a session of its own, and is gone.
    @Test func `chains of processes that start the next and are gone end with their child`() async throws {
        await #expect(processExitsWith: .success) {
            let files = try TemporaryDirectory()
            let children = try TestChildren(adoptsOrphans: true)
            try files.write("chain", "setsid sh '\(files["chain"])' & exit")
            let script =
                "trap : TERM; for i in 1 2 3; do sh '\(files["chain"])'; done; echo ready; while :; do sleep 600; done"
            try await children.startUntilItSpeaks(.shell(script, killGrace: .milliseconds(100)))
            children.terminate(.polite)
            let begin = ContinuousClock.now
            #expect(try await children.report().exit == .signalled(SIGKILL))
            #expect(ContinuousClock.now - begin < .seconds(5))
            try await Self.expectNoOrphans()
            #expect(!Survivors().all.contains { $0.command.hasSuffix(files["chain"]) })
        }
    }

    /// Counted and not timed: who looks at all that are left whenever one ends looks a million times.
    @Test func `thousands that end together keep nobody waiting`() async throws {
        await #expect(processExitsWith: .success) {
            let files = try TemporaryDirectory()
            let children = try TestChildren(adoptsOrphans: true)
            // They wait for the end of a pipe.
            let script = """
                mkfifo '\(files["gate"])'; sleep 600 > '\(files["gate"])' & gate=$!
                i=0; while [ $i -lt 1500 ]; do (read x < '\(files["gate"])' &); i=$((i+1)); done
                echo ready; until test -e '\(files["end"])'; do sleep 0.01; done; kill $gate; exec sleep 600
                """
            try await children.startUntilItSpeaks(.shell(script))
            // Each is looked at here.
            _ = try await children.run(.shell("exit 0"), task: 1)
            #expect(Self.orphans.count >= 1500)
            let calls = Guarded<(waits: Int, pages: Int)>((0, 0))
            Kernel.decideFaults { call in
                calls.withLock { calls in
                    if call == .wait { calls.waits += 1 }
                    if call == .readAt { calls.pages += 1 }
                }
                return nil
            }
            try files.write("end", "")
            try await Self.expectNoOrphans()
            let (waits, pages) = calls.withLock { $0 }
            #expect(waits >= 1500)
            #expect(waits < 1500 * 1500 / 4, "\(waits) waits")
            #expect(pages < 2 * 1500, "\(pages) pages of the list")
        }
    }
}
