/// What an event is called in files.
enum EventName: String, CaseIterable {
    case runStarted = "run_started"
    case taskAdded = "task_added"
    case taskWaiting = "task_waiting"
    case attemptStarted = "attempt_started"
    case attemptOutput = "attempt_output"
    case timeoutExtended = "timeout_extended"
    case attemptTerminating = "attempt_terminating"
    case attemptEnded = "attempt_ended"
    case taskEnded = "task_ended"
    case taskReopened = "task_reopened"
    case breakerChanged = "breaker_changed"
    case cooldownChanged = "cooldown_changed"
    case slotsChanged = "slots_changed"
    case pauseChanged = "pause_changed"
    case commandAccepted = "command_accepted"
    case commandRefused = "command_refused"
    case runStopping = "run_stopping"
    case allTasksEnded = "all_tasks_ended"
    case runEnded = "run_ended"
}

extension SpawnEvent.Kind {
    /// Its name in files.
    var name: EventName {
        switch self {
        case .runStarted: .runStarted
        case .taskAdded: .taskAdded
        case .taskWaiting: .taskWaiting
        case .attemptStarted: .attemptStarted
        case .attemptOutput: .attemptOutput
        case .timeoutExtended: .timeoutExtended
        case .attemptTerminating: .attemptTerminating
        case .attemptEnded: .attemptEnded
        case .taskEnded: .taskEnded
        case .taskReopened: .taskReopened
        case .breakerChanged: .breakerChanged
        case .cooldownChanged: .cooldownChanged
        case .slotsChanged: .slotsChanged
        case .pauseChanged: .pauseChanged
        case .commandAccepted: .commandAccepted
        case .commandRefused: .commandRefused
        case .runStopping: .runStopping
        case .allTasksEnded: .allTasksEnded
        case .runEnded: .runEnded
        }
    }

    /// The task it is about, by its place in the input.
    var task: Int? {
        switch self {
        case .taskAdded(let task, _), .taskWaiting(let task, _), .attemptStarted(let task, _),
            .attemptOutput(let task, _), .timeoutExtended(let task, _), .attemptTerminating(let task, _),
            .attemptEnded(let task, _), .taskReopened(let task):
            task
        case .taskEnded(let result): result.taskIndex
        case .runStarted, .breakerChanged, .cooldownChanged, .slotsChanged, .pauseChanged, .commandAccepted,
            .commandRefused, .runStopping, .allTasksEnded, .runEnded:
            nil
        }
    }
}
