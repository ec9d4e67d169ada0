import AuroraSpawner

extension RandomValues {
    /// A run that nobody would have: events of every kind in any order, but with sums that are right.
    mutating func run() -> [SpawnEvent] {
        var replay = RunReplay()
        var events: [SpawnEvent] = []
        func tell(_ kind: SpawnEvent.Kind, at moment: Moment) {
            events.append(SpawnEvent(kind, at: moment))
            replay.apply(events[events.count - 1])
        }
        let count = int(1...6)
        tell(.runStarted(RunDescription(runID: text(), taskCount: count, maxConcurrent: int(1...9))), at: moment())
        for task in 0..<count { tell(.taskAdded(task: task, self.task()), at: moment()) }
        for _ in 0..<int(0...60) {
            let task = int(0...count - 1)
            let isOver = replay.results[task] != nil
            if isOver, bool() {
                tell(.taskReopened(task: task), at: moment())
            } else if !isOver, int(0...3) == 0, let description = replay.tasks[task] {
                tell(.taskEnded(result(task, description)), at: moment())
            } else {
                tell(kind(about: task), at: moment())
            }
        }
        if bool() { tell(.runEnded(replay.metrics), at: moment()) }
        return events
    }

    mutating func result(_ task: Int, _ description: SpawnTask) -> SpawnResult {
        var result = SpawnResult(
            taskIndex: task, taskID: description.id, prompt: description.prompt, agent: description.agent,
            ending: one(TaskEnding.self))
        result.output = output()
        result.error = maybe { $0.text() }
        result.exitCode = maybe { Int32($0.int(0...255)) }
        result.fallback = bool()
        result.originalAgent = maybe { $0.name() }
        result.retryCount = int(0...9)
        result.startRetries = int(0...9)
        result.timeoutExtended = bool()
        result.executionTime = duration()
        result.resetAt = maybe { $0.time() }
        result.rejectedBy = maybe { $0.one(RejectCause.self) }
        result.carriedFrom = maybe { $0.name() }
        result.queueWait = maybe { $0.duration() }
        result.attempts = several(3) { $0.record() }
        result.output.file = result.attempts.last?.spills.first { $0.stream == .stdout }
        return result
    }

    private mutating func task() -> SpawnTask {
        SpawnTask(
            id: text(), prompt: text(), agent: maybe { $0.name() }, context: maybe { $0.text() },
            timeout: maybe { $0.duration() }, policyName: maybe { $0.name() }, displayName: maybe { $0.text() },
            dependsOn: several(3) { $0.text() }, model: maybe { $0.name() }, tool: maybe { $0.name() },
            permissions: maybe { $0.one(Permission.self) },
            budget: maybe { USDollars(nanodollars: $0.int(1...1_000_000)) }, isDone: bool(),
            line: maybe { $0.int(1...99) })
    }

    private mutating func kind(about task: Int) -> SpawnEvent.Kind {
        switch int(0...13) {
        case 0: .taskWaiting(task: task, waitReason())
        case 1: .attemptStarted(task: task, start())
        case 2, 3: .attemptEnded(task: task, record())
        case 4: .attemptTerminating(task: task, one(TerminationReason.self))
        case 5: .timeoutExtended(task: task, until: moment())
        case 6: .breakerChanged(snapshot())
        case 7:
            .cooldownChanged(
                tool: name(), model: maybe { $0.text() }, until: maybe { $0.moment() }, trouble: maybe { $0.trouble() })
        case 8: .slotsChanged(int(1...99))
        case 9: .pauseChanged(isPaused: bool())
        case 10: bool() ? .commandAccepted(command()) : .commandRefused(command(), reason: text())
        case 11: .runStopping(stopCause())
        case 12: .allTasksEnded
        default: .attemptOutput(task: task, OutputUpdate(number: int(1...9), byteCount: int(0...1 << 50), line: text()))
        }
    }

    private mutating func output() -> CapturedOutput {
        guard int(0...3) == 0 else { return CapturedOutput(head: Array(text().utf8)) }
        let head = Array(text().utf8)
        let tail = Array(text().utf8)
        return CapturedOutput(head: head, tail: tail, byteCount: head.count + tail.count + int(1...1_000_000))
    }

    private mutating func record() -> AttemptRecord {
        AttemptRecord(
            number: int(1...9), agent: maybe { $0.name() }, tool: text(), isFallback: bool(), startedAt: moment(),
            duration: duration(),
            exit: maybe { $0.bool() ? .exited(Int32($0.int(0...255))) : .signalled(Int32($0.int(1...64))) },
            outcome: outcome(), termination: maybe { $0.one(TerminationReason.self) },
            leaks: (0..<int(0...2)).map { _ in LeakedProcess(pid: Int32(int(1...99_999)), command: text()) },
            spills: (0..<int(0...2)).map { _ in spill() }, peakMemory: maybe { $0.int(1...1 << 50) })
    }

    private mutating func spill() -> SpillFile {
        let isWhole = bool()
        return SpillFile(
            stream: one(SpillFile.Stream.self), path: text(), byteCount: int(0...1 << 50),
            missingBytes: isWhole ? 0 : int(1...99), missingReason: isWhole ? nil : text())
    }

    private mutating func outcome() -> AttemptOutcome {
        switch int(0...3) {
        case 0: .success
        case 1: .failure(failure())
        case 2: .rateLimited(failure(), resetAt: maybe { $0.time() })
        default: bool() ? .cancelled(by: one(CancelCause.self)) : .rejected(by: one(RejectCause.self))
        }
    }

    private mutating func start() -> AttemptStart {
        AttemptStart(
            number: int(1...9), tryNumber: int(1...9), tryLimit: int(1...9), agent: maybe { $0.name() }, tool: text(),
            isFallback: bool(), isProbe: bool(), pid: Int32(int(1...99_999)), deadline: moment())
    }

    private mutating func waitReason() -> WaitReason {
        switch int(0...7) {
        case 0: .slot
        case 1: .dependencies(count: int(1...9), first: text())
        case 2: .backoff(until: moment(), retry: int(1...9), of: int(1...9), failure: failure())
        case 3:
            bool()
                ? .cooldown(tool: text(), until: moment())
                : .held(tool: text(), until: maybe { $0.moment() }, trouble())
        case 4: .stagger(until: moment())
        case 5: .exhausted(until: moment(), retry: int(1...9), message: text())
        case 6: bool() ? .fallback(reason: text()) : .memory(available: int(0...1 << 50), needed: int(0...1 << 50))
        default: .paused
        }
    }

    private mutating func snapshot() -> BreakerSnapshot {
        BreakerSnapshot(
            agent: name(), state: one(BreakerState.self), failures: int(0...9), threshold: int(1...9),
            failureVelocity: time(), risk: one(BreakerRisk.self), recentKinds: several(10) { $0.one(FailureKind.self) },
            trippedBy: several(3) {
                BreakerFailure(
                    task: $0.int(0...9), attempt: $0.int(1...9), moment: $0.moment(), kind: $0.one(FailureKind.self))
            }, probeAt: maybe { $0.moment() }, probeTask: maybe { $0.int(0...9) }, rejections: int(0...9),
            lastChange: maybe {
                BreakerChange(
                    from: $0.one(BreakerState.self), to: $0.one(BreakerState.self), cause: $0.cause(),
                    moment: $0.moment())
            })
    }

    private mutating func cause() -> BreakerCause {
        one(of: [
            .threshold, .fastFail, .openTimeOver, .probeSucceeded, .probeFailed, .leaseExpired,
            .operator(one(BreakerAction.self)),
        ])
    }

    private mutating func command() -> UserCommand {
        switch int(0...8) {
        case 0: .cancel(tasks: several(3) { $0.int(-1...99) })
        case 1: .retry(tasks: several(3) { $0.int(0...99) })
        case 2: .retryWithFallback(tasks: several(3) { $0.int(0...99) })
        case 3: .setMaxConcurrent(int(-9...9))
        case 4: .pause
        case 5: .resume
        case 6: .breaker(agent: text(), one(BreakerAction.self))
        case 7: .stop(stopCause())
        default: bool() ? .close : .endOverBudget
        }
    }

    private mutating func stopCause() -> StopCause {
        switch int(0...2) {
        case 0: .user
        case 1: .deadline
        default: .signal(Int32(int(1...64)))
        }
    }

    private mutating func trouble() -> ToolTrouble { ToolTrouble(one(ToolTrouble.Kind.self), message: text()) }
}
