import SpawnCore
import SpawnTestKit

/// A run made up from a seed: tasks, rules, children, and what people ask for while it runs.
struct RandomRun {
    private(set) var plan: RunPlan
    let world: FakeWorld
    /// How much later than it should, at most, the run looks at what has happened.
    let oversleeping: Double

    init(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let tasks = Self.tasks(&random)
        let settings = Self.settings(&random)
        var other = ToolDefinition(name: "other", command: ["other"])
        if seed.isMultiple(of: 3) { other.maxConcurrent = 1 }
        plan = try RunPlan.fake(
            tasks, settings, tools: [other],
            fallback: random.percent(20) ? "other" : nil)
        // Some runs are mostly lucky, some mostly not.
        let luck = random.one(of: [20, 50, 80])
        var world = FakeWorld { attempt, _ in
            var random = SplitMix64(seed: seed &* 1_000_003 &+ UInt64(attempt.task * 101 + attempt.number))
            return Self.child(luck: luck, &random)
        }
        if random.percent(20) {
            let period = Int.random(in: 2...5, using: &random)
            world.startFailure = { $0 % period == 0 ? .cannotStart(isExhaustion: true) : nil }
        }
        world.memory = { alive, now in max(0, 40 - alive * 10 - Int(now.seconds) % 20) }
        for _ in 0..<Int.random(in: 0...6, using: &random) {
            Self.plan(in: &world, tasks: tasks, &random)
        }
        self.world = world
        oversleeping = random.percent(30) ? 4 : 0
    }

    /// The same tasks and rules, with the results of those that have succeeded.
    func resumed(after replay: RunReplay) -> RandomRun {
        var copy = self
        for (index, result) in replay.results where result.success {
            var carried = SpawnResult(
                taskIndex: index, taskID: result.taskID, prompt: result.prompt, agent: result.agent,
                ending: .carriedOver)
            carried.output = result.output
            copy.plan.prior[index] = carried
        }
        return copy
    }

    private static func tasks(_ random: inout SplitMix64) -> [SpawnTask] {
        let count = Int.random(in: 1...6, using: &random)
        let chance = random.one(of: [0, 20, 40])
        return (0..<count).map { index in
            var task = SpawnTask(id: "t\(index)", prompt: "p")
            task.agent = random.one(of: [nil, "a", "a", "a", "b", "generated-c"])
            if random.percent(15) { task.tool = "other" }
            if random.percent(15) { task.model = "m" }
            if random.percent(10) { task.timeout = Duration(inSeconds: random.seconds(1...200)) }
            if random.percent(10) { task.policyName = random.one(of: SpawnPolicy.presets).name }
            task.isDone = random.percent(4)
            task.dependsOn = (0..<count).filter { $0 < index && random.percent(chance) }.map { "t\($0)" }
            return task
        }
    }

    private static func settings(_ random: inout SplitMix64) -> RunSettings {
        var settings = RunSettings()
        settings.maxConcurrent = Int.random(in: 1...4, using: &random)
        settings.staggerDelay = .seconds(random.one(of: [0, 0, 0.5, 3]))
        if random.percent(30) { settings.deadline = Duration(inSeconds: random.seconds(5...300)) }
        settings.policy = random.one(of: SpawnPolicy.presets)
        if random.percent(20) { settings.policy.timeout.mode = .adaptive }
        if random.percent(20) { settings.policy.timeout.idleFromStart = true }
        if random.percent(70) {
            settings.recovery = random.one(of: RecoveryPolicy.presets).policy
            settings.recovery?.backoff.jitter = random.one(of: Backoff.Jitter.allCases)
            settings.recovery?.backoff.shape = random.one(of: Backoff.Shape.allCases)
            settings.recovery?.fallbackOnPermanent = random.percent(20)
            if random.percent(20) {
                settings.recovery = settings.recovery?.withOverride("a", maxRetries: 4, maxDelay: .seconds(2))
            }
        }
        if random.percent(30) { settings.maxRetries = Int.random(in: 0...3, using: &random) }
        if random.percent(30) { settings.fallbackToLLM = random.percent(50) }
        settings.breaker = BreakerSettings(
            failureThreshold: Int.random(in: 1...3, using: &random),
            resetTimeout: Duration(inSeconds: random.seconds(1...60)),
            failureWindow: Duration(inSeconds: random.seconds(10...300)), resetMultiplier: random.one(of: [1, 1, 2]),
            maxProbes: random.one(of: [1, 1, 2]))
        settings.maxHintWait = .seconds(random.one(of: [5, 60, 300]))
        settings.waitsForReset = random.percent(10)
        settings.staysOpen = random.percent(20)
        settings.seed = random.next()
        if settings.seed.isMultiple(of: 5) { settings.memoryPerTask = 10 }
        return settings
    }

    private static func child(luck: Int, _ random: inout SplitMix64) -> FakeChild {
        var child = FakeChild.succeeds(after: random.seconds(0...30))
        if !random.percent(luck) {
            let seconds = random.seconds(0...10)
            let hint = random.percent(40) ? random.seconds(0...90) : nil
            switch Int.random(in: 0..<100, using: &random) {
            case ..<25: child = .fails(random.one(of: [.transient, .timeout, .resource]), after: seconds, hint: hint)
            case ..<40: child = .fails(after: seconds)
            case ..<52: child = .fails(.permanent, random.one(of: [.authError, .notFound]), after: seconds)
            case ..<72: child = .isLimited(after: seconds, hint: hint)
            case ..<80: child = .hangs
            case ..<88: child = .cannotStart(isExhaustion: false)
            default: child = child.complaining(at: seconds)
            }
        }
        if random.percent(50) {
            child = child.writing(
                at: (0..<2).map { _ in random.seconds(0...100) }, to: random.one(of: [.stdout, .stderr]))
        }
        if random.percent(20) { child.exitWhenAsked = .exited(0) }
        return random.percent(20) ? child.ignoringTerm() : child
    }

    private static func plan(in world: inout FakeWorld, tasks: [SpawnTask], _ random: inout SplitMix64) {
        let moment = random.seconds(0...120)
        let some = tasks.indices.filter { _ in random.percent(40) }
        switch Int.random(in: 0..<100, using: &random) {
        case ..<20: world.plan(.cancel(tasks: some), at: moment)
        case ..<40: world.plan(.retry(tasks: some + [99]), at: moment)
        case ..<55: world.plan(.retryWithFallback(tasks: some), at: moment)
        case ..<65: world.plan(.setMaxConcurrent(Int.random(in: 0...5, using: &random)), at: moment)
        case ..<77:
            world.plan(.pause, at: moment)
            world.plan(.resume, at: moment + random.seconds(0...60))
        case ..<92:
            world.plan(
                .breaker(agent: random.one(of: ["a", "b"]), random.one(of: BreakerAction.allCases)), at: moment)
        case ..<96: world.plan(signal: 15, at: moment)
        default:
            world.plan(.stop(.user), at: moment)
            world.plan(.stop(.user), at: moment + random.seconds(0...4))
        }
    }
}
