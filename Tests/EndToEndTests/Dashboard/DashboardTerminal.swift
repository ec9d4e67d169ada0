import SpawnTestKit
import Testing

/// `aurora spawn` with its dashboard in a real terminal, over a task file whose agents are the bundled sample agent.
struct DashboardTerminal {
    let session: TmuxSession
    private let directory: TemporaryDirectory
    private let mark: String

    /// Shows the dashboard for as long as the body runs.
    ///
    /// - Parameters:
    ///   - tasks: The task file. `@` lines script the sample agent.
    ///   - options: More options of `aurora spawn`.
    ///   - environment: More variables.
    ///   - size: The terminal's size at first.
    ///   - body: Types, waits and looks.
    /// - Throws: What the body throws.
    static func run(
        _ tasks: String, _ options: String..., environment: [String: String] = [:],
        size: TmuxSession.Size = .init(120, 40), _ body: (DashboardTerminal) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        try directory.write("tasks.md", tasks)
        let arguments = ["spawn", "tasks.md", "--tool", "sample-agent", "--events", "events"] + options
        try await run(arguments, environment: environment, in: directory, size: size, body)
    }

    /// The same for any command line of `aurora`.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], in directory: TemporaryDirectory,
        size: TmuxSession.Size, _ body: (DashboardTerminal) async throws -> Void
    ) async throws {
        let mark = "dashboard-\(directory.path)"
        let environment = [
            "AURORA_TEST_MARK": mark, "PATH": BuiltProgram.directory + ":/usr/bin:/bin", "HOME": directory.path,
        ].merging(environment) { $1 }
        try await TmuxSession.run(
            BuiltProgram.path("aurora"), arguments, environment: environment, directory: directory.path, size: size
        ) { session in
            try await body(DashboardTerminal(session: session, directory: directory, mark: mark))
        }
    }

    /// Every event of the run so far, a JSON object a line.
    var events: String { Files.read(directory["events"]) ?? "" }

    /// How many events of a kind there are so far.
    func count(of event: String) -> Int {
        events.split(separator: "\n").count { $0.contains("\"event\":\"\(event)\"") }
    }

    /// Waits until there is an event with a text in it.
    func waitForEvent(containing text: String) async throws {
        let isThere = try await Waiting.until(timeout: .seconds(60)) { events.contains(text) ? true : nil }
        guard isThere != nil else { throw TestKitError("no event has \(text) in it:\n\(events)") }
    }

    /// What a file of the working directory holds, found by how its name ends; `nil` when there is none.
    func file(endingIn end: String) -> String? { path(endingIn: end).flatMap { Files.read($0) } }

    /// Who may do what with it.
    func mode(ofFileEndingIn end: String) -> UInt32? { path(endingIn: end).map { Files.mode($0) } }

    private func path(endingIn end: String) -> String? {
        Files.entries(of: directory.path).first { $0.hasSuffix(end) }.map { directory[$0] }
    }

    /// Waits until the program has ended and checks what it left: the terminal as it was, and no process.
    func expectEnd(status: Int, timeout: Duration = .seconds(60)) async throws {
        #expect(try await session.exitStatus(timeout: timeout) == status)
        let settings = try await session.terminalSettings()
        #expect(settings.before == settings.after)
        #expect(try await session.modes() == TmuxSession.Modes())
        try await expectNoChildren()
    }

    /// Waits until no agent is alive. One that was left would live on.
    func expectNoChildren() async throws {
        let isQuiet = try await Waiting.until(timeout: .seconds(60)) { children.isEmpty ? true : nil }
        #expect(isQuiet == true, "\(children)")
    }

    /// The process that shows the dashboard, below those that guard it; `nil` when it is gone.
    var supervisor: Int32? {
        let own = Survivors().withEnvironment("AURORA_TEST_MARK=\(mark)").filter { $0.command.contains("/aurora ") }
        return own.first { process in
            own.contains { $0.pid == process.parent } && !own.contains { $0.parent == process.pid }
        }?.pid
    }

    /// The agents that are alive.
    var children: [Survivors.Process] {
        Survivors().withEnvironment("AURORA_TEST_MARK=\(mark)").filter {
            $0.command.split(separator: " ").first?.split(separator: "/").last == "sample-agent"
        }
    }
}
