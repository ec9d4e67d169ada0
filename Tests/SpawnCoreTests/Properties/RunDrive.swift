import SpawnCore
import SpawnTestKit

/// Drives the pure state machine of a made-up run to its end, with a witness beside it.
struct RunDrive: ~Copyable {
    private(set) var state: RunState
    private(set) var world: FakeWorld
    private(set) var witness: RunWitness
    private(set) var events: [SpawnEvent] = []
    private var isOver = false
    /// The memory that is available, as it was asked for.
    private var memory: Int?
    private let oversleeping: Double
    private var random: SplitMix64
    /// Events of attempts that are over, to be told again.
    private var stale: [ProcessEvent] = []
    /// The breakers that the run shares, by agent, if it does.
    private var commons: [String: CircuitBreaker] = [:]

    /// More turns than any of these runs should need.
    private static let mostTurns = 5000

    init(_ run: RandomRun, seed: UInt64, sharesBreakers: Bool = false) {
        state = RunState(plan: run.plan, sharesBreakers: sharesBreakers)
        world = run.world
        witness = RunWitness(plan: run.plan)
        oversleeping = run.oversleeping
        random = SplitMix64(seed: ~seed)
    }

    /// Runs it.
    ///
    /// - Returns: What went against the promises, in the order it was seen.
    mutating func faults() -> [String] {
        world.wakeNow()
        state.begin(at: .start)
        var turns = 0
        while !isOver, turns < Self.mostTurns {
            turns += 1
            let late = oversleeping > 0 && random.percent(20) ? random.seconds(0...Int(oversleeping)) : 0
            if let turn = world.nextTurn(oversleeping: Duration(inSeconds: late)) {
                take(turn)
            } else if state.plan.settings.staysOpen {
                take(FakeWorld.Turn(batch: ProcessBatch(moment: world.now), commands: [.close]))
            } else {
                return witness.faults.all + ["nothing will ever happen, and the run is not over"]
            }
        }
        guard isOver else { return witness.faults.all + ["the run does not end"] }
        witness.seeEnd(of: state, world, events)
        return witness.faults.all
    }

    private mutating func take(_ turn: FakeWorld.Turn) {
        state.take(turn.batch, turn.commands, memory: memory.take())
        answerRequests(at: turn.batch.moment)
        let told = state.events
        events += told
        isOver = state.isOver
        witness.see(turn, told: told, commands: state.commands)
        perform()
        if let next = state.nextMoment, next <= turn.batch.moment { witness.note("it asks to be woken in the past") }
        world.wake(at: state.nextMoment)
        repeatStaleEvents(after: turn)
    }

    /// Answers at once what is asked of breakers that runs share, and what is asked because of the answers.
    private mutating func answerRequests(at moment: Moment) {
        while true {
            var answers: [SharedBreakerAnswer] = []
            for case .share(let request) in state.commands {
                var common =
                    commons[request.agent]
                    ?? CircuitBreaker(agent: request.agent, settings: state.plan.settings.breaker)
                let admission = common.carryOut(request)
                commons[request.agent] = common.kept
                answers.append(.common(common.kept, admission))
            }
            guard !answers.isEmpty else { return }
            state.commands.removeAll { if case .share = $0 { true } else { false } }
            state.take(ProcessBatch(moment: moment), answers: answers)
        }
    }

    private mutating func perform() {
        for command in state.commands {
            switch command {
            case .share: witness.note("a request has no answer")
            case .start(let attempt, let spec): world.start(spec, as: attempt)
            case .terminate(let attempt, let manner): world.terminate(attempt, manner)
            case .lookAtMemory:
                memory = world.availableMemory()
                world.wakeNow()
            }
        }
        state.commands = []
        state.events = []
    }

    /// What comes late, or twice, from an attempt that is over changes nothing.
    private mutating func repeatStaleEvents(after turn: FakeWorld.Turn) {
        for event in turn.batch.events {
            if case .ended = event.kind { stale.append(event) }
        }
        guard random.percent(10), !stale.isEmpty, !isOver else { return }
        var event = random.one(of: stale)
        event.moment = turn.batch.moment
        let late: [ProcessEvent.Kind] = [event.kind, .errorPattern(rule: "late"), .started(pid: 1)]
        event.kind = random.one(of: late)
        state.take(ProcessBatch(moment: turn.batch.moment, events: [event]))
        if !state.events.isEmpty || !state.commands.isEmpty { witness.note("a late event led to \(state.events)") }
        perform()
    }
}
