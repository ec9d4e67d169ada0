/// Reads the tasks of a Markdown checklist, line by line and byte by byte.
///
///     line          in a fence or comment    a checkbox       indented below a task          else
///     what it does  belongs to what it is in begins a task    metadata, or more prompt       ends the tasks above
struct MarkdownTaskParser {
    private let file: String
    private var tasks: [SpawnTask] = []
    /// The tasks that an indented line may still belong to, the innermost last.
    private var open: [OpenTask] = []
    private var lineNumber = 0

    private struct OpenTask {
        var task: Int
        var indentation: Int
        var prompt: [UInt8]
        /// Bytes of indentation that its continuation lines share; `nil` before the first.
        var margin: Int?
        var metadata: Set<TaskMetadata> = []
    }

    init(file: String) {
        self.file = file
    }

    mutating func parse(_ bytes: [UInt8]) throws(InputError) -> [SpawnTask] {
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        var fence: (character: UInt8, length: Int, line: Int)?
        var commentLine: Int?
        var start = text.startIndex
        while start < text.endIndex {
            let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.endIndex
            let line = MarkdownLine(text[start..<end])
            start = end + 1
            lineNumber += 1

            if let opened = fence {
                extendPrompt(line)
                if let closing = line.fence, closing.character == opened.character, closing.length >= opened.length,
                    closing.info.isEmpty
                {
                    fence = nil
                }
            } else if commentLine != nil {
                if line.closesComment { commentLine = nil }
            } else if line.opensComment {
                commentLine = lineNumber
            } else if let opening = line.fence {
                try close(downTo: line.indentation)
                fence = (opening.character, opening.length, lineNumber)
                extendPrompt(line)
            } else {
                try read(line)
            }
        }
        if let fence { throw error("the code fence is never closed; close it with a line of its own", at: fence.line) }
        if let commentLine { throw error("the comment is never closed; close it with -->", at: commentLine) }
        try close(downTo: 0)
        return tasks
    }

    private mutating func read(_ line: MarkdownLine) throws(InputError) {
        if line.isBlank { return extendPrompt(line) }
        if let checkbox = line.checkbox {
            try close(downTo: line.indentation)
            return try begin(checkbox.rest, isDone: checkbox.isDone, indentation: line.indentation)
        }
        let (rest, comments) = TaskMetadata.takeComments(from: line.text)
        if rest.isEmpty {
            // The original tools write comments without indentation: they belong to the task just above.
            if line.indentation > open.first?.indentation ?? 0 { try close(downTo: line.indentation) }
            guard !open.isEmpty else { return }
            for comment in comments { try apply(comment) }
            return
        }
        let entry = line.listItem.flatMap(TaskMetadata.split)
        let isInTask = !open.isEmpty
        try close(downTo: line.indentation)
        if open.isEmpty {
            if isInTask, let entry, TaskMetadata(rawValue: entry.key.lowercased()) != nil {
                throw error("'\(entry.key)' is not indented; metadata must be indented below its task")
            }
            return
        }
        if let entry { return try apply(entry) }
        for comment in comments { try apply(comment) }
        extendPrompt(comments.isEmpty ? line : MarkdownLine(line.whole[..<rest.endIndex]))
    }

    private mutating func begin(_ text: ArraySlice<UInt8>, isDone: Bool, indentation: Int) throws(InputError) {
        let (rest, comments) = TaskMetadata.takeComments(from: text)
        let (id, prompt) = try splitID(rest)
        tasks.append(SpawnTask(id: id, prompt: "", isDone: isDone, line: lineNumber))
        open.append(OpenTask(task: tasks.count - 1, indentation: indentation, prompt: Array(prompt)))
        for comment in comments { try apply(comment) }
    }

    /// `1.2.3. Prompt`: the id without a trailing period, and the prompt.
    private func splitID(_ text: ArraySlice<UInt8>) throws(InputError) -> (id: String, prompt: ArraySlice<UInt8>) {
        let word = text.prefix { !$0.isBlank }
        var id = word
        if id.last == UInt8(ascii: ".") { id.removeLast() }
        let parts = id.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isDigit) }) else {
            throw error("the task has no id; allowed are numbers such as 1, 1.2 or 1.2.3 before the prompt")
        }
        return (id.string, text[word.endIndex...].trimmed)
    }

    private mutating func apply(_ entry: (key: String, value: String)) throws(InputError) {
        guard let key = TaskMetadata(rawValue: entry.key.lowercased()) else {
            throw error("unknown key '\(entry.key)' below a task; allowed are \(TaskMetadata.allowed)")
        }
        let innermost = open.count - 1
        guard open[innermost].metadata.insert(key).inserted else {
            throw error("'\(entry.key)' is there twice; a task may have it once")
        }
        if let problem = key.apply(entry.value, to: &tasks[open[innermost].task]) { throw error(problem) }
    }

    /// Adds a line to the prompt of the innermost open task.
    private mutating func extendPrompt(_ line: MarkdownLine) {
        guard !open.isEmpty else { return }
        let innermost = open.count - 1
        let margin = open[innermost].margin ?? line.whole.count - line.whole.drop(while: \.isBlank).count
        if !line.isBlank { open[innermost].margin = margin }
        open[innermost].prompt.append(UInt8(ascii: "\n"))
        open[innermost].prompt += line.isBlank ? [] : line.dropping(margin)
    }

    /// Ends the open tasks that a line with this indentation is not below.
    private mutating func close(downTo indentation: Int) throws(InputError) {
        while let last = open.last, indentation <= last.indentation {
            let prompt = last.prompt[...].trimmedLines
            guard !prompt.isEmpty else {
                throw error(
                    "task \(tasks[last.task].id) has no prompt; a text is needed after its id",
                    at: tasks[last.task].line ?? lineNumber)
            }
            tasks[last.task].prompt = prompt.string
            open.removeLast()
        }
    }

    private func error(_ message: String, at line: Int? = nil) -> InputError {
        InputError(file: file, line: line ?? lineNumber, message: message)
    }
}

extension ArraySlice<UInt8> {
    /// Without blanks and line ends at the end, and without empty lines at the beginning.
    fileprivate var trimmedLines: ArraySlice<UInt8> {
        var slice = self
        while let byte = slice.last, byte.isBlank || byte == UInt8(ascii: "\n") { slice.removeLast() }
        while let byte = slice.first, byte == UInt8(ascii: "\n") { slice.removeFirst() }
        return slice
    }
}
