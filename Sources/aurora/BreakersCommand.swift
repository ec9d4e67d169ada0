import AuroraCommand
import AuroraSpawner
import SpawnCore
import SpawnProcess

/// `aurora breakers`: the breakers that outlive runs, to look at and to act on.
struct BreakersCommand {
    /// How long to wait for runs that work on the same breakers.
    private static let patience = Duration.seconds(2)

    let request: BreakerRequest?
    let options: RunOptions

    func run() throws -> Int32 {
        let file = try ConfigurationFile.load(options.configFile, environment: Environment.current)
        let store = SharedBreakers(
            directory: options.stateDirectory, run: nil, settings: file.configuration.breaker)
        do throws(InputError) {
            let known = try store.all(at: .start).map(\.agent)
            if let request {
                // Opening one that has never run, before it does, makes sense only for an agent the configuration knows.
                guard known.contains(request.agent) || file.configuration.agents[request.agent] != nil else {
                    Console.complain("\(unknown(request.agent, known))")
                    return ExitCode.usage
                }
                try carryOut(request, store)
            }
            let breakers = try store.all(at: .start).map { $0.snapshot(at: .start) }
            let isComplete = store.complaints.isEmpty
            if options.isJSON {
                Console.print(document: BreakerReport.json(breakers))
            } else if !breakers.isEmpty || isComplete {
                Console.print(lines: BreakerReport.lines(breakers))
            }
            store.complaints.forEach(Console.complain)
            return isComplete ? ExitCode.success : ExitCode.failure
        } catch {
            Console.complain("\(error)")
            return ExitCode.failure
        }
    }

    private func unknown(_ agent: String, _ known: [String]) -> InputError {
        let others = known.isEmpty ? "none is kept" : "there are those of \(known.joined(separator: ", "))"
        return InputError(file: options.stateDirectory, message: "'\(agent)' has no breaker here; \(others)")
    }

    private func carryOut(_ request: BreakerRequest, _ store: SharedBreakers) throws(InputError) {
        let work = SharedBreakerRequest(agent: request.agent, moment: .start, .perform(request.action))
        do throws(InputError) {
            // One that cannot be shared was complained of.
            guard case .alone = try store.carryOut(work, at: Clock.epochSeconds, patience: Self.patience) else {
                return
            }
        } catch {
            var error = error
            error.message += "; the breaker of \(request.agent) is as it was"
            throw error
        }
    }
}
