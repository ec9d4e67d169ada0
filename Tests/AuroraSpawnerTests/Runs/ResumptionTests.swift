import AuroraSpawner
import Testing

/// What a run that goes on with another does with each task.
@Suite struct ResumptionTests {
    private typealias Decision = Resumption.Decision

    /// An earlier run of tasks with these ends: `ok`, `failed`, `cut` off in an attempt, `no` beginning, `ticked`.
    private func run(_ tasks: [SpawnTask], _ ends: [String]) -> RecordedRun {
        var events = [
            SpawnEvent(.runStarted(RunDescription(runID: "r", taskCount: tasks.count, maxConcurrent: 1)), at: .start)
        ]
        func tell(_ kind: SpawnEvent.Kind) { events.append(SpawnEvent(kind, at: .start)) }
        for (place, task) in tasks.enumerated() { tell(.taskAdded(task: place, task)) }
        for (place, end) in ends.enumerated() {
            func tellEnd(_ ending: TaskEnding) {
                var result = SpawnResult(
                    taskIndex: place, taskID: tasks[place].id, prompt: "", agent: nil, ending: ending)
                result.output = CapturedOutput(head: Array("answer \(place)".utf8))
                tell(.taskEnded(result))
            }
            switch end {
            case "ok": tellEnd(.firstTry)
            case "failed": tellEnd(.failed)
            case "ticked": tellEnd(.skipped)
            case "cut":
                tell(
                    .attemptStarted(
                        task: place,
                        AttemptStart(
                            number: 1, tryNumber: 1, tryLimit: 1, agent: nil, tool: "claude", isFallback: false,
                            isProbe: false, pid: 1, deadline: .start)))
                var report = AgentReport()
                report.session = "s\(place)"
                report.turns = 2
                tell(.attemptOutput(task: place, OutputUpdate(number: 1, byteCount: 1, line: "", agent: report)))
            default: break
            }
        }
        return RecordedRun(events)
    }

    private func task(_ id: String, _ prompt: String = "p", after dependencies: [String] = [], done: Bool = false)
        -> SpawnTask
    {
        SpawnTask(id: id, prompt: prompt, dependsOn: dependencies, isDone: done)
    }

    private func resume(
        _ new: [SpawnTask], after old: [SpawnTask], _ ends: [String], also: Set<String> = [], only: Set<String>? = nil
    ) throws -> Resumption {
        Resumption(of: new, try TaskGraph(new), after: run(old, ends), also: also, only: only)
    }

    @Test func `what succeeded and asks for the same is carried over with its answer, and the rest runs`() throws {
        let tasks = ["a", "b", "c", "d"].map { task($0) }
        let resumption = try resume(tasks, after: tasks, ["ok", "failed", "cut", "no"])
        #expect(resumption.decisions == [.carry, .run(.ended(.failed)), .run(.cutOff), .run(.neverBegan)])
        let carried = try #require(resumption.carried[0])
        #expect(carried.ending == .carriedOver && carried.carriedFrom == "r" && carried.output.text == "answer 0")
        #expect(resumption.carried.count == 1)
        // Only what was cut off has a conversation to go on with.
        #expect(resumption.sessions.mapValues(\.name) == [2: "s2"])
    }

    @Test func `what was edited, added or removed is named, wherever it stands now`() throws {
        let old = [task("a"), task("b"), task("c")]
        var model = task("c")
        model.model = "m"
        let resumption = try resume([task("n"), model, task("a", "other")], after: old, ["ok", "ok", "ok"])
        #expect(resumption.decisions == [.run(.new), .run(.edited(["model"])), .run(.edited(["prompt"]))])
        #expect(resumption.removed == ["b"])
    }

    @Test func `what depends on something that runs again runs again, however long the chain`() throws {
        let tasks = [task("c", after: ["b"]), task("b", after: ["a"]), task("a"), task("d")]
        let resumption = try resume(tasks, after: tasks, ["ok", "ok", "ok", "ok"], also: ["a"])
        #expect(resumption.decisions == [.run(.needs("b")), .run(.needs("a")), .run(.asked), .carry])
    }

    @Test func `only what was asked for runs, with what it needs, and what has succeeded stands`() throws {
        let tasks = [task("a"), task("b", after: ["a"]), task("c"), task("d", after: ["a"])]
        let resumption = try resume(tasks, after: tasks, ["failed", "no", "failed", "ok"], only: ["b"])
        #expect(
            resumption.decisions == [
                .run(.ended(.failed)), .run(.neverBegan), .leave(.ended(.failed)), .carry,
            ])
    }

    @Test func `a ticked task is not run; one that a run has done gives its answer on`() throws {
        let tasks = ["a", "b", "c"].map { task($0) }
        let now = [task("a", done: true), task("b", done: true), task("c")]
        #expect(
            try resume(now, after: tasks, ["ok", "failed", "ticked"]).decisions == [
                .carry, .skip, .run(.ended(.skipped)),
            ])
    }

    @Test func `what was carried over once is carried over again, from where it was done`() throws {
        let tasks = [task("a"), task("b")]
        let first = try resume(tasks, after: tasks, ["ok", "no"])
        var second = RecordedRun([
            SpawnEvent(.runStarted(RunDescription(runID: "r2", taskCount: 2, maxConcurrent: 1)), at: .start)
        ])
        for (place, task) in tasks.enumerated() { second.apply(SpawnEvent(.taskAdded(task: place, task), at: .start)) }
        second.apply(SpawnEvent(.taskEnded(try #require(first.carried[0])), at: .start))
        let again = Resumption(of: tasks, try TaskGraph(tasks), after: second)
        #expect(again.decisions == [.carry, .run(.neverBegan)])
        #expect(again.carried[0]?.carriedFrom == "r" && again.carried[0]?.output.text == "answer 0")
    }

    @Test func `a run that was cut off before it had written down what it has from another still has it`() throws {
        let tasks = [task("a"), task("b"), task("c")]
        let parent = run(tasks, ["ok", "ok", "ok"])
        // It carried two over, had written down one of them, and was to run the third again.
        var child = RecordedRun(id: "r2")
        child.apply(SpawnEvent(.taskAdded(task: 0, tasks[0]), at: .start))
        child.apply(SpawnEvent(.taskAdded(task: 1, tasks[2]), at: .start))
        child.inherit(["a", "b"], ofTasks: 3, from: parent)
        let resumption = Resumption(of: tasks, try TaskGraph(tasks), after: child)
        #expect(resumption.decisions == [.carry, .carry, .run(.neverBegan)])
        #expect(resumption.carried.values.map(\.carriedFrom) == ["r", "r"])
    }

    @Test func `a conversation that nobody has gone on with yet is not lost with the run that was to`() throws {
        let tasks = [task("a"), task("b"), task("c")]
        let parent = run(tasks, ["cut", "cut", "ok"])
        // It was cut off before it started any of them, and one asks for something else in it.
        var child = RecordedRun(id: "r2")
        for (place, it) in [task("a"), task("b", "other"), task("c")].enumerated() {
            child.apply(SpawnEvent(.taskAdded(task: place, it), at: .start))
        }
        child.inherit(["c"], ofTasks: 3, from: parent)
        let resumption = Resumption(of: child.tasks.map(\.task), try TaskGraph(tasks), after: child)
        #expect(resumption.decisions == [.run(.neverBegan), .run(.neverBegan), .carry])
        #expect(resumption.sessions.mapValues(\.name) == [0: "s0"])
    }

    @Test func `tasks that a run had not told of yet are its parent's, and those that it left out are not`() throws {
        let parent = run([task("a"), task("b"), task("c")], ["ok", "failed", "no"])
        var cut = RecordedRun(id: "r2")
        cut.apply(SpawnEvent(.taskAdded(task: 0, task("a")), at: .start))
        cut.inherit(["a"], ofTasks: 3, from: parent)
        #expect(cut.tasks.map(\.task.id) == ["a", "b", "c"])
        #expect(cut.tasks.map { $0.result?.ending } == [.carriedOver, nil, nil])
        var whole = RecordedRun(id: "r2")
        whole.apply(SpawnEvent(.taskAdded(task: 0, task("a")), at: .start))
        whole.inherit(["a"], ofTasks: 1, from: parent)
        #expect(whole.tasks.map(\.task.id) == ["a"])
    }

    /// A plain restatement: done means succeeded and unchanged, and nothing below it runs.
    @Test(arguments: RandomValues.seeds(300))
    func `exactly what is not done, or stands above something that is not, runs`(seed: UInt64) throws {
        var random = RandomValues(seed: seed)
        let count = random.int(1...12)
        let old = (0..<count).map { place in
            task("\(place)", after: (0..<place).filter { _ in random.int(0...4) == 0 }.map { "\($0)" })
        }
        let ends = old.map { _ in ["ok", "ok", "failed", "cut", "no"][random.int(0...4)] }
        var new = old.filter { _ in random.int(0...9) > 0 }
        let ids = Set(new.map(\.id))
        for place in new.indices {
            if random.int(0...9) == 0 { new[place].prompt = "edited" }
            new[place].dependsOn.removeAll { !ids.contains($0) }
        }
        let also = Set(new.map(\.id).filter { _ in random.int(0...9) == 0 })
        let resumption = try resume(new, after: old, ends, also: also)
        func runs(_ task: SpawnTask) -> Bool {
            let place = old.firstIndex { $0.id == task.id } ?? 0
            return also.contains(task.id) || ends[place] != "ok" || old[place] != task
                || new.contains { task.dependsOn.contains($0.id) && runs($0) }
        }
        #expect(resumption.decisions.map { $0 != .carry } == new.map(runs))
        #expect(Set(resumption.carried.keys) == Set(new.indices.filter { !runs(new[$0]) }))
    }
}
