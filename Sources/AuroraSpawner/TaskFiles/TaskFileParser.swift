/// Reads task files: Markdown checklists, JSON and JSON lines.
package struct TaskFileParser {
    /// The ways to write tasks down.
    package enum Format: Sendable {
        /// `- [ ] 1.2 Prompt`
        case markdown
        /// An array of tasks, or `{"tasks": []}`.
        case json
        /// A task a line.
        case jsonLines
    }

    /// Reads tasks and checks them, dependencies included.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - file: Its name, for errors and for its format.
    ///   - format: The format; `nil` goes by the name's extension, else by how the text begins.
    ///   - warn: Takes what may have been meant differently, with its line.
    /// - Returns: The tasks in order, at least one.
    /// - Throws: ``InputError`` with the line of the first mistake.
    package static func parse(
        _ bytes: [UInt8], file: String, format: Format? = nil, warn: (InputError) -> Void = { _ in }
    ) throws(InputError) -> [SpawnTask] {
        try checkText(bytes, file: file)
        let tasks: [SpawnTask]
        switch format ?? Self.format(of: bytes, file: file) {
        case .markdown:
            var parser = MarkdownTaskParser(file: file)
            tasks = try parser.parse(bytes)
            parser.warnings.forEach(warn)
        case .json: tasks = try JSONTaskParser.parse(bytes, file: file)
        case .jsonLines: tasks = try JSONTaskParser.parseLines(bytes, file: file)
        }
        guard !tasks.isEmpty else {
            throw InputError(
                file: file, message: "there is no task in it; a task is '- [ ] 1 What to do', or JSON with a prompt")
        }
        do { _ = try TaskGraph(tasks) } catch {
            throw InputError(file: file, line: error.line, message: error.message)
        }
        return tasks
    }

    /// Makes sure that it is UTF-8.
    private static func checkText(_ bytes: [UInt8], file: String) throws(InputError) {
        let isWide = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        // What is ASCII in UTF-16 is UTF-8 too, with a null character beside every letter.
        let null = bytes.firstIndex(of: 0)
        if isWide || null != nil {
            let line = isWide ? 1 : 1 + bytes[..<(null ?? 0)].count { $0 == UInt8(ascii: "\n") }
            let fault = isWide ? "this is UTF-16" : "a null character, as in UTF-16"
            throw InputError(file: file, line: line, message: "\(fault); a task file must be UTF-8")
        }
        if let line = InputFile.lineOfInvalidUTF8(in: bytes) {
            throw InputError(file: file, line: line, message: "invalid UTF-8; a task file must be UTF-8")
        }
    }

    /// How tasks are written down in a file: its name's extension decides, else how the text begins.
    static func format(of bytes: [UInt8], file: String) -> Format {
        switch format(ofName: file) {
        // Many programs write lines of JSON and call the file so.
        case .json where isObjectPerLine(bytes, with: "prompt"): .jsonLines
        case let format?: format
        case nil: format(ofText: bytes)
        }
    }

    private static func format(ofName name: String) -> Format? {
        let name = name.lowercased()
        if name.hasSuffix(".md") || name.hasSuffix(".markdown") { return .markdown }
        if name.hasSuffix(".json") { return .json }
        if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") { return .jsonLines }
        return nil
    }

    /// Markdown may begin with a bracket too, but not with one that holds an object or nothing.
    private static func format(ofText bytes: [UInt8]) -> Format {
        var visible = bytes.lazy.filter { $0 > UInt8(ascii: " ") && ![0xEF, 0xBB, 0xBF].contains($0) }.makeIterator()
        switch (visible.next(), visible.next()) {
        case (UInt8(ascii: "["), UInt8(ascii: "{")), (UInt8(ascii: "["), UInt8(ascii: "]")): return .json
        case (UInt8(ascii: "{"), _): return isObjectPerLine(bytes) ? .jsonLines : .json
        default: return .markdown
        }
    }

    /// True when the first line that is not empty is a whole task.
    private static func isObjectPerLine(_ bytes: [UInt8], with key: String? = nil) -> Bool {
        let lines = bytes.split(maxSplits: 1_000) { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        guard let first = lines.first(where: { $0.contains { $0 > UInt8(ascii: " ") } }),
            first.contains(UInt8(ascii: "{")),
            let value = try? JSONParser.parse(Array(first), file: nil), case .object(let members) = value.content
        else { return false }
        return !members.contains { $0.key == "tasks" } && (key == nil || members.contains { $0.key == key })
    }
}
