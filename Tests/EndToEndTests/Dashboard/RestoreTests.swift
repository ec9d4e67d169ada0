import Glibc
import SpawnTestKit
import Testing

/// Every way out leaves the terminal as it was and no child alive, even of children that do not listen.
struct RestoreTests {
    private static let deafTasks = (1...10).map {
        "- [ ] \($0) Be deaf\n  @ignore-term\n  @print not listening\n  @hang\n"
    }.joined()

    /// A way out of a dashboard.
    enum Way: Sendable, CaseIterable {
        case quitting, interruptTwice
        case int, term, hup, quit
        case segv, trap, abort, kill

        var status: Int {
            switch self {
            case .quitting: 1
            case .interruptTwice, .int: 128 + Int(SIGINT)
            default: 128 + Int(signal)
            }
        }

        var signal: Int32 {
            switch self {
            case .int, .quitting, .interruptTwice: SIGINT
            case .term: SIGTERM
            case .hup: SIGHUP
            case .quit: SIGQUIT
            case .segv: SIGSEGV
            case .trap: SIGTRAP
            case .abort: SIGABRT
            case .kill: SIGKILL
            }
        }

        /// True when it is not the program's own doing: what is left of it must mend what it cannot any more.
        var isCrash: Bool { [.segv, .trap, .abort, .kill].contains(self) }
    }

    @Test(
        arguments: Way.allCases, [false, true])
    func `every way out, stopped and continued before or not`(way: Way, wasStopped: Bool) async throws {
        // The runtime of a debug build would ask on the terminal what to do about a crash.
        let environment = ["SWIFT_BACKTRACE": "enable=no"]
        try await DashboardTerminal.run(Self.deafTasks, "-j", "10", environment: environment) { dashboard in
            try await Self.waitForChildren(dashboard)
            let session = dashboard.session
            if wasStopped {
                try await session.press("C-z")
                let whileStopped = try await session.goOnWhenStopped()
                try await session.waitForText("q quit")
                #expect(whileStopped == session.settingsBefore)
            }
            #expect(try await session.modes().reportsMouse)
            try await session.record()
            try await leave(way, dashboard)
            try await dashboard.expectEnd(status: way.status)
            // 2026 ends a frame that was cut off.
            for mode in ["1000", "1004", "1006", "2004", "2026"] {
                // What keeps the bytes is a process of its own, and may be behind.
                let isOff = try await Waiting.until(timeout: .seconds(10)) {
                    session.recorded.contains("\u{1B}[?\(mode)l") ? true : nil
                }
                #expect(isOff == true, "mode \(mode)")
            }
        }
    }

    /// Nothing says when that is done: whoever could is dead.
    @Test func `a whole group that is killed leaves the terminal as it was`() async throws {
        try await DashboardTerminal.run(Self.deafTasks, "-j", "10") { dashboard in
            try await Self.waitForChildren(dashboard)
            let session = dashboard.session
            kill(-(try await session.pid()), SIGKILL)
            #expect(try await session.exitStatus() == 128 + Int(SIGKILL))
            try await dashboard.expectNoChildren()
            let isGone = try await Waiting.until(timeout: .seconds(60)) { dashboard.supervisor == nil ? true : nil }
            #expect(isGone == true, "the keeper must end as well")
            #expect(try await session.settingsNow() == session.settingsBefore)
            #expect(try await session.modes() == TmuxSession.Modes())
        }
    }

    /// It has the terminal back before anything can be mended, with settings for the line it is reading.
    @Test func `a shell that reads a line already keeps its settings, and gets its screen back`() async throws {
        let place = try Workplace("kill-in-shell")
        try place.files.write("tasks.md", Self.deafTasks)
        try await place.inShell { session in
            try await session.waitForText("$")
            let settings = try await session.settingsNow()
            try await session.type("aurora spawn -j 10")
            try await session.press("Enter")
            try await session.waitForText("q quit")
            kill(-(try #require(place.job)), SIGKILL)
            let isGone = try await Waiting.until(timeout: .seconds(60)) {
                place.mark.survivors.contains { !$0.command.hasPrefix("bash") } ? nil : true
            }
            #expect(isGone == true)
            #expect(try await session.modes() == TmuxSession.Modes())
            try await session.type("echo still $((40 + 2))")
            try await session.press("Enter")
            try await session.waitForText("still 42")
            #expect(try await session.settingsNow() == settings)
        }
    }

    /// It never had the terminal, whose settings are those of the program in the foreground.
    @Test func `a run that is killed in the background leaves the terminal to who has it`() async throws {
        let place = try Workplace("kill-in-background")
        try place.files.write("tasks.md", Self.deafTasks)
        try await place.inShell { session in
            try await session.type("aurora spawn -j 10 --ui none &")
            try await session.press("Enter")
            let isThere = try await Waiting.until(timeout: .seconds(60)) {
                place.mark.survivors.count { $0.command.contains("sample-agent") && !$0.command.contains("aurora") }
                    == 10
                    ? true : nil
            }
            try #require(isThere == true)
            try await session.type("sh -c 'stty -isig -echo; echo in the fore; exec cat'")
            try await session.press("Enter")
            try await session.waitForScreen("to say so") { $0.split(separator: "\n").contains("in the fore") }
            let settings = try await session.settingsNow()
            let supervisor = try #require(place.job.flatMap { RunningProgram.supervisor(of: $0) })
            kill(supervisor, SIGKILL)
            let isGone = try await Waiting.until(timeout: .seconds(60)) { place.job == nil ? true : nil }
            #expect(isGone == true)
            #expect(try await session.settingsNow() == settings)
        }
    }

    private func leave(_ way: Way, _ dashboard: DashboardTerminal) async throws {
        switch way {
        case .quitting:
            try await dashboard.session.press("q")
            try await dashboard.session.waitForText("10 tasks still running")
            try await dashboard.session.press("a")
        case .interruptTwice:
            try await dashboard.session.press("C-c")
            // The screen says so for two seconds only; the log keeps it.
            try await dashboard.waitForEvent(containing: "run_stopping")
            try await dashboard.session.press("C-c")
        default:
            let pid = way.isCrash ? try #require(dashboard.supervisor) : try await dashboard.session.pid()
            Glibc.kill(pid, way.signal)
        }
    }

    @Test(arguments: [[], ["C-z"], ["Enter", "e"], ["Enter", "e", "C-z"]])
    func `a closed terminal ends the run, also one that is stopped or shows the pager`(keys: [String]) async throws {
        try await DashboardTerminal.run(Self.deafTasks, "-j", "10", environment: ["PAGER": "less"]) { dashboard in
            try await Self.waitForChildren(dashboard)
            for key in keys {
                try await dashboard.session.press(key)
                switch key {
                case "Enter": try await dashboard.session.waitForText("▸ stdout")
                case "e": try await dashboard.session.waitForScreen("to be the pager's") { !$0.contains("▸ stdout") }
                default: try await dashboard.session.waitForText("[stopped; Enter goes on]")
                }
            }
            try await dashboard.session.closeTerminal()
            try await dashboard.expectNoChildren()
            let isGone = try await Waiting.until(timeout: .seconds(60)) { dashboard.supervisor == nil ? true : nil }
            #expect(isGone == true, "the program itself must end as well")
        }
    }

    @Test func `an unknown terminal is one sentence, and nothing is started`() async throws {
        let environment = ["TERM": "no-such-terminal"]
        try await DashboardTerminal.run("- [ ] 1 Say hello\n", "--ui", "dashboard", environment: environment) {
            dashboard in
            try await dashboard.session.waitForText("the terminal type is unknown")
            try await dashboard.expectEnd(status: 2)
            #expect(dashboard.events.isEmpty)
        }
    }

    @Test func `a terminal that cannot place the cursor is told lines, or in a sentence why`() async throws {
        let tasks = "- [ ] 1 Say hello\n  @print hello\n"
        try await DashboardTerminal.run(tasks, environment: ["TERM": "dumb"]) { dashboard in
            try await dashboard.session.waitForText("1 of 1 tasks succeeded")
            try await dashboard.expectEnd(status: 0)
        }
        try await DashboardTerminal.run(tasks, "--ui", "dashboard", environment: ["TERM": "dumb"]) { dashboard in
            try await dashboard.session.waitForText("cannot place the cursor")
            try await dashboard.expectEnd(status: 2)
            #expect(dashboard.events.isEmpty)
        }
    }

    private static func waitForChildren(_ dashboard: DashboardTerminal) async throws {
        try await dashboard.session.waitForScreen("to show ten deaf children") {
            $0.matches(of: #/not listening/#).count >= 10
        }
        #expect(dashboard.children.count == 10)
    }
}
