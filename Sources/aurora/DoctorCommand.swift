import AuroraCommand
import AuroraSpawner
import CLinux
import Dashboard
import DashboardTerminal
import Glibc
import SpawnCore
import SpawnProcess

/// `aurora doctor`: looks at all that a run from here would need, asks no service, and says what to do about what is missing.
struct DoctorCommand {
    private typealias Finding = DoctorReport.Finding

    /// How long a program may take to tell its version.
    private static let patience = Duration.seconds(15)

    private let options: RunOptions
    private let file: ConfigurationFile
    private let resolved: ResolvedOptions
    /// Whether what the configuration runs may be run.
    private let isAgreed: Bool

    init(_ options: RunOptions) throws {
        self.options = options
        file = try ConfigurationFile.load(options.configFile, environment: Environment.current)
        resolved = try ResolvedOptions(options, environment: Environment.current, file.configuration)
        isAgreed = Trust.unagreed(file, options) == nil
    }

    @MainActor
    func run() async throws -> Int32 {
        var report = DoctorReport()
        report.add("Tools", try await tools())
        report.add("Configuration", configuration)
        report.add("State directory", stateDirectory)
        report.add("Terminal", terminal)
        report.add("Limits", limits)
        Console.print(lines: report.lines.map(TerminalText.visible))
        return report.isFine ? ExitCode.success : ExitCode.failure
    }

    // MARK: Tools

    /// Those of the configuration, if it may run them, and the built-in ones.
    private var known: [ToolDefinition] {
        let own = isAgreed ? resolved.configuration.tools : [:]
        return ToolDefinition.builtIn.merging(own) { $1 }.values.sorted { $0.name < $1.name }
    }

    private func tools() async throws -> [Finding] {
        let there = known.compactMap { tool in Self.path(of: tool).map { (tool: tool, path: $0) } }
        let versions = try await versions(of: there.map { ($0.tool.name, $0.path) })
        let wanted = resolved.configuration.tool
        return known.flatMap { tool -> [Finding] in
            let isWanted = tool.name == wanted
            let name = tool.name + (isWanted ? " *" : "")
            guard let path = there.first(where: { $0.tool.name == tool.name })?.path else {
                let text = "\(tool.faults.program ?? "it cannot be found")"
                return [
                    isWanted
                        ? Finding(
                            .fault, name, text,
                            remedy: "install it, or name another with --tool or the key spawner.tool")
                        : Finding(.note, name, text)
                ]
            }
            let finding = finding(of: tool, name, path, version: versions[tool.name], isWanted: isWanted)
            return [finding] + (isWanted ? idleness(of: tool, name) : [])
        }
    }

    /// What its agents may do.
    private func permissions(of tool: ToolDefinition) -> Permission? {
        tool.permissions ?? resolved.configuration.permissions
    }

    /// Whether the tool that tasks go to would not be let do anything: a run would succeed, and nothing be done.
    private func idleness(of tool: ToolDefinition, _ name: String) -> [Finding] {
        guard !tool.permissionArguments.isEmpty, [nil, .askNothing].contains(permissions(of: tool)) else { return [] }
        return [
            Finding(
                .note, name, "its agents may read, and are let change nothing",
                remedy:
                    "--permissions edit, or the key spawner.permissions, lets them change files where they work; full "
                    + "lets them run any command too")
        ]
    }

    private func finding(
        of tool: ToolDefinition, _ name: String, _ path: String, version: String?, isWanted: Bool
    ) -> Finding {
        let permissions = permissions(of: tool)
        let spec = tool.makeSpec(agent: nil, model: resolved.configuration.model, permissions: permissions, prompt: "")
        let format = tool.reading.format == .text ? "prose" : "\(tool.reading.format.rawValue) events"
        let command = ShellWord.line([spec.executable] + spec.arguments(inputFile: "{file}"))
        let signIn = SignIn.known[tool.command[0].split(separator: "/").last.map(String.init) ?? ""]
        var environment = Environment.current.merging(tool.environment) { $1 }
        for variable in tool.removedVariables { environment[variable] = nil }
        let evidence = signIn?.evidence(environment) { unsafe access($0.cName, F_OK) == 0 }
        let login =
            signIn.map { _ in evidence.map { ", signed in by \($0)" } ?? ", signed in nowhere that we know of" } ?? ""
        // Where nobody says anything, or cannot, the tool decides.
        let level = permissions.flatMap { tool.permissionArguments[$0] == nil ? nil : $0.rawValue } ?? "its own"
        let text =
            "\(version ?? "tells no version"), \(format)\(login), permissions: \(level); \(path); starts: \(command)"
        guard let signIn, evidence == nil else { return Finding(.fine, name, text) }
        return Finding(isWanted ? .fault : .note, name, text, remedy: signIn.way)
    }

    private static func path(of tool: ToolDefinition) -> String? {
        let program = tool.command[0]
        return (try? ProgramSearch.locate(program, tool.ownVariables, in: tool.workingDirectory))
            ?? (program == "sample-agent" ? ProgramSearch.neighbour(program) : nil)
    }

    /// The first line that each program answers `--version` with. They are asked all at once, by a run of our own.
    @MainActor
    private func versions(of programs: [(name: String, path: String)]) async throws -> [String: String] {
        guard !programs.isEmpty else { return [:] }
        var configuration = SpawnerConfiguration()
        configuration.maxConcurrent = programs.count
        configuration.defaultPolicy = .test
        configuration.timeout = Self.patience
        configuration.maxRetries = 0
        configuration.fallbackToLLM = false
        for (name, path) in programs {
            configuration.tools[name] = ToolDefinition(name: name, command: [path, "--version"], prompt: .none)
        }
        let tasks = programs.map { SpawnTask(id: $0.name, prompt: $0.name, tool: $0.name) }
        let spawner = try Spawner(
            plan: try RunPlan(tasks: tasks, configuration: configuration), host: try Reactor(adoptsOrphans: true))
        let report = await spawner.run()
        return report.results.reduce(into: [:]) { versions, result in
            let line = result.output.text.split(whereSeparator: \.isNewline).first
            if result.success, let line { versions[result.taskID] = String(line.prefix(60)) }
        }
    }

    // MARK: All else

    private var configuration: [Finding] {
        var findings: [Finding] = []
        if let path = file.path {
            findings.append(Finding(.fine, "file", path))
        } else {
            let places = ConfigurationFile.candidates(environment: Environment.current).joined(separator: ", ")
            findings.append(Finding(.note, "file", "none, so the defaults hold; looked for \(places)"))
        }
        if !isAgreed {
            findings.append(
                Finding(
                    .fault, "agreement", "nobody has agreed to what it runs",
                    remedy: "look at it and agree with aurora trust"))
        }
        findings += ConfigurationReport.faults(file).map {
            Finding(.fault, "file", $0, remedy: "change it; aurora config check says when it is right")
        }
        findings += EffectiveValue.all(resolved, file).filter { $0.origin != .standard }.map {
            Finding(.fine, $0.key, "\(ConfigurationReport.text($0)), from \($0.origin)")
        }
        return findings
    }

    private var stateDirectory: [Finding] {
        let path = options.stateDirectory
        guard unsafe access(path.cName, F_OK) == 0 else {
            return [
                unsafe access(".".cName, W_OK) == 0
                    ? Finding(.fine, path, "not there yet; the first run makes it")
                    : Finding(
                        .fault, path, "cannot be made here: \(systemReason())",
                        remedy: "name one that you may write with --state-dir")
            ]
        }
        do throws(InputError) { _ = try OpenDirectory(own: path) } catch {
            return [Finding(.fault, path, error.message, remedy: "name another with --state-dir")]
        }
        guard unsafe access(path.cName, W_OK) == 0 else {
            return [
                Finding(
                    .fault, path, "cannot be written: \(systemReason())",
                    remedy: "change its permissions, or name another with --state-dir")
            ]
        }
        return [Finding(.fine, path, "can be written")]
    }

    private var terminal: [Finding] {
        guard isatty(STDIN_FILENO) == 1, let size = TerminalSize.now else {
            return [Finding(.note, "screen", "none here: a run would print plain lines")]
        }
        let name = Environment.current["TERM", default: ""]
        let isPlain = name.isEmpty || name == "dumb"
        let text = "\(name.isEmpty ? "no TERM" : name), \(size.columns)×\(size.rows)"
        let isSmall = size.columns < 80 || size.rows < 24
        return [
            isPlain
                ? Finding(.note, "screen", "\(text): plain lines", remedy: "set TERM to what the terminal is")
                : isSmall
                    ? Finding(.note, "screen", "\(text): the dashboard is made for 80×24 and more")
                    : Finding(.fine, "screen", text),
            UserLocale.isUTF8
                ? Finding(.fine, "locale", "UTF-8")
                : Finding(.note, "locale", "not UTF-8: drawn with ASCII alone", remedy: "set LC_ALL=C.UTF-8"),
        ]
    }

    private var limits: [Finding] {
        let wanted = resolved.configuration.maxConcurrent
        let limits = ChildCapacity.limits
        func words(_ limit: Int?) -> String { limit.map { String($0) } ?? "no limit" }
        let room = try? ChildCapacity.makeRoom(for: wanted)
        let enough = (room ?? 0) >= wanted
        return [
            Finding(
                enough ? .fine : .fault, "at once", "\(enough ? wanted : room ?? 0) of \(wanted) attempts have room",
                remedy: enough ? nil : "raise the limits, or ask for fewer with -j"),
            Finding(.fine, "processes", "\(words(limits.processes)) (ulimit -u)"),
            Finding(.fine, "open files", "\(words(limits.files)) (ulimit -n)"),
        ]
    }
}
