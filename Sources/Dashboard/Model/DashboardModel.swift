package import SpawnCore

/// Everything the dashboard shows. Events say what the run does; keys only move what a person looks at, or ask the run
/// for something by an effect.
package struct DashboardModel: Sendable {
    package enum Focus: Sendable { case tasks, breakers }

    package internal(set) var options: DashboardOptions
    package internal(set) var size: Size
    package internal(set) var now = Moment.start
    package internal(set) var wall = 0.0
    package internal(set) var run = RunPicture()
    var recent = RecentEvents()

    // Where a person is.
    var pages = [Page.overview]
    package internal(set) var focus = Focus.tasks
    package internal(set) var dialog: Dialog?
    package internal(set) var prompt: Prompt?
    /// A word about the last thing asked for.
    package internal(set) var notice: Notice?

    // What a person looks at, page by page.
    package internal(set) var table = TableState()
    package internal(set) var output = OutputView()
    package internal(set) var breakerList = ListPosition()
    /// In the attempts that tripped the selected breaker.
    package internal(set) var tripList = ListPosition()
    package internal(set) var failureList = ListPosition()
    package internal(set) var metricsList = ListPosition()
    package internal(set) var helpList = ListPosition()
    package internal(set) var timeline = TimelineView()
    package internal(set) var search = GlobalSearch()

    /// True from the first key on.
    package internal(set) var isTouched = false
    /// True until somebody moves: the selection goes where work is.
    var isFollowing = true
    /// Asked to leave as soon as every task is over.
    package internal(set) var leavesWhenOver = false
    /// What was last asked for and is not yet answered, so that pressing + three times asks for three slots, and p twice for
    /// a pause and its end.
    var slotsAsked: Int?
    var pauseAsked: Bool?
    /// True when the budget is spent and nobody was asked about it yet.
    var asksAboutBudget = false

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

    package var layout: Layout { Layout(size, tasks: run.tasks.count) }

    package var page: Page { pages[pages.count - 1] }

    /// The selected task, by its place in the input.
    package var selection: Int? { table.selection(in: run) }

    package var selectedTask: TaskRow? { selection.map { run.tasks[$0] } }

    package var selectedBreaker: BreakerSnapshot? {
        run.breakers.indices.contains(breakerList.selection) ? run.breakers[breakerList.selection] : nil
    }

    /// Rows of the table of tasks on the screen; the timeline has one too.
    var tableRows: Int { page == .timeline ? layout.listRows : layout.tableRows }

    /// The time the run took so far, or in all.
    package var elapsed: Duration { (run.endedAt ?? now) - .start }

    /// True while there is work that must not hold up a key, and waits for ``DashboardMessage/goOn``.
    package var hasMoreToDo: Bool { table.order.isFiling }

    /// True while some shown time moves: the clock must tick.
    package var isCounting: Bool {
        if run.phase == .running { return run.description != nil }
        return leavesAt != nil || notice != nil || table.isUnsettled || run.breakers.contains { $0.probeAt != nil }
    }

    /// When an untouched dashboard leaves; `nil` when it does not.
    package var leavesAt: Moment? {
        guard let after = options.leavesAfter, let endedAt = run.endedAt, !isTouched else { return nil }
        return endedAt + after
    }

    package mutating func update(_ message: DashboardMessage) -> [DashboardEffect] {
        var effects: [DashboardEffect] = []
        switch message {
        case .event(let event): effects = apply(event)
        case .key(let key): effects = press(key)
        case .mouse(let action): effects = handle(action)
        case .pasted(let text): paste(text)
        case .resized(let size): resize(to: size)
        case .tick(let moment, let wall): effects = tick(moment, wall)
        case .goOn: table.goOn(run)
        case .output(let source, let answer): effects = receive(answer, of: source)
        case .located(let hunt, let finding): effects = found(finding, hunt)
        case .found(let hits, let isLast, let number): found(hits, isLast, number)
        case .told(let words, let isGood): say(words, isGood ? .text : .warning)
        }
        // The overview shows what a task does now, however somebody came there.
        if page == .overview, let task = output.task, output.attempt != nil {
            output.turn(to: OutputSource(task: task))
        }
        // Whatever moved the selection, the output shown is that of the selected task.
        let isAsked = selection == output.task && output.source == output.asked?.source
        return effects + (isAsked ? wantMissingLines() : wantOutput())
    }

    private mutating func tick(_ moment: Moment, _ wall: Double) -> [DashboardEffect] {
        now = max(now, moment)
        self.wall = wall
        table.settle(run, at: now)
        askAboutBudget()
        if let notice, notice.until <= now { self.notice = nil }
        if let leavesAt, leavesAt <= now { return [.send(.close), .quit(.finished)] }
        return []
    }

    private mutating func resize(to size: Size) {
        self.size = size
        table.resize(visible: tableRows)
        if !layout.isTooSmall { wrapOutput() }
    }

    mutating func say(_ text: String, _ role: Role) {
        notice = Notice(text: text, role: role, until: now + .seconds(6))
    }
}
