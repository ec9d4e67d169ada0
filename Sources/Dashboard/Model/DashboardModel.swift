package import SpawnCore

/// Everything the dashboard shows. Events say what the run does; keys only move what a person looks at, or ask the run
/// for something by an effect.
package struct DashboardModel: Sendable {
    package enum Page: Sendable, Equatable {
        case overview
        /// One task over the whole screen.
        case detail
        case help
    }

    package enum Focus: Sendable { case tasks, breakers }
    package enum Stream: Sendable { case stdout, stderr }

    /// How far the run has come.
    package enum Phase: Sendable { case running, allTasksEnded, ended }

    package let options: DashboardOptions
    package internal(set) var size: Size
    package internal(set) var now = Moment.start
    package internal(set) var wall = 0.0

    // The run, as events tell it.
    package internal(set) var run: RunDescription?
    package internal(set) var tasks = TaskList()
    package internal(set) var breakers: [BreakerSnapshot] = []
    package internal(set) var cooldowns: [Cooldown] = []
    package internal(set) var metrics = RecoveryMetrics()
    package internal(set) var slots = 0
    package internal(set) var isPaused = false
    package internal(set) var stopping: StopCause?
    package internal(set) var phase = Phase.running
    package internal(set) var endedAt: Moment?

    // What a person looks at.
    package internal(set) var page = Page.overview
    package internal(set) var focus = Focus.tasks
    package internal(set) var dialog: Dialog?
    /// The selected task, by its place in the input: the selection stays with the task.
    package internal(set) var selection = 0
    /// The first row of the table.
    package internal(set) var top = 0
    package internal(set) var breakerSelection = 0
    package internal(set) var helpTop = 0
    var pageBeforeHelp = Page.overview
    /// A word about the last thing asked for.
    package internal(set) var notice: Notice?
    package internal(set) var output = OutputView()
    /// True from the first key on.
    package internal(set) var isTouched = false
    /// True until somebody moves: the selection goes where work is.
    var isFollowing = true
    /// Asked to leave as soon as every task is over.
    var leavesWhenOver = false
    /// The slots last asked for and not yet answered, so that pressing + three times asks for three.
    var slotsAsked: Int?

    /// A tool whose service refuses everyone for a while.
    package struct Cooldown: Sendable {
        package var tool: String
        package var model: String?
        package var until: Moment
    }

    package struct Notice: Sendable {
        package var text: String
        package var role: Role
        package var until: Moment
    }

    package init(size: Size, options: DashboardOptions = DashboardOptions()) {
        self.size = size
        self.options = options
    }

    package var glyphs: Glyphs { Glyphs(isASCII: options.isASCII) }

    package var selectedTask: TaskRow? { tasks.contains(selection) ? tasks[selection] : nil }

    package var layout: Layout { Layout(size) }

    /// The time the run took so far, or in all.
    package var elapsed: Duration { (endedAt ?? now) - .start }

    /// True while some shown time moves: the clock must tick.
    package var isCounting: Bool {
        if phase != .running { return leavesAt != nil || notice != nil || breakers.contains { $0.probeAt != nil } }
        return run != nil
    }

    /// When an untouched dashboard leaves; `nil` when it does not.
    package var leavesAt: Moment? {
        guard let after = options.leavesAfter, let endedAt, !isTouched else { return nil }
        return endedAt + after
    }

    package mutating func update(_ message: DashboardMessage) -> [DashboardEffect] {
        switch message {
        case .event(let event): return apply(event)
        case .key(let key): return press(key)
        case .pasted:
            say("pasted text is ignored", .dim)
            return []
        case .resized(let size):
            self.size = size
            keepSelectionVisible()
            return wantOutput()
        case .tick(let moment, let wall):
            now = max(now, moment)
            self.wall = wall
            if let notice, notice.until <= now { self.notice = nil }
            if let leavesAt, leavesAt <= now { return [.send(.close), .quit(.finished)] }
            return []
        case .output(let task, let captured):
            return receive(captured, of: task)
        }
    }

    mutating func say(_ text: String, _ role: Role) {
        notice = Notice(text: text, role: role, until: now + .seconds(6))
    }

    /// Scrolls as little as needed to show the selected row.
    mutating func keepSelectionVisible() {
        let visible = max(1, layout.tableRows)
        selection = max(0, min(selection, tasks.count - 1))
        top = min(max(top, selection - visible + 1), selection)
        top = max(0, min(top, tasks.count - visible))
    }
}
