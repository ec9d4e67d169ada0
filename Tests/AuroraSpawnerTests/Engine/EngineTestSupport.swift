import AuroraSpawner
import SpawnCore
import SpawnTestKit

extension RunSettings {
    /// Settings for a test: no chance in the delays, no tool that is held for what its tasks fail of, and whatever the test changes.
    static func exact(
        retries: Int = 2, fallback: Bool = false, _ change: (inout RunSettings) -> Void = { _ in }
    ) -> RunSettings {
        var settings = RunSettings()
        settings.recovery = .default
        settings.recovery?.backoff.jitter = .none
        settings.holdAfter = nil
        settings.maxRetries = retries
        settings.fallbackToLLM = fallback
        change(&settings)
        return settings
    }
}

extension SpawnTask {
    /// A task of the plain LLM that may take as long as it likes: what needs it begins late.
    static var clock: SpawnTask { SpawnTask(id: "clock", prompt: "clock", policyName: "development") }

    /// A task whose prompt is its id.
    static func named(_ id: String, agent: String? = nil, needs: String...) -> SpawnTask {
        SpawnTask(id: id, prompt: id, agent: agent, dependsOn: needs)
    }
}

extension [SpawnTask] {
    /// So many tasks for an agent, or for the plain LLM.
    static func some(_ count: Int, agent: String? = nil) -> [SpawnTask] {
        (1...count).map { .named(String($0), agent: agent) }
    }
}

extension [SpawnResult] {
    var endings: [TaskEnding] { map(\.ending) }
}

extension Moment {
    /// So many seconds after the start of the run.
    init(at seconds: Double) { self = .start + Duration(inSeconds: seconds) }
}

extension FakeRun {
    /// The commands that were carried out.
    var accepted: [UserCommand] {
        told { if case .commandAccepted(let command) = $0 { command } else { nil } }.map(\.value)
    }

    /// Why commands were not.
    var refusals: [String] {
        told { if case .commandRefused(_, let reason) = $0 { reason } else { nil } }.map(\.value)
    }

    /// Each change of a breaker: second, states, cause.
    var breakerChanges: [String] {
        var last: [String: BreakerChange] = [:]
        return events.compactMap { event in
            guard case .breakerChanged(let breaker) = event.kind, let change = breaker.lastChange,
                last.updateValue(change, forKey: breaker.agent) != change
            else { return nil }
            return "\(Int(change.moment.seconds)) \(change.from)-\(change.to): \(change.cause)"
        }
    }
}
