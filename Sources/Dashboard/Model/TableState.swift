import SpawnCore

/// The table of tasks as somebody looks at it: which rows, in which order, which is selected, which are tagged.
///
/// It keeps the selected task and how far below the top of the table its row is. Whatever happens around it, the row
/// under the cursor stays where it is.
package struct TableState: Sendable {
    package private(set) var order = RowOrder()
    /// Tagged tasks, by their places in the input.
    package private(set) var tags: Set<Int> = []
    private var wanted: Int?
    /// The row of the selected task when somebody last moved; whoever comes there takes over when it is shown no more.
    private var lastPosition = 0
    private var offset = 0
    private var lastTag: Int?
    /// Until then no row changes its place: somebody has just pressed a key and is looking at it.
    private var heldUntil = Moment.start
    private var changed: Set<Int> = []

    package init() {}

    /// The selected task, by its place in the input; `nil` when no row is shown.
    package func selection(in run: RunPicture) -> Int? {
        if let wanted, order.position(of: wanted, in: run) != nil { return wanted }
        return order.task(at: max(0, min(lastPosition, order.count(of: run) - 1)), of: run)
    }

    /// The first row on the screen, of which so many are visible.
    package func first(in run: RunPicture, visible: Int) -> Int {
        max(0, min(position(in: run) - offset, order.count(of: run) - visible))
    }

    /// The row of the selected task.
    package func position(in run: RunPicture) -> Int {
        wanted.flatMap { order.position(of: $0, in: run) } ?? max(0, min(lastPosition, order.count(of: run) - 1))
    }

    // MARK: - Moving about

    /// Moves the selection by so many rows.
    mutating func move(by rows: Int, in run: RunPicture, visible: Int) {
        go(to: position(in: run) + rows, in: run, visible: visible)
    }

    mutating func select(_ task: Int, in run: RunPicture, visible: Int) {
        if let position = order.position(of: task, in: run) { go(to: position, in: run, visible: visible) }
    }

    /// Selects a row; the table scrolls as little as needed to show it.
    mutating func go(to position: Int, in run: RunPicture, visible: Int) {
        let first = first(in: run, visible: visible)
        lastPosition = max(0, min(order.count(of: run) - 1, position))
        wanted = order.task(at: lastPosition, of: run)
        offset = max(0, min(visible - 1, lastPosition - first))
    }

    /// The table has become higher or lower.
    mutating func resize(visible: Int) { offset = max(0, min(offset, visible - 1)) }

    // MARK: - What is shown

    /// Keeps every row where it is for a second.
    mutating func hold(at now: Moment) { heldUntil = now + .seconds(1) }

    /// A task changed: its row is filed anew, at once or when the table is no longer held.
    mutating func update(_ task: Int, in run: RunPicture, at now: Moment) {
        guard now >= heldUntil else {
            changed.insert(task)
            return
        }
        file(task, in: run)
    }

    /// True while something changed that is not filed yet.
    var isUnsettled: Bool { !changed.isEmpty }

    /// Files what changed while the table was held.
    mutating func settle(_ run: RunPicture, at now: Moment) {
        guard now >= heldUntil, !changed.isEmpty else { return }
        for task in changed { file(task, in: run) }
        changed = []
    }

    private mutating func file(_ task: Int, in run: RunPicture) {
        if task == wanted, let position = order.position(of: task, in: run) { lastPosition = position }
        order.update(task, in: run)
    }

    /// Shows other tasks, or the same in another order, at once or, where there are very many, by and by. The selection stays
    /// where it can.
    mutating func show(sort: SortKey? = nil, filter: RowFilter? = nil, of run: RunPicture) {
        wanted = selection(in: run)
        order.change(sort: sort, filter: filter, of: run)
        keepSelection(in: run)
    }

    /// Comes nearer to what is to be shown.
    mutating func goOn(_ run: RunPicture) {
        wanted = selection(in: run)
        order.goOn(in: run)
        keepSelection(in: run)
    }

    private mutating func keepSelection(in run: RunPicture) {
        if !order.isFiling, let wanted, order.position(of: wanted, in: run) == nil { lastPosition = 0 }
    }

    // MARK: - Tags

    mutating func toggleTag(_ task: Int) {
        lastTag = tags.remove(task) == nil ? task : nil
        if lastTag != nil { tags.insert(task) }
    }

    /// Tags all rows from the one tagged last to the selected one.
    mutating func tagRange(in run: RunPicture) {
        guard let selection = selection(in: run) else { return }
        let end = position(in: run)
        let start = lastTag.flatMap { order.position(of: $0, in: run) } ?? end
        for position in min(start, end)...max(start, end) {
            if let task = order.task(at: position, of: run) { tags.insert(task) }
        }
        lastTag = selection
    }

    /// Tags every row that a condition holds for.
    mutating func tagAll(in run: RunPicture, where isWanted: (TaskRow) -> Bool) {
        for position in 0..<order.count(of: run) {
            if let task = order.task(at: position, of: run), isWanted(run.tasks[task]) { tags.insert(task) }
        }
    }

    mutating func untag() {
        tags = []
        lastTag = nil
    }
}
