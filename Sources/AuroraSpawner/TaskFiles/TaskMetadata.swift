/// The metadata of a task in Markdown: `- Agent: @coder` below it, or `<!-- agent: coder -->`.
enum TaskMetadata: String, CaseIterable {
    case agent, budget, context, depends, model, permissions, policy, timeout, tool

    static let allowed = allCases.map(\.title).joined(separator: ", ")

    /// How people write it.
    var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

    /// Whether its value may go on over further lines.
    var isList: Bool { self == .depends }

    /// The metadata of a key, however it is written: `Agent`, `AGENT`, `Depends on`, `policy_name`.
    init?(key: ArraySlice<UInt8>) {
        let letters = String(decoding: key.lazy.filter(\.isLetter).map { $0 | 0x20 }, as: UTF8.self)
        switch letters {
        case "dependson": self = .depends
        case "policyname": self = .policy
        case "permission": self = .permissions
        default: self.init(rawValue: letters)
        }
    }

    /// Writes the value into a task.
    ///
    /// - Parameters:
    ///   - value: The value as it stands in the file.
    ///   - task: The task.
    /// - Returns: What is wrong with the value; `nil` when nothing is.
    func apply(_ value: String, to task: inout SpawnTask) -> String? {
        func wrong(_ allowed: String) -> String { "\(title) is '\(value)'; allowed is \(allowed)" }
        switch self {
        case .agent:
            guard let agent = TaskFieldRules.agent(value) else { return wrong(TaskFieldRules.agents) }
            task.agent = agent
        case .budget:
            guard let budget = TaskFieldRules.budget(value) else { return wrong(TaskFieldRules.budgets) }
            task.budget = budget
        case .depends:
            let ids = value.split { $0 == "," || $0.isWhitespace }.map {
                $0.hasSuffix(".") ? String($0.dropLast()) : String($0)
            }
            guard !ids.isEmpty else { return wrong("a list of task ids, such as 1.1, 1.2") }
            task.dependsOn = ids
        case .timeout:
            guard let seconds = Double(value), seconds > 0, seconds <= 1e9 else {
                return wrong(TaskFieldRules.timeouts)
            }
            task.timeout = Duration(inSeconds: seconds)
        case .model:
            guard ModelName.isValid(value) else { return wrong(ModelName.allowed) }
            task.model = value
        case .permissions:
            guard let permissions = Permission(rawValue: value) else {
                return wrong("one of \(Permission.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            task.permissions = permissions
        case .context, .policy, .tool:
            guard !value.isEmpty else { return wrong("a text that is not empty") }
            switch self {
            case .context: task.context = value
            case .policy: task.policyName = value
            default: task.tool = value
            }
        }
        return nil
    }
}

/// A line of the form `Key: value`, as metadata and many other notes have it.
struct TaskNote {
    /// The key as it is written.
    let key: String
    let value: String
    /// What it says of the task; `nil` for a note of another kind.
    let metadata: TaskMetadata?

    /// No key is longer.
    private static let longestKey = 24

    /// Takes a line apart.
    ///
    /// - Parameter text: What follows the bullet, or stands in the comment, without blanks at either end.
    init?(_ text: ArraySlice<UInt8>) {
        let emphasis = text.prefix { Self.isEmphasis($0) }
        let word = text[emphasis.endIndex...].prefix {
            $0.isLetter || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: " ")
        }
        guard (1...Self.longestKey).contains(word.count) else { return nil }
        let afterWord = text[word.endIndex...].drop { Self.isEmphasis($0) }
        let colon = text.skippingBlanks(from: afterWord.startIndex)
        let wide = text.has("：", at: colon)
        guard wide || text.has(":", at: colon) else { return nil }
        let rest = text[(colon + (wide ? 3 : 1))...]
        let key = Self.withoutEmphasis(word.trimmed)
        metadata = TaskMetadata(key: key)
        // One word, and a blank after the colon: so a note differs from `http://…` and from prose.
        let isNote = !key.contains(UInt8(ascii: " ")) && (rest.isEmpty || rest.blank(at: rest.startIndex) != nil)
        guard metadata != nil || isNote else { return nil }
        self.key = key.string
        value = (metadata == nil ? rest.trimmed : Self.withoutEmphasis(rest.trimmed)).string
    }

    /// `_Agent: coder_`, `**Agent:** coder` and `` Agent: `coder` `` mean what they say.
    private static func withoutEmphasis(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        while let first = text.first, first == UInt8(ascii: "*") || first == UInt8(ascii: "`") {
            text = text.dropFirst().trimmed
        }
        while let last = text.last, isEmphasis(last) { text = text.dropLast().trimmed }
        return text
    }

    private static func isEmphasis(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "*") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "`")
    }
}

/// A key that is none, and the one it may be meant for.
struct MisspeltKey {
    let meant: TaskMetadata
    /// True for a slip of the finger; false for a word of its own that is near a key.
    let isTypingError: Bool

    /// Words that people write below a task, and that are one letter away from a key.
    private static let words: Set<String> = [
        "content", "contents", "contest", "tooth", "toll", "took", "modal", "mode",
    ]

    /// Words that are two letters away from a key, and have nothing to do with it.
    private static let strangers: Set<String> = ["bucket", "budding", "buffet", "gadget", "nugget", "widget"]

    /// Other words for what tasks wait for.
    private static let waits: Set<String> = [
        "after", "dependencies", "dependency", "needs", "prerequisite", "prerequisites", "requires",
    ]

    /// Finds the key that is near.
    init?(_ key: String) {
        if Self.waits.contains(key.lowercased()) {
            (meant, isTypingError) = (.depends, false)
            return
        }
        let name = Array(key.lowercased().utf8)
        guard !Self.strangers.contains(key.lowercased()), name.count >= 3, name.count <= 12 else { return nil }
        var nearest: (metadata: TaskMetadata, distance: Int)?
        for metadata in TaskMetadata.allCases where abs(metadata.rawValue.utf8.count - name.count) <= 2 {
            let distance = Self.distance(name, Array(metadata.rawValue.utf8))
            if distance < nearest?.distance ?? Int.max { nearest = (metadata, distance) }
        }
        guard let nearest, nearest.distance <= (nearest.metadata.rawValue.utf8.count > 5 ? 2 : 1) else { return nil }
        meant = nearest.metadata
        let isPlural = key.lowercased() == nearest.metadata.rawValue + "s"
        isTypingError = nearest.distance == 1 && !isPlural && !Self.words.contains(key.lowercased())
    }

    /// How many bytes to insert, drop, replace or exchange with the next (optimal string alignment).
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var rows = [Array(0...right.count)]
        for (i, a) in left.enumerated() {
            var row = [i + 1]
            for (j, b) in right.enumerated() {
                var cost = min(rows[i][j] + (a == b ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a == right[j - 1], b == left[i - 1] { cost = min(cost, rows[i - 1][j - 1] + 1) }
                row.append(cost)
            }
            rows.append(row)
        }
        return rows[left.count][right.count]
    }
}
