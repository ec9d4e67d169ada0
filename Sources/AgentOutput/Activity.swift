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
        var line = Line()
        line.add(tool)
        line.add(object ?? "", after: ": ")
        return line.text
    }

    /// One line of a text, safe to show, in the width of an activity.
    static func fit(_ text: String) -> String {
        var line = Line()
        line.add(text)
        return line.text
    }

    /// Shortens the input of a call to what a person needs to see of it.
    static func call(_ input: JSONField?) -> String {
        guard let input else { return "" }
        return of(tool: "", input: input)
    }

    /// What is shown of texts on one line. Nothing is read of a text once the line is full: a command may be a whole script.
    private struct Line {
        /// The most bytes that are read of a text in search of something to show.
        private static let longestSearch = 512

        private var bytes: [UInt8] = []
        private var columns = 0
        /// How many bytes stay before the `…` when there is more than fits.
        private var kept = 0
        private var isFull = false

        var text: String { String(decoding: bytes, as: UTF8.self) }

        /// Adds a text, without what a terminal would obey and with one space for any white space. What parts it from the text
        /// before stands there only if there is something on both sides.
        mutating func add(_ text: String, after separator: String = " ") {
            var parser = EscapeParser()
            var gap = separator
            var search = Self.longestSearch
            for scalar in text.unicodeScalars {
                search -= UTF8.width(scalar)
                guard search >= 0, !isFull else { return }
                guard parser.passes(scalar.value) else { continue }
                switch scalar {
                // A carriage return erases nothing here: a command could hide its beginning behind one.
                case " ", "\t", "\n", "\r", "\u{2028}", "\u{2029}": if gap.isEmpty { gap = " " }
                case _ where scalar.isObeyed: continue
                default:
                    if !bytes.isEmpty { for scalar in gap.unicodeScalars { show(scalar) } }
                    gap = ""
                    show(scalar)
                }
            }
        }

        private mutating func show(_ scalar: Unicode.Scalar) {
            guard !isFull else { return }
            columns += ScalarWidth.columns(scalar)
            guard columns <= AgentReport.longestActivity else {
                isFull = true
                bytes.removeSubrange(kept...)
                bytes += "…".utf8
                return
            }
            if scalar.isASCII { bytes.append(UInt8(scalar.value)) } else { bytes += scalar.utf8 }
            if columns < AgentReport.longestActivity { kept = bytes.count }
        }
    }
}
