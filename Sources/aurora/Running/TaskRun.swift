import AuroraCommand
import AuroraSpawner
import CLinux
import Dashboard
import DashboardTerminal
import Glibc
import SpawnCore
import SpawnProcess

/// One run of tasks from the command line: the engine, what people see of it, and the files it leaves.
struct TaskRun {
    /// The signals that end a run in an orderly way.
    private static let endings = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]

    var title: String
    var plan: RunPlan
    var configuration: SpawnerConfiguration
    var options: RunOptions
    /// The arguments of the command, to be given again when somebody goes on with the run.
    var arguments: [String] = []
    /// The run that it goes on with.
    var parent: String?
    /// The bytes of the task file.
    var taskFile: [UInt8] = []
    /// Where its breakers and the output of its tasks are kept; `nil` lets them end with the run.
    var stateDirectory: String?
    /// Where tasks that succeeded are ticked; `nil` for nowhere.
    var tickedFile: TickedTaskFile?
    /// Leaves the dashboard so long after the last task ended, unless a key was pressed; `nil` stays.
    var leavesAfter: Duration?
    /// Whether a task that fails is none of the run's own failures.
    var expectsFailures = false

    /// Runs the tasks to their end.
    ///
    /// - Returns: The exit code.
    @MainActor
    func run() async throws -> Int32 {
        var plan = plan
        let breakers = stateDirectory.map {
            SharedBreakers(directory: $0, run: plan.runID, settings: plan.settings.breaker)
        }
        try checkStateDirectory()
        let people = try Console.startWriter()
        try makeRoom(in: &plan.settings)
        // Signals first, the screen then: one that came between would leave the terminal as it must not be.
        LateSignals.take(Self.endings)
        // With the one that suspends the run, and the one that asks how it stands.
        let reactor = try Reactor(
            signals: Self.endings + [SIGTSTP, SIGUSR1], adoptsOrphans: true,
            spillDirectory: stateDirectory.map { "\($0)/runs/\(plan.runID)/\(RunDirectory.outputsName)" },
            reading: OutputClassifier(configuration))
        LateSignals.letPass()
        let screen = try openScreen()
        plan.settings.staysOpen = screen != nil
        let resultsFile = try options.resultsFile.map { try ResultsFile(path: $0) }
        let eventLog = try options.eventsFile.map { try EventLog(path: $0) }
        var record = beginRecord(of: plan)
        let spawner = try Spawner(plan: plan, host: reactor, breakers: breakers, recorder: record?.recorder)
        // Nothing can be refused any more.
        eventLog?.begin()
        let watch = StateWatch(
            Set([stateDirectory, ".aurora"].compactMap(\.self)),
            configurations: ConfigurationFile.candidates(environment: Environment.current)
                + [options.configFile].compactMap(\.self),
            outputs: [options.resultsFile, options.eventsFile, tickedFile == nil ? nil : options.taskFile].compactMap(
                \.self))

        let logging = eventLog.map { log in
            let batches = spawner.eventBatches()
            return Task { @concurrent in await log.write(batches, startedAt: Clock.epochSeconds) }
        }
        let teller = try StatusTeller(directory: screen == nil ? nil : options.stateDirectory)
        let telling = Task { @concurrent in await teller.tell(spawner.statuses) }
        let ticking = tickedFile.map { file in
            let batches = spawner.eventBatches()
            return Task { @concurrent in await Self.tick(file, batches) }
        }
        let watching = screen == nil ? startReporter(spawner, plan.tools) : nil
        let dashboardEvents = screen.map { _ in spawner.eventBatches() }
        let running = Task { @concurrent in
            let report = await spawner.run()
            // Before anybody is waited for, and where no terminal can hold it up.
            let document = report.document
            return (report, document, unsaved: await resultsFile?.write(document))
        }
        let freeing = Task { @concurrent in
            _ = await running.value
            await StuckTerminal.keepFree()
        }
        defer { freeing.cancel() }
        if let screen, let dashboardEvents {
            let exit = await DashboardRunner.run(
                DashboardModel(size: screen.size, options: dashboardOptions(on: screen, plan.tools)), on: screen,
                DashboardConnections(
                    events: dashboardEvents, clock: { reactor.now }, send: { spawner.send($0) },
                    output: { await spawner.liveOutput(ofTask: $0.task, attempt: $0.attempt) },
                    suspend: { await reactor.suspend() }))
            // Without a terminal there is nobody to watch: what HUP would have done happens.
            spawner.send(exit == .terminalLost ? .stop(.signal(SIGHUP)) : .close)
        }
        var (report, document, unsaved) = await running.value
        let isStopped = if case .signal = report.stopCause { true } else { false }
        if screen != nil { ClosingSummary.write(report) }
        var complaints = [reactor.strayComplaint, reactor.survivorComplaint, watch.complaint].compactMap(\.self)
        await Readers.wait(
            for: [watching, logging, telling].compactMap(\.self), [people, eventLog?.writer].compactMap(\.self),
            isHurried: isStopped)
        if let writer = resultsFile?.writer {
            await Readers.wait(forResults: writer, isStopped: isStopped)
            unsaved = writer.complaint
        }
        if let reason = unsaved {
            let places = [stateDirectory, Environment.current["HOME"], Environment.current["TMPDIR"], "/tmp"]
            let path = ResultsFile.rescue(
                document, as: "aurora-results-\(report.runID).json",
                in: places.compactMap { $0?.isEmpty == true ? nil : $0 })
            unsaved = reason + (path.map { "; the results are in \($0)" } ?? "; the results are lost")
        }
        let unlogged = eventLog?.writer.complaint
        let unticked = await ticking?.value
        let code = ExitCode.of(report, isSaved: unsaved == nil && unlogged == nil, expectsFailures: expectsFailures)
        complaints += [unsaved, unlogged, unticked].compactMap(\.self) + (breakers?.complaints ?? [])
        complaints += [record?.end(report, exitCode: code, configuration.retention)].compactMap(\.self)
        complaints.forEach(Console.complain)
        return code
    }

    /// Begins to keep the run. One that cannot be kept is run all the same.
    private func beginRecord(of plan: RunPlan) -> RunRecord? {
        guard let stateDirectory, options.isStored else { return nil }
        do { return try RunRecord(self, plan, in: stateDirectory) } catch {
            Console.complain("\(error); this run is not kept, and aurora resume will not know it")
            return nil
        }
    }

    /// A directory that others could change is refused before anything is kept in it. One that is not there is made when it is
    /// needed.
    private func checkStateDirectory() throws(InputError) {
        guard let stateDirectory, unsafe access(stateDirectory.cName, F_OK) == 0 else { return }
        _ = try OpenDirectory(own: stateDirectory)
    }

    /// Ticks tasks as they succeed.
    ///
    /// - Returns: What could not be ticked; `nil` when all was.
    @concurrent
    private static func tick(_ file: TickedTaskFile, _ batches: AsyncStream<[SpawnEvent]>) async -> String? {
        var file = file
        for await batch in batches {
            file.tick(
                batch.compactMap {
                    if case .taskEnded(let result) = $0.kind, result.success { result.taskIndex } else { nil }
                })
        }
        // What was not to be found may be there now that an editor has saved its file.
        file.tick([])
        return file.complaint
    }

    /// Fewer at once are better than starts that fail.
    private func makeRoom(in settings: inout RunSettings) throws(NoRoomError) {
        let wanted = min(settings.maxConcurrent, plan.tasks.count)
        let room = try ChildCapacity.makeRoom(for: wanted)
        guard room < wanted else { return }
        settings.maxConcurrent = room
        Console.complain(
            "\(wanted) at once are more than the limits on open files (ulimit -n) and processes (ulimit -u) allow; "
                + "running \(room) at once")
    }

    private func startReporter(_ spawner: Spawner, _ tools: ToolBox) -> Task<Void, Never>? {
        guard options.userInterface != .none else { return nil }
        let events = spawner.events()
        let usesColours = PlainReporter.allowsColours(
            isTerminal: isatty(STDERR_FILENO) == 1, environment: Environment.current)
        let verbosity = options.verbosity
        let permissions = plan.tasks.map { tools.permissions(for: $0, of: tools.tool(for: $0, asFallback: false)) }
        return Task { @concurrent in
            var reporter = PlainReporter(verbosity: verbosity, usesColours: usesColours, permissions: permissions)
            var output = verbosity == .verbose ? OutputTeller(spawner, tools) : nil
            for await event in events {
                await output?.tell(before: event) { task, lines in
                    await Console.report(reporter.lines(lines, ofTask: task, at: event.moment))
                }
                await Console.report(reporter.lines(for: event))
            }
        }
    }

    private func dashboardOptions(on screen: NcursesScreen, _ tools: ToolBox) -> DashboardOptions {
        DashboardOptions(
            title: title, isASCII: options.usesASCII || !screen.showsUTF8, isReadOnly: options.isReadOnly,
            leavesAfter: leavesAfter, formats: tools.formats)
    }

    /// Takes the terminal for the dashboard, where there is to be one. Without having been asked for it, one that cannot be
    /// used is no reason not to run.
    @MainActor
    private func openScreen() throws(ScreenError) -> NcursesScreen? {
        guard options.userInterface.isDashboard(options) else { return nil }
        do throws(ScreenError) {
            return try NcursesScreen(usesColour: Environment.current["NO_COLOR", default: ""].isEmpty)
        } catch {
            guard options.userInterface == .auto else { throw error }
            Console.complain("no dashboard, but plain lines: \(error)")
            return nil
        }
    }
}

extension RunOptions.UserInterface {
    /// The dashboard needs a terminal on both sides that is ours to use and more than lines, and a standard output that carries no
    /// data.
    func isDashboard(_ options: RunOptions) -> Bool {
        switch self {
        case .dashboard: true
        case .plain, .none: false
        case .auto:
            isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 && ForegroundJob.isOurs
                && Environment.current["TERM"] != "dumb" && options.eventsFile != "-" && options.resultsFile != "-"
        }
    }
}

extension RunReport {
    /// What `--results` writes.
    var document: [UInt8] {
        ResultsDocument(runID: runID, results: results, metrics: metrics, duration: duration).json()
    }
}
