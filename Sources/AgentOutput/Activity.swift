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
        for key in objects {
            guard let value = input?[key] else { continue }
            if let text = value.string { return of(tool: tool, object: text) }
            // A command as an array of words.
            let words = value.elements.prefix(16).compactMap(\.string)
            if !words.isEmpty { return of(tool: tool, object: words.joined(separator: " ")) }
        }
        return of(tool: tool, object: nil)
    }

    /// A tool and its object, in words.
    static func of(tool: String, object: String?) -> String {
        let object = object.map { line($0) } ?? ""
        return fit(object.isEmpty ? line(tool) : "\(line(tool)): \(object)")
    }

    /// One line of a text, safe to show, in the width of an activity.
    static func fit(_ text: String) -> String {
        let text = line(text)
        // No scalar takes more columns than bytes.
        guard text.utf8.count > AgentReport.longestActivity else { return text }
        let scalars = text.unicodeScalars
        var columns = 0
        var end = scalars.startIndex
        for index in scalars.indices {
            columns += ScalarWidth.columns(scalars[index])
            guard columns <= AgentReport.longestActivity else { return String(scalars[..<end]) + "…" }
            if columns < AgentReport.longestActivity { end = scalars.index(after: index) }
        }
        return text
    }

    /// Shortens the input of a call to what a person needs to see of it.
    static func call(_ input: JSONField?) -> String {
        guard let input else { return "" }
        return of(tool: "", input: input).drop { $0 == ":" || $0 == " " }.description
    }

    /// The beginning of a text in one line, without what a terminal would obey.
    private static func line(_ text: String) -> String {
        let bytes = text.utf8.prefix(512)
        // The way through scalars is for what needs it: most is words and line breaks of ASCII.
        guard bytes.allSatisfy({ 0x20..<0x7F ~= $0 || $0 == 0x0A || $0 == 0x09 }) else {
            return TerminalText.cleaned(bytes, limit: longestLine)
                .split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        }
        var line: [UInt8] = []
        for byte in bytes.prefix(longestLine) where byte > 0x20 || line.last ?? 0x20 > 0x20 {
            line.append(max(byte, 0x20))
        }
        if line.last == 0x20 { line.removeLast() }
        return String(decoding: line, as: UTF8.self)
    }

    private static let longestLine = 4 * AgentReport.longestActivity
}
