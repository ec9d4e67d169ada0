import Glibc
import SpawnTestKit
import Testing

/// Every way out leaves the terminal as it was and no child alive, even of children that do not listen.
struct RestoreTests {
    private static let deafTasks = (1...10).map {
        "- [ ] \($0) Be deaf\n  @ignore-term\n  @print not listening\n  @hang\n"
    }
    .joined()

    @Test func `Ctrl-C, twice`() async throws {
        try await DashboardTerminal.run(Self.deafTasks, "-j", "10") { dashboard in
            try await Self.waitForChildren(dashboard)
            try await dashboard.session.press("C-c")
            // The screen says so for two seconds only; the log keeps it.
            let isStopping = try await Waiting.until(timeout: .seconds(30)) {
                dashboard.events.contains("stopping") ? true : nil
            }
            #expect(isStopping == true)
            try await dashboard.session.press("C-c")
            try await dashboard.expectEnd(status: 128 + Int(SIGINT))
        }
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGINT]) func `a signal`(signal: Int32) async throws {
        try await DashboardTerminal.run(Self.deafTasks, "-j", "10") { dashboard in
            try await Self.waitForChildren(dashboard)
            kill(try await dashboard.session.pid(), signal)
            try await dashboard.expectEnd(status: 128 + Int(signal))
        }
    }

    @Test func `a closed terminal ends the run`() async throws {
        try await DashboardTerminal.run(Self.deafTasks, "-j", "10") { dashboard in
            try await Self.waitForChildren(dashboard)
            try await dashboard.session.closeTerminal()
            try await dashboard.expectNoChildren()
        }
    }

    private static func waitForChildren(_ dashboard: DashboardTerminal) async throws {
        try await dashboard.session.waitForScreen("to show ten deaf children") {
            $0.matches(of: #/not listening/#).count >= 10
        }
        #expect(dashboard.children.count == 10)
    }
}
