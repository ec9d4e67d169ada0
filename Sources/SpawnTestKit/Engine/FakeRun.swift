package import AuroraSpawner
package import SpawnCore

/// A whole run of a ``Spawner`` in a ``FakeWorld``, and everything that can be seen of it.
package struct FakeRun: Sendable {
    package var report: RunReport
    package var events: [SpawnEvent]
    /// The world when the run was over.
    package var world: FakeWorld

    /// Runs tasks to their end.
    ///
    /// - Parameters:
    ///   - tasks: The tasks, in input order.
    ///   - settings: The numbers of the run.
    ///   - commands: What a person asks for, by the seconds since the start of the run.
    ///   - script: What the children do.
    /// - Returns: What was to be seen of the run.
    /// - Throws: ``TaskGraphError``.
    package static func of(
        _ tasks: [SpawnTask], _ settings: RunSettings = RunSettings(), commands: [(Double, UserCommand)] = [],
        script: @escaping FakeWorld.Script
    ) async throws -> FakeRun {
        var world = FakeWorld(script: script)
        for (moment, command) in commands { world.plan(command, at: moment) }
        return await of(try RunPlan.fake(tasks, settings), in: world)
    }

    /// Runs tasks to their end; the children of each do what its row says, attempt by attempt, and the last of them for
    /// ever after.
    package static func of(
        _ tasks: [SpawnTask], _ settings: RunSettings = RunSettings(), commands: [(Double, UserCommand)] = [],
        children: [[FakeChild]]
    ) async throws -> FakeRun {
        try await of(tasks, settings, commands: commands) { attempt, _ in
            let row = children[attempt.task]
            return row[min(attempt.number, row.count) - 1]
        }
    }

    /// Runs a plan to its end.
    package static func of(_ plan: RunPlan, in world: FakeWorld) async -> FakeRun {
        let host = FakeHost(world)
        guard let spawner = try? Spawner(plan: plan, host: host) else {
            preconditionFailure("this machine has no thread left for a test")
        }
        let recorder = EventRecorder(spawner)
        host.sendCommands { spawner.send($0) }
        let report = await spawner.run()
        return FakeRun(report: report, events: await recorder.events, world: host.world)
    }

    package var results: [SpawnResult] { report.results }

    /// When the children of a task were started, in seconds.
    package func starts(of task: Int) -> [Double] {
        world.starts.filter { $0.attempt.task == task }.map(\.moment.seconds)
    }

    /// The moments of some events, in seconds, and what was read from them.
    package func told<Value>(_ read: (SpawnEvent.Kind) -> Value?) -> [(seconds: Double, value: Value)] {
        events.compactMap { event in read(event.kind).map { (event.moment.seconds, $0) } }
    }

    /// Why a task waited, each time it said so, with the moment in seconds.
    package func waits(of task: Int) -> [(seconds: Double, value: WaitReason)] {
        told { if case .taskWaiting(task, let reason) = $0 { reason } else { nil } }
    }
}

extension RunPlan {
    /// A plan over the one tool `fake`, beside those that are given.
    package static func fake(
        _ tasks: [SpawnTask], _ settings: RunSettings = RunSettings(), tools: [ToolDefinition] = [],
        agents: [ToolDefinition] = [], fallback: String? = nil
    ) throws -> RunPlan {
        let all =
            [
                ToolDefinition(
                    name: "fake", command: ["fake"], reading: ToolReading(killsOnErrorPattern: true))
            ] + tools
        return RunPlan(
            runID: "fake", tasks: tasks, graph: try TaskGraph(tasks),
            tools: ToolBox(
                tools: Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) }),
                agents: Dictionary(uniqueKeysWithValues: agents.map { ($0.name, $0) }), defaultTool: "fake",
                fallbackTool: fallback),
            settings: settings)
    }
}
