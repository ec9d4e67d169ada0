import AuroraSpawner
import CLinux
import Glibc
import SpawnCore
import SpawnTestKit

/// What the engine's own work costs: a run of very many tasks in a world without processes.
struct EngineBenchmark {
    private static let parts = 10
    private static let agents = 4

    private let count: Int
    private let slots: Int

    init(_ options: BenchOptions) {
        count = options.count ?? 1_000_000
        slots = options.slots
    }

    func run() throws -> [String] {
        let before = try ownMemory()
        let tasks = (0..<count).map { SpawnTask(prompt: "task \($0)", agent: "agent-\($0 % Self.agents)") }
        var settings = RunSettings()
        settings.maxConcurrent = slots
        var state = RunState(plan: try RunPlan.fake(tasks, settings))
        var world = FakeWorld { attempt, _ in .succeeds(after: 0.001 * Double(1 + attempt.task % 7)) }
        world.isForgetful = true

        var clock = Stopwatch()
        state.begin(at: .start)
        let beginning = clock.lap()
        world.wakeNow()
        var ended = 0
        var parts: [Double] = []
        var time = 0.0
        while !state.isOver, let turn = world.nextTurn() {
            clock.restart()
            state.take(turn.batch, turn.commands)
            time += clock.lap()
            ended += follow(&state, &world)
            if ended >= (parts.count + 1) * count / Self.parts {
                parts.append(time)
                time = 0
            }
        }
        guard state.metrics.succeeded == count else {
            throw BenchError("only \(state.metrics.succeeded) tasks succeeded")
        }
        let share = Double(count) / Double(Self.parts)
        let steps = parts.map { Figures.text($0 / share * 1e6) }.joined(separator: " ")
        let sum = (beginning + parts.reduce(0, +)) / Double(count) * 1e6
        return [
            "\(Figures.text(sum)) µs a task, \(Figures.text(beginning / Double(count) * 1e6)) of them to tell of it",
            "\(steps) µs a task, a tenth of the run after the other",
            "\(Figures.text(Double(try ownMemory() - before) / Double(count), digits: 0)) bytes a task",
        ]
    }

    /// Does what the engine wants of the world; what it tells is read and forgotten. Returns how many tasks have ended.
    private func follow(_ state: inout RunState, _ world: inout FakeWorld) -> Int {
        for command in state.commands {
            switch command {
            case .start(let attempt, let spec): world.start(spec, as: attempt)
            case .terminate(let attempt, let manner): world.terminate(attempt, manner)
            case .lookAtMemory, .share: preconditionFailure("this run shares nothing, and asks for no memory")
            }
        }
        state.commands = []
        let ended = state.events.count { if case .taskEnded = $0.kind { true } else { false } }
        state.events = []
        world.wake(at: state.nextMoment)
        return ended
    }

    private func ownMemory() throws -> Int {
        guard let memory = BackgroundProgram.memory(of: getpid()) else { throw BenchError("no /proc/self/status") }
        return memory
    }
}

/// The processor time this program takes, that of looking at the watch left out.
private struct Stopwatch {
    private let cost: Double
    private var start: Double

    init() {
        let start = Self.now
        for _ in 0..<9999 { _ = Self.now }
        cost = (Self.now - start) / 10_000
        self.start = Self.now
    }

    mutating func restart() { start = Self.now }

    /// Seconds since the start or the last lap.
    mutating func lap() -> Double {
        defer { start = Self.now }
        return Self.now - start - cost
    }

    private static var now: Double { Double(linux_nanoseconds(CLOCK_PROCESS_CPUTIME_ID)) / 1e9 }
}
