internal import SpawnCore
internal import SpawnProcess

extension ToolBox {
    /// The tools that tasks use, each with a program that is there now. It is looked up again at every start, for programs
    /// move when they are updated.
    ///
    /// A tool that nothing uses need not be installed, nor need the one that would stand in for an agent with a command
    /// of its own: not having it is a failed fallback, not a reason to run nothing.
    init(for tasks: [SpawnTask], _ configuration: SpawnerConfiguration) throws(InputError) {
        var tools = ToolDefinition.builtIn.merging(configuration.tools) { $1 }
        let agents = configuration.agents
        // What was built with us lies beside us before anybody installs it.
        for sample in [ToolDefinition.sampleAgent, .sampleClaude, .sampleCodex] where tools[sample.name] == sample {
            guard (try? ProgramSearch.locate(sample.command[0])) == nil,
                let neighbour = ProgramSearch.neighbour(sample.command[0])
            else { break }
            tools[sample.name]?.command[0] = neighbour
        }
        if let fallback = configuration.fallback {
            guard tools[fallback.name] == nil || tools[fallback.name] == fallback else {
                throw InputError(
                    file: nil,
                    message:
                        "spawner.fallback and a tool are both called '\(fallback.name)'; give the tool another name")
            }
            tools[fallback.name] = fallback
        }
        if tools[configuration.tool] == nil { _ = try configuration.tool(named: configuration.tool) }

        var located: Set<String> = []
        var unseen: Set<String> = []
        for task in tasks where !task.isDone {
            if let agent = task.agent, let own = agents[agent] {
                if located.insert("agent \(agent)").inserted {
                    if try !Self.locate(own, ofAgent: true) { unseen.insert(own.name) }
                }
                continue
            }
            let name = task.tool ?? configuration.tool
            let tool = if let known = tools[name] { known } else { try configuration.tool(named: name) }
            if located.insert("tool \(name)").inserted, try !Self.locate(tool) { unseen.insert(tool.name) }
        }
        if let fallback = configuration.fallback, located.insert("tool \(fallback.name)").inserted,
            tasks.contains(where: { !$0.isDone })
        {
            if try !Self.locate(fallback) { unseen.insert(fallback.name) }
        }
        self.init(
            tools: tools, agents: agents, defaultTool: configuration.tool, fallbackTool: configuration.fallback?.name,
            model: configuration.model, permissions: configuration.permissions)
        self.unseen = unseen
    }

    /// What tasks ask for and their tools cannot do, a sentence for each tool: agents and permissions.
    package func warnings(for tasks: [SpawnTask]) -> [String] {
        var agents: [String: Set<String>] = [:]
        var refused: [String: Set<Permission>] = [:]
        for task in tasks where !task.isDone {
            let tool = tool(for: task, asFallback: false)
            if let agent = task.agent, self.agents[agent] == nil, !tool.knowsAgents {
                agents[tool.name, default: []].insert(agent)
            }
            if let asked = permissions(for: task, of: tool), tool.permissionArguments[asked] == nil {
                refused[tool.name, default: []].insert(asked)
            }
        }
        return agents.sorted { $0.key < $1.key }.map { tool, names in
            "'\(tool)' has no agents, so these names are not used: \(Self.list(names))"
        }
            + refused.sorted { $0.key < $1.key }.map { tool, levels in
                "'\(tool)' cannot be given permissions: \(Self.list(Set(levels.map(\.rawValue)))) changes nothing, and its own "
                    + "default holds; see the key permission_args of a tool"
            }
    }

    private static func list(_ names: Set<String>) -> String {
        let most = 5
        let some = names.sorted().prefix(most).joined(separator: ", ")
        return names.count > most ? "\(some) and \(names.count - most) more" : some
    }

    /// Checks that the program of a tool can be run.
    ///
    /// - Returns: False when it is not there, and may be when it is started.
    private static func locate(_ tool: ToolDefinition, ofAgent: Bool = false) throws(InputError) -> Bool {
        guard let program = tool.command.first, !program.contains("{") else { return true }
        do throws(ProgramSearch.Fault) {
            try ProgramSearch.check(program, tool.ownVariables, in: tool.workingDirectory)
            return true
        } catch {
            // A path is relative to the directory the tool runs in, which a task may fill first.
            if program.contains("/") && !program.hasPrefix("/") && tool.workingDirectory != nil { return false }
            let way =
                ofAgent
                ? "change the config key spawner.agents.\(tool.name)"
                : "choose another tool with --tool or the config key spawner.tool"
            let subject =
                program == tool.name ? "the tool '\(program)'" : "'\(program)', the program of '\(tool.name)',"
            guard error.isMissing else {
                let place = error.path == program ? "" : "cannot be run: '\(error.path)' "
                throw InputError(file: nil, message: "\(subject) \(place)\(error.words); or \(way)")
            }
            let fault = program.contains("/") ? error.words : "is not on PATH"
            throw InputError(file: nil, message: "\(subject) \(fault); install it, or \(way)")
        }
    }
}

extension ToolDefinition {
    /// Whether the name of an agent reaches it: in its arguments, or in the variable that a tool of one's own may read.
    fileprivate var knowsAgents: Bool {
        (command + agentArguments).contains { $0.contains("{agent}") }
            || ToolDefinition.builtIn[name]?.command != command
    }

    /// What keeps the tool from being started here and now, in words that follow its name: of its program, and of the
    /// directory it runs in.
    package var faults: (program: String?, directory: String?) {
        let directory = workingDirectory.flatMap { directory in
            WorkingDirectory.fault(of: directory).map { "its cwd '\(directory)' cannot be used: \($0)" }
        }
        guard let program = command.first, !program.contains("{"), directory == nil || program.hasPrefix("/") else {
            return (nil, directory)
        }
        do throws(ProgramSearch.Fault) {
            try ProgramSearch.check(program, ownVariables, in: workingDirectory)
            return (nil, directory)
        } catch {
            return ("its program '\(error.path)' \(error.words)", directory)
        }
    }
}
