import AuroraCommand
import AuroraSpawner
import SpawnCore

/// `aurora breakers`: the breakers that outlive runs, to look at and to act on.
struct BreakersCommand {
    let request: BreakerRequest?
    let options: RunOptions

    func run() throws -> Int32 {
        let file = try ConfigurationFile.load(options.configFile, environment: Environment.current)
        let store = SharedBreakers(directory: options.stateDirectory, run: nil)
        if let request { try carryOut(request, store, file.configuration) }
        let breakers = store.all(settings: file.configuration.breaker, at: .start).map { $0.snapshot(at: .start) }
        let complaints = store.complaints
        if options.isJSON {
            Console.print(text: BreakerReport.json(breakers))
        } else if !breakers.isEmpty || complaints.isEmpty {
            Console.print(lines: BreakerReport.lines(breakers))
        }
        complaints.forEach(Console.complain)
        return complaints.isEmpty ? ExitCode.success : ExitCode.failure
    }

    private func carryOut(
        _ request: BreakerRequest, _ store: SharedBreakers, _ configuration: SpawnerConfiguration
    ) throws {
        let known = store.all(settings: configuration.breaker, at: .start).map(\.agent)
        // Opening one that has never run, before it does, makes sense only for an agent the configuration knows.
        guard known.contains(request.agent) || configuration.agents[request.agent] != nil else {
            let others = known.isEmpty ? "none is kept" : "there are those of \(known.joined(separator: ", "))"
            throw InputError(
                file: options.stateDirectory, message: "'\(request.agent)' has no breaker here; \(others)")
        }
        var breaker = CircuitBreaker(agent: request.agent, settings: configuration.breaker)
        _ = store.update(&breaker, at: .start) { $0.perform(request.action, at: .start) }
    }
}
