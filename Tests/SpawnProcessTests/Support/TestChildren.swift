import SpawnCore
import SpawnProcess
import SpawnTestKit

/// A reactor with the children of one test, and everything that has happened to them so far.
final class TestChildren {
    /// Far beyond what anything takes on a busy machine: whoever waits so long has failed.
    private static let limit = Duration.seconds(60)

    private let reactor: Reactor
    private(set) var events: [ProcessEvent] = []
    private(set) var signals: [Int32] = []
    /// How each task ended, of those that did.
    private(set) var ends: [Int: ProcessEvent.Kind] = [:]

    init(signals: [Int32] = [], adoptsOrphans: Bool = false, spillDirectory: String? = nil) throws {
        reactor = try Reactor(signals: signals, adoptsOrphans: adoptsOrphans, spillDirectory: spillDirectory)
    }

    /// Runs one child to its end.
    ///
    /// - Parameters:
    ///   - spec: The child.
    ///   - task: Tells it from the other children of the test.
    /// - Returns: What it left behind.
    /// - Throws: When it does not start or does not end.
    func run(_ spec: ProcessSpec, task: Int = 0) async throws -> ProcessReport {
        start(spec, task: task)
        return try await report(ofTask: task)
    }

    func start(_ spec: ProcessSpec, task: Int = 0) { reactor.start(spec, as: AttemptID(task: task, number: 1)) }

    func terminate(_ manner: TerminationManner, task: Int = 0) {
        reactor.terminate(AttemptID(task: task, number: 1), manner)
    }

    /// What a child that runs has written so far; `nil` when it does not run.
    func output(ofTask task: Int = 0) -> LiveOutput? { reactor.output(of: AttemptID(task: task, number: 1)) }

    /// Starts a child and waits until it has written something to its stdout, which says that it is where the test
    /// wants it.
    func startUntilItSpeaks(_ spec: ProcessSpec, task: Int = 0) async throws {
        start(spec, task: task)
        try await wait(for: "task \(task) to speak") {
            $0.progress(ofTask: task).contains { $0.stdoutBytes > 0 } ? true : nil
        }
    }

    /// Waits for the end of a child.
    func report(ofTask task: Int = 0) async throws -> ProcessReport {
        let end = try await wait(for: "the end of task \(task)") { $0.ends[task] }
        switch end {
        case .ended(let report): return report
        case .startFailed(let failure): throw TestKitError("task \(task) was not started: \(failure.message)")
        default: preconditionFailure("only these two end a child")
        }
    }

    /// Waits for a start that must fail.
    func startFailure(_ spec: ProcessSpec, task: Int = 0) async throws -> StartFailure {
        start(spec, task: task)
        let end = try await wait(for: "the start to fail") { $0.ends[task] }
        guard case .startFailed(let failure) = end else { throw TestKitError("it was started after all") }
        return failure
    }

    /// Takes in batches until there is an answer.
    ///
    /// - Parameters:
    ///   - expectation: What is waited for, as the end of a sentence that begins with “waited in vain for”.
    ///   - answer: Answers `nil` while it is too early.
    /// - Returns: The answer.
    /// - Throws: When there is none after a minute, with what happened until then.
    @discardableResult
    func wait<Answer>(for expectation: String, _ answer: (TestChildren) -> Answer?) async throws -> Answer {
        let end = reactor.now + TestChildren.limit
        reactor.wake(at: end)
        while true {
            if let answer = answer(self) { return answer }
            let batch = await reactor.nextBatch()
            events += batch.events
            signals += batch.signals
            for event in batch.events { note(event) }
            // On a busy machine the answer and the end of the patience may come in one batch.
            guard batch.moment < end || answer(self) != nil else {
                throw TestKitError("waited in vain for \(expectation); there were \(events.map(\.kind))")
            }
        }
    }

    /// What was told of one child's output so far.
    func progress(ofTask task: Int = 0) -> [OutputProgress] {
        events.compactMap { event in
            if case .output(let progress) = event.kind, event.attempt.task == task { progress } else { nil }
        }
    }

    /// Now, on the clock of the events.
    var now: Moment { reactor.now }

    /// Asks for a batch now.
    func wakeNow() { reactor.wakeNow() }

    /// The next batch, whatever is in it.
    func nextBatch() async -> ProcessBatch { await reactor.nextBatch() }

    /// What is told of processes that are nobody's.
    var strayComplaint: String? { reactor.strayComplaint }

    /// Ends the reactor.
    func close() { reactor.close() }

    private func note(_ event: ProcessEvent) {
        switch event.kind {
        case .ended, .startFailed: ends[event.attempt.task] = event.kind
        case .started, .output, .errorPattern, .result: break
        }
    }
}

extension ProcessSpec {
    /// A child that carries out a script of the shell.
    static func shell(
        _ script: String, input: [UInt8] = [], environment: [String: String] = [:], killGrace: Duration = .seconds(2)
    ) -> ProcessSpec {
        var spec = ProcessSpec(executable: "sh", arguments: ["-c", script], input: input, killGrace: killGrace)
        for (name, value) in environment { spec.environment.set(name, value) }
        return spec
    }
}
