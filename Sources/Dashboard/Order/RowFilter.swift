import SpawnCore

/// Which tasks a person wants to see: words that must all be found, and `key:value` for what a task is.
///
///     coder parser          both words somewhere in id, title, agent, last line or error
///     state:failed          the word of its state
///     agent:coder           its agent; `llm` for none
///     category:transient    of its last failure
package struct RowFilter: Equatable, Sendable {
    /// The keys that can stand before a colon.
    package static let keys = ["state", "agent", "category"]

    /// As it was typed.
    package let text: String
    /// Only tasks that failed like this, by the place of a group of failures.
    package let group: Int?
    private var words: [Needle] = []
    private var states: [String] = []
    private var agents: [String] = []
    private var categories: [String] = []

    package init(_ text: String = "", group: Int? = nil) {
        self.text = text
        self.group = group
        for word in text.split(separator: " ") {
            let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            switch (parts[0], parts.count) {
            case ("state", 2): states.append(parts[1])
            case ("agent", 2): agents.append(parts[1])
            case ("category", 2): categories.append(parts[1])
            default: words.append(Needle(String(word)))
            }
        }
    }

    /// True when every task passes.
    package var isEmpty: Bool {
        group == nil && words.isEmpty && states.isEmpty && agents.isEmpty && categories.isEmpty
    }

    func admits(_ task: Int, in run: RunPicture) -> Bool {
        let row = run.tasks[task]
        if let group, !run.failures.contains(task, in: group) { return false }
        return states.allSatisfy { row.state.word.hasPrefix($0) }
            && agents.allSatisfy { (row.description.agent ?? "llm").hasPrefix($0) }
            && categories.allSatisfy { row.failure?.category.rawValue.hasPrefix($0) ?? false }
            && words.allSatisfy { word in
                word.isFound(in: row.description.id) || word.isFound(in: row.description.title)
                    || word.isFound(in: row.description.agent ?? "llm") || word.isFound(in: row.line)
                    || word.isFound(in: row.result?.error ?? row.failure?.message ?? "")
            }
    }
}
