package import SpawnCore

/// The state of a task in the words of its row.
package enum TaskState: UInt8, Sendable, CaseIterable {
    case waiting, backoff, cooldown, running, stopping
    case done, recovered, failed, limited, blocked, rejected, cancelled, skipped

    package init(_ reason: WaitReason) {
        switch reason {
        case .backoff, .exhausted: self = .backoff
        case .cooldown, .held: self = .cooldown
        case .slot, .dependencies, .stagger, .memory, .fallback, .paused: self = .waiting
        }
    }

    package init(_ ending: TaskEnding) {
        switch ending {
        case .firstTry: self = .done
        case .recoveredByRetry, .recoveredByFallback: self = .recovered
        case .failed: self = .failed
        case .rateLimited: self = .limited
        case .blocked: self = .blocked
        case .rejected: self = .rejected
        case .cancelled: self = .cancelled
        case .skipped, .carriedOver: self = .skipped
        }
    }

    package var word: String {
        switch self {
        case .waiting: "waiting"
        case .backoff: "backoff"
        case .cooldown: "cooldown"
        case .running: "running"
        case .stopping: "stopping"
        case .done: "done"
        case .recovered: "recovered"
        case .failed: "failed"
        case .limited: "limited"
        case .blocked: "blocked"
        case .rejected: "rejected"
        case .cancelled: "cancelled"
        case .skipped: "skipped"
        }
    }

    package var role: Role {
        switch self {
        case .running: .active
        case .backoff, .cooldown, .stopping, .limited: .warning
        case .done, .recovered: .success
        case .failed: .danger
        case .waiting, .blocked, .rejected, .cancelled, .skipped: .dim
        }
    }

    /// Where it is counted in the head of the screen.
    package var group: StateGroup {
        switch self {
        case .running, .stopping: .running
        case .backoff, .cooldown: .backoff
        case .waiting: .waiting
        case .done, .recovered, .skipped: .done
        case .failed: .failed
        case .limited, .blocked, .rejected, .cancelled: .stopped
        }
    }

    package var isOver: Bool { group == .done || group == .failed || group == .stopped }
}

/// States that are counted together.
package enum StateGroup: Int, Sendable, CaseIterable {
    case running, backoff, waiting, done, failed, stopped

    /// The state whose sign and colour stand for the group.
    package var face: TaskState {
        switch self {
        case .running: .running
        case .backoff: .backoff
        case .waiting: .waiting
        case .done: .done
        case .failed: .failed
        case .stopped: .cancelled
        }
    }

    package var word: String { self == .stopped ? "not run" : face.word }
}
