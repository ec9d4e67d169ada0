internal import SpawnCore

/// What an agent does, in a few words for a row: a tool, and the first thing it is called with that says what for.
enum Activity {
    /// The members of a tool's input that say what it works on, the most telling first. The names are those of the tools of
    /// the agents that are read here.
    private static let objects: [StaticString] = [
        "command", "cmd", "file_path", "filePath", "path", "absolute_path", "notebook_path", "pattern", "query", "url",
        "description", "prompt", "skill", "name",
    ]

    /// A tool and its object: `Bash: make test`.
    static func of(tool: String, input: JSONField?) -> String {
        let object = objects.lazy.compactMap { key -> String? in
            guard let value = input?[key] else { return nil }
            if let text = value.string { return text }
            // A command as an array of words.
            let words = value.elements.prefix(16).compactMap(\.string)
            return words.isEmpty ? nil : words.joined(separator: " ")
        }.first
        return of(tool: tool, object: object)
    }

    /// A tool and its object, in words.
    static func of(tool: String, object: String?) -> String {
        let object = object.map { line($0) } ?? ""
        return fit(object.isEmpty ? line(tool) : "\(line(tool)): \(object)")
    }

    /// One line of a text, safe to show, in the width of an activity.
    static func fit(_ text: String) -> String {
        var columns = 0
        var fitting = String.UnicodeScalarView()
        let scalars = line(text).unicodeScalars
        for (index, scalar) in zip(scalars.indices, scalars) {
            columns += ScalarWidth.columns(scalar)
            let isLast = scalars.index(after: index) == scalars.endIndex
            guard columns + (isLast ? 0 : 1) <= AgentReport.longestActivity else {
                fitting.append("…")
                break
            }
            fitting.append(scalar)
        }
        return String(fitting)
    }

    /// Shortens the input of a call to what a person needs to see of it.
    static func call(_ input: JSONField?) -> String {
        guard let input else { return "" }
        return of(tool: "", input: input).drop { $0 == ":" || $0 == " " }.description
    }

    /// The beginning of a text in one line, without what a terminal would obey.
    private static func line(_ text: String) -> String {
        TerminalText.cleaned(text.utf8.prefix(512), limit: 4 * AgentReport.longestActivity)
            .split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
}
