import SpawnCore
import SpawnTestKit
import Testing

/// A run that shares its breakers, and whatever may become of its requests.
struct BreakerSharingTests {
    private static let admitted = SharedBreakerAnswer.common(CircuitBreaker(agent: "coder"), nil)

    private func state(_ tasks: Int, slots: Int = 4) throws -> RunState {
        var settings = RunSettings()
        settings.maxConcurrent = slots
        settings.recovery = .noRecovery
        let all = (0..<tasks).map { SpawnTask(id: "t\($0)", prompt: "p", agent: "coder") }
        var state = RunState(plan: try RunPlan.fake(all, settings), sharesBreakers: true)
        state.begin(at: .start)
        state.take(ProcessBatch(moment: .start))
        return state
    }

    /// What the run wants, in words; it is done with then.
    private func commands(_ state: inout RunState) -> [String] {
        defer { state.commands = [] }
        return state.commands.map {
            switch $0 {
            case .start(let attempt, _): "start \(attempt.task)"
            case .terminate(let attempt, _): "end \(attempt.task)"
            case .lookAtMemory: "memory"
            case .share(let request):
                switch request.work {
                case .look: "look"
                case .acquire(let task, _): "may \(task)"
                case .count(let failure, _): "count \(failure.task ?? -1)"
                case .report: "report"
                case .release: "release"
                case .perform(let action): "\(action)"
                }
            }
        }
    }

    /// What is to be seen of a run.
    private struct View: Equatable {
        var isOver: Bool
        var isSharing: Bool
        var nextMoment: Moment?
        var endings: [TaskEnding?]
    }

    private func view(_ state: borrowing RunState) -> View {
        View(
            isOver: state.isOver, isSharing: state.sharesBreakers, nextMoment: state.nextMoment,
            endings: state.results.map { $0?.ending })
    }

    private func take(_ state: inout RunState, at seconds: Double, _ answers: SharedBreakerAnswer...) {
        state.take(ProcessBatch(moment: Moment(at: seconds)), answers: answers)
    }

    private func end(_ state: inout RunState, _ task: Int, at seconds: Double, exit: Int32) {
        let report = ProcessReport(exit: .exited(exit), stdout: CapturedOutput(), stderr: CapturedOutput())
        let attempt = AttemptID(task: task, number: 1)
        let now = Moment(at: seconds)
        state.take(
            ProcessBatch(
                moment: now,
                events: [
                    ProcessEvent(attempt: attempt, moment: now, kind: .started(pid: 1)),
                    ProcessEvent(attempt: attempt, moment: now, kind: .ended(report)),
                ]))
    }

    @Test func `a task that asks holds its slot, and starts with the answer`() throws {
        var state = try state(3, slots: 2)
        #expect(commands(&state) == ["may 0", "may 1"])
        take(&state, at: 1, Self.admitted)
        #expect(commands(&state) == ["start 0"])
        take(&state, at: 1, Self.admitted)
        #expect(commands(&state) == ["start 1"])
        end(&state, 0, at: 2, exit: 1)
        #expect(commands(&state) == ["count 0", "may 2"])
    }

    @Test func `failures elsewhere open the breaker of a run that had none`() throws {
        var state = try state(2, slots: 1)
        var common = CircuitBreaker(agent: "coder")
        take(&state, at: 0, .common(common, nil))
        _ = commands(&state)
        end(&state, 0, at: 1, exit: 1)
        for (run, task) in [("other", 5), ("ours", 0)] {
            let failure = BreakerFailure(
                task: nil, foreignTask: ForeignTask(run: run, task: task), attempt: 1, moment: Moment(at: 1),
                kind: .crash)
            let request = SharedBreakerRequest(
                agent: "coder", moment: Moment(at: 1), .count(failure, kind: .crash))
            _ = common.carryOut(request)
        }
        let admission = common.acquire(for: 1, lease: .seconds(60), at: Moment(at: 1))
        take(&state, at: 1, .common(common, nil), .common(common, admission))
        #expect(view(state).endings == [.failed, .rejected])
        #expect(view(state).isOver)
    }

    @Test func `the run is over only when what has failed is kept`() throws {
        var state = try state(1)
        take(&state, at: 0, Self.admitted)
        end(&state, 0, at: 1, exit: 1)
        #expect(view(state).endings == [.failed])
        #expect(!view(state).isOver)
        take(&state, at: 1.5, Self.admitted)
        #expect(view(state).isOver)
        #expect(view(state).isSharing)
    }

    @Test func `a run without a word goes on alone after two seconds, and waits for none again`() throws {
        var state = try state(12, slots: 2)
        #expect(view(state).nextMoment == Moment(at: 2))
        take(&state, at: 1.9)
        #expect(commands(&state) == ["may 0", "may 1"])
        take(&state, at: 2)
        #expect(!view(state).isSharing)
        #expect(commands(&state) == ["start 0", "start 1"])
        // An answer that comes now is too late.
        take(&state, at: 2.1, .common(CircuitBreaker(agent: "coder"), .rejected(retryAfter: nil)))
        for task in 0..<12 { end(&state, task, at: 2.2, exit: 0) }
        #expect(commands(&state) == (2..<12).map { "start \($0)" })
        #expect(view(state).isOver)
    }

    @Test func `each word gives two seconds more`() throws {
        var state = try state(3)
        take(&state, at: 1.5, Self.admitted)
        take(&state, at: 3, Self.admitted)
        take(&state, at: 4.9)
        #expect(view(state).isSharing)
        take(&state, at: 5)
        #expect(!view(state).isSharing)
        #expect(commands(&state).suffix(1) == ["start 2"])
    }

    @Test func `a breaker that cannot be shared is the run's own, and the others are shared still`() throws {
        var forced = CircuitBreaker(agent: "coder")
        forced.perform(.forceOpen, at: .start)
        var state = try state(2, slots: 1)
        take(&state, at: 0, .alone(forced))
        #expect(view(state).endings == [.rejected, .rejected])
        #expect(view(state).isSharing)
        #expect(view(state).isOver)
    }

    @Test func `a run that is stopped while it asks ends at once, and gives a probe's place back`() throws {
        var state = try state(1)
        state.take(ProcessBatch(moment: Moment(at: 0.5), signals: [15]))
        #expect(view(state).endings == [.cancelled])
        var common = CircuitBreaker(agent: "coder")
        common.perform(.forceOpen, at: .start)
        common.perform(.reset, at: .start)
        for task in 1...2 {
            guard case .admitted(let permit) = common.acquire(for: task, lease: .seconds(60), at: .start) else {
                return
            }
            common.report(permit, .failure(kind: .crash, attempt: 1), at: .start)
        }
        common.perform(.probe, at: .start)
        let admission = common.acquire(for: 0, lease: .seconds(60), at: .start)
        take(&state, at: 0.6, .common(common, admission))
        #expect(commands(&state) == ["may 0", "release"])
        #expect(!view(state).isOver)
        take(&state, at: 0.7, .common(common, nil))
        #expect(view(state).isOver)
    }
}
