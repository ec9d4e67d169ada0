/// How a run stands, for somebody who asks while it runs: what runs, and why the rest does not.
package struct RunStatus: Sendable, Equatable {
    /// An attempt that is starting, running or being ended.
    package struct Attempt: Sendable, Equatable {
        package var taskID: String
        /// Counted from 1 within the task.
        package var number: Int
        /// The agent; `nil` is the plain LLM.
        package var agent: String?
        package var tool: String
        /// The child's process id and when it was started; `nil` while it is starting.
        package var child: Child?
        /// The last line with anything to see on it; empty before the first.
        package var line: String
        /// Why it is being ended; `nil` when it is not.
        package var termination: TerminationReason?
    }

    /// The process of an attempt.
    package struct Child: Sendable, Equatable {
        package var pid: Int32
        package var startedAt: Moment
    }

    /// Tasks that wait for the same thing.
    package struct Waiting: Sendable, Equatable {
        /// Names given of each; the others are counted.
        package static let mostNames = 5

        package var reason: WaitReason
        /// How many there are.
        package var count = 0
        /// The ids of the first of them.
        package var names: [String] = []
    }

    package var runID: String
    /// When it was asked for.
    package var moment: Moment
    package var taskCount: Int
    /// The sums over the tasks that are over.
    package var metrics: RecoveryMetrics
    /// Why the run is being stopped; `nil` when nobody asked for it.
    package var stopCause: StopCause?
    /// In the order of their tasks.
    package var running: [Attempt]
    /// In the order of the first task of each.
    package var waiting: [Waiting]
}

extension RunState {
    /// How the run stands. It looks at every task once, and costs nothing as long as nobody asks.
    package var status: RunStatus {
        var running: [RunStatus.Attempt] = []
        var waiting: [RunStatus.Waiting] = []
        var places: [WaitReason: Int] = [:]
        let holds = heldReasons
        for task in phases.indices where phases[task] != .done {
            if let attempt = active[task]?.running {
                running.append(
                    RunStatus.Attempt(
                        taskID: plan.tasks[task].id, number: attempt.number, agent: attempt.agent, tool: attempt.tool,
                        child: attempt.child, line: attempt.line, termination: attempt.termination))
                continue
            }
            let reason = holds[task] ?? waitReason(of: task)
            let place = places[reason] ?? waiting.count
            if place == waiting.count {
                places[reason] = place
                waiting.append(RunStatus.Waiting(reason: reason))
            }
            waiting[place].count += 1
            if waiting[place].count <= RunStatus.Waiting.mostNames {
                waiting[place].names.append(plan.tasks[task].id)
            }
        }
        return RunStatus(
            runID: plan.runID, moment: now, taskCount: plan.tasks.count, metrics: metrics, stopCause: stopCause,
            running: running, waiting: waiting)
    }

    /// Why a task waits that no ``Hold`` keeps from a free slot.
    private func waitReason(of task: Int) -> WaitReason {
        switch phases[task] {
        case .waiting: return needsReason(of: task)
        case .backoff:
            guard let reason = active[task]?.waitReason else { preconditionFailure("backoff has a reason") }
            return reason
        case .ready, .held, .asking, .running, .done: return isPaused ? .paused : .slot
        }
    }
}
