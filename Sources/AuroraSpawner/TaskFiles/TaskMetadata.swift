/// The metadata of a task in Markdown: `- Agent: @coder` below it, or `<!-- agent: coder -->`.
enum TaskMetadata: String, CaseIterable {
    case agent, context, depends, model, policy, timeout, tool

    static let allowed = allCases.map { $0.rawValue.capitalized }.joined(separator: ", ")

    /// `Key: value` with a key of one word; the spaces after the colon set it apart from `http://…`.
    static func split(_ text: ArraySlice<UInt8>) -> (key: String, value: String)? {
        let key = text.prefix { $0.isLetter || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
        let rest = text[key.endIndex...]
        guard !key.isEmpty, rest.first == UInt8(ascii: ":"), rest.dropFirst().first?.isBlank ?? true else { return nil }
        return (key.string, rest.dropFirst().trimmed.string)
    }

    /// Takes the comments with metadata off the end of a line.
    ///
    /// - Parameter text: The line, trimmed.
    /// - Returns: What is left of it, and the metadata in order.
    static func takeComments(
        from text: ArraySlice<UInt8>
    ) -> (rest: ArraySlice<UInt8>, metadata: [(key: String, value: String)]) {
        var rest = text
        var metadata: [(key: String, value: String)] = []
        while rest.suffix(3).elementsEqual("-->".utf8), let start = MarkdownLine.findLast("<!--", in: rest),
            let entry = split(rest[(start + 4)...].dropLast(3).trimmed)
        {
            metadata.insert(entry, at: 0)
            rest = rest[..<start].trimmed
        }
        return (rest, metadata)
    }

    /// Writes the value into a task.
    ///
    /// - Parameters:
    ///   - value: The value as it stands in the file.
    ///   - task: The task.
    /// - Returns: What is wrong with the value; `nil` when nothing is.
    func apply(_ value: String, to task: inout SpawnTask) -> String? {
        func wrong(_ allowed: String) -> String {
            "\(rawValue.capitalized) is '\(value)'; allowed is \(allowed)"
        }
        switch self {
        case .agent:
            guard let agent = TaskFieldRules.agent(value) else { return wrong(TaskFieldRules.agents) }
            task.agent = agent
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
        case .context, .model, .policy, .tool:
            guard !value.isEmpty else { return wrong("a text that is not empty") }
            switch self {
            case .context: task.context = value
            case .model: task.model = value
            case .policy: task.policyName = value
            default: task.tool = value
            }
        }
        return nil
    }
}

extension String {
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
