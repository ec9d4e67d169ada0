import SpawnCore

/// Lines that are typed: the filter, and what to look for.
extension DashboardModel {
    mutating func beginTyping(_ action: Action) {
        switch action {
        case .filter: prompt = Prompt(purpose: .filter, editor: LineEditor(table.order.filter.text))
        case .find: prompt = Prompt(purpose: .find, editor: LineEditor())
        default: prompt = Prompt(purpose: .searchAll, editor: LineEditor())
        }
    }

    /// A text that was pasted goes where one is typed, and nowhere else.
    mutating func paste(_ text: String) {
        guard dialog == nil, !layout.isTooSmall, var prompt else { return say("pasted text is ignored", .dim) }
        isTouched = true
        table.hold(at: now)
        prompt.editor.insert(text)
        self.prompt = prompt
        guard prompt.purpose == .filter else { return }
        isFollowing = false
        table.show(filter: RowFilter(prompt.editor.text), of: run)
    }

    mutating func edit(_ key: Key) -> [DashboardEffect] {
        guard var prompt else { return [] }
        let outcome = prompt.editor.press(key)
        self.prompt = prompt
        switch (prompt.purpose, outcome) {
        case (_, .nothing): break
        case (.filter, .changed):
            isFollowing = false
            table.show(filter: RowFilter(prompt.editor.text), of: run)
        case (.filter, .abandoned):
            self.prompt = nil
            table.show(filter: RowFilter(), of: run)
        case (_, .changed): break
        case (.filter, .accepted), (_, .abandoned): self.prompt = nil
        case (.find, .accepted):
            self.prompt = nil
            return find(prompt.editor.text)
        case (.searchAll, .accepted):
            self.prompt = nil
            return searchAll(prompt.editor.text)
        }
        return []
    }

    private mutating func searchAll(_ text: String) -> [DashboardEffect] {
        guard !text.isEmpty else { return [] }
        search = GlobalSearch(text: text, number: search.number + 1, isDone: false)
        if page != .search { show(.search) }
        let sources = run.tasks.rows.indices.filter { run.tasks[$0].startedAt != nil }.flatMap { task in
            (1...run.tasks[task].latestAttempt).map { attempt in
                let source = OutputSource(task: task, attempt: attempt)
                var reading = reading(of: source)
                reading.isUnfolded = true
                return SearchedOutput(source: source, reading: reading)
            }
        }
        return [.search(text, in: sources, number: search.number)]
    }

    mutating func found(_ hits: [SearchHit], _ isLast: Bool, _ number: Int) {
        guard number == search.number else { return }
        search.hits += hits.prefix(GlobalSearch.limit - search.hits.count)
        search.isDone = isLast
    }
}
