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
            case ("state", 2): states.append(parts[1].lowercased())
            case ("agent", 2): agents.append(parts[1])
            case ("category", 2): categories.append(parts[1].lowercased())
            default: words.append(Needle(String(word)))
            }
        }
    }

    /// True when every task passes.
    package var isEmpty: Bool {
        group == nil && words.isEmpty && states.isEmpty && agents.isEmpty && categories.isEmpty
    }

    /// True when whatever passes this surely passes another as well, which was typed on.
    func isNarrower(than other: RowFilter) -> Bool {
        // A colon makes something else of the word before it: `state` is in few texts, `state:` is true of every task.
        (other.group == nil || group == other.group) && text.hasPrefix(other.text)
            && !text.dropFirst(other.text.count).contains(":")
    }

    func admits(_ task: Int, in run: RunPicture) -> Bool {
        if let group, !run.failures.contains(task, in: group) { return false }
        // This is asked of very many rows. To copy one costs more than to look for a word in it, so each is left where it is.
        let rows = run.tasks.rows
        for state in states where !rows[task].state.word.hasPrefix(state) { return false }
        for agent in agents where !(rows[task].description.agent ?? "llm").hasPrefix(agent) { return false }
        for category in categories where rows[task].failure?.category.rawValue.hasPrefix(category) != true {
            return false
        }
        for word in words {
            guard
                word.isFound(in: rows[task].description.id) || word.isFound(in: rows[task].description.title)
                    || word.isFound(in: rows[task].description.agent ?? "llm") || word.isFound(in: rows[task].line)
                    || word.isFound(in: rows[task].error)
            else { return false }
        }
        return true
    }
}
