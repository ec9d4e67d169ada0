/// Reads the tasks of a Markdown checklist, line by line and byte by byte, in one pass.
///
///     line          in a fence or comment    a checkbox       below a task, or its paragraph goes on    else
///     what it does  belongs to what it is in begins a task    metadata, or more prompt                  ends the tasks above
///
/// What Markdown shows as part of a list item is part of its task. What looks like a task, or like metadata of one, and
/// cannot be taken as such is refused.
struct MarkdownTaskParser {
    /// What was taken, though the author may have meant something else.
    private(set) var warnings: [InputError] = []

    private let file: String
    private var tasks: [SpawnTask] = []
    /// The task that each is indented below; -1 for none.
    private var parents: [Int] = []
    /// Where the tasks that are indented below each end.
    private var ends: [Int] = []
    /// The tasks that a line may still belong to, the innermost last.
    private var open: [OpenTask] = []
    private var note: OpenNote?
    private var blocks = MarkdownBlocks()
    private var blockLine = 0
    /// The keys of notes that were looked at.
    private var keys: [String: MisspeltKey?] = [:]
    private var comment: [ArraySlice<UInt8>] = []
    private var lineNumber = 0
    /// The list of tasks that an item may stand in: its column, and whether it is numbered.
    private var list: (column: Int, isNumbered: Bool)?
    /// Whether the line above is a paragraph of an open task, which a line without indentation goes on with.
    private var isInParagraph = false

    private struct OpenTask {
        let task: Int
        /// The column of its bullet.
        let column: Int
        var lines: [PromptLine]
        var metadata: Set<TaskMetadata> = []
    }

    /// Metadata whose value may go on.
    private struct OpenNote {
        let metadata: TaskMetadata
        let key: String
        let column: Int
        let line: Int
        var value: String
        var blankLines = 0
    }

    private struct PromptLine {
        enum Place {
            /// Below the task: what is further in stays so.
            case indented
            /// As if it had no indentation.
            case flush
            /// In a fence that is indented so far.
            case code(Int)
        }

        let line: MarkdownLine
        let place: Place
    }

    init(file: String) {
        self.file = file
    }

    mutating func parse(_ bytes: [UInt8]) throws(InputError) -> [SpawnTask] {
        for line in MarkdownLines(bytes) {
            lineNumber += 1
            switch blocks.kind(of: line) {
            case .text: try read(line)
            case .fenceStart: try beginFence(line)
            case .code, .fenceEnd:
                try refuseTaskOutside(line)
                extendPrompt(line, .code(blocks.indentation))
            case .commentStart:
                blockLine = lineNumber
                comment = [line.text.dropFirst(4)]
                isInParagraph = false
            case .comment:
                try refuseTaskOutside(line)
                comment.append(line.text)
            case .commentEnd: try endComment(line)
            }
        }
        try closeNote()
        switch blocks.kind(of: MarkdownLine([])) {
        case .code: throw error("the code fence is never closed; close it with a line of its own", at: blockLine)
        case .comment: throw error("the comment is never closed; close it with -->", at: blockLine)
        default: break
        }
        try close(upTo: 0)
        waitForChildren()
        return tasks
    }

    // MARK: Lines

    private mutating func read(_ line: MarkdownLine) throws(InputError) {
        if line.isBlank {
            isInParagraph = false
            if note == nil { extendPrompt(line, .indented) } else { note?.blankLines += 1 }
            return
        }
        try refuseTaskInside(line)
        if let box = TaskBox(line.text) {
            try closeNote()
            // One column further in is how a list looks that was indented carelessly, not a list in a list.
            try close(upTo: line.indentation - 1)
            return try begin(box, line)
        }
        let item = line.listItem
        let isNextItem = item?.number != nil && list?.isNumbered == true && list?.column == line.indentation
        let goesOn = isInParagraph && !line.interruptsParagraph && !isNextItem
        let isInPrompt = !open.isEmpty && (goesOn || line.indentation > open[0].column)
        if let fault = TaskLookalike.fault(in: line.text, isInPrompt: isInPrompt) {
            throw error("this looks like a task, but \(fault); \(Self.forms)")
        }
        let comments = try takeComments(from: line.text)
        if comments.rest.isEmpty {
            try closeNote()
            isInParagraph = false
            return try applyComments(comments.notes, indentation: line.indentation)
        }
        let found = item.flatMap { TaskNote($0.text) }
        if let found, let metadata = found.metadata {
            try closeNote()
            let wasInTask = !open.isEmpty
            try close(upTo: line.indentation)
            guard !open.isEmpty else {
                let place = wasInTask ? "is not indented" : "stands below no task"
                throw error("'\(found.key)' \(place); metadata must be indented below its task")
            }
            note = OpenNote(
                metadata: metadata, key: found.key, column: line.indentation, line: lineNumber, value: found.value)
            isInParagraph = true
            return
        }
        if comments.notes.isEmpty, takesAsValue(line, item?.text) { return }
        try closeNote()
        if !goesOn { try close(upTo: line.indentation) }
        isInParagraph = !open.isEmpty && (!line.interruptsParagraph || item != nil)
        // Of the innermost no more than that: whoever holds its lines would have them copied with each that is added.
        guard let column = open.last?.column else {
            try lookBesideTasks(line, item)
            return try applyComments(comments.notes, indentation: line.indentation)
        }
        try look(at: found, in: line, isItem: item != nil)
        let text = comments.notes.isEmpty ? line : line.replacingText(with: comments.rest)
        extendPrompt(text, line.indentation > column ? .indented : .flush)
        try apply(comments.notes)
    }

    /// Refuses what stands among tasks, or right after them, as one of them or as metadata would, and is part of none.
    private mutating func lookBesideTasks(
        _ line: MarkdownLine, _ item: (text: ArraySlice<UInt8>, number: ArraySlice<UInt8>?)?
    ) throws(InputError) {
        guard let item, let list, line.indentation == list.column else {
            defer { list = nil }
            guard item == nil, let found = TaskNote(line.text), found.metadata != nil, !found.value.isEmpty,
                !found.value.contains(where: \.isWhitespace)
            else { return }
            guard list == nil else { throw belowNoTask(found.key, at: lineNumber) }
            return warn("'\(found.key)' stands below no task, so nothing is made of it")
        }
        guard item.text.leadingID == nil, !(list.isNumbered && item.number != nil) else {
            throw error("this item stands among tasks and has no box; \(Self.forms)")
        }
        warn("this item stands among tasks and has no box, so it is none; what belongs to a task is indented below it")
    }

    /// Warns where a note is near metadata, and refuses one that can hardly be anything else.
    private mutating func look(at found: TaskNote?, in line: MarkdownLine, isItem: Bool) throws(InputError) {
        if let found, let misspelt = misspelt(found.key) {
            guard !misspelt.isTypingError else { throw unknownKey(found.key) }
            warn("'\(found.key)' is no key, so it belongs to the prompt; a key is '\(misspelt.meant.title)'")
        } else if !isItem, let found = TaskNote(line.text), let metadata = found.metadata {
            // One word is what metadata says; more may be a sentence of the prompt.
            guard found.value.contains(where: \.isWhitespace) && metadata != .depends else {
                throw error("'\(found.key)' has no bullet; metadata is '- \(metadata.title): …' or a comment")
            }
            warn("'\(found.key)' has no bullet, so it belongs to the prompt; metadata is '- \(metadata.title): …'")
        }
    }

    /// Long lists have few keys.
    private mutating func misspelt(_ key: String) -> MisspeltKey? {
        if let known = keys[key] { return known }
        let misspelt = MisspeltKey(key)
        keys[key] = .some(misspelt)
        return misspelt
    }

    /// Metadata goes on in what Markdown shows as part of its item, where it can be long.
    private mutating func takesAsValue(_ line: MarkdownLine, _ item: ArraySlice<UInt8>?) -> Bool {
        guard let (metadata, column, blankLines) = note.map({ ($0.metadata, $0.column, $0.blankLines) }),
            line.indentation > column, metadata == .context || metadata == .depends && blankLines == 0
        else { return false }
        let isFirst = note?.value.isEmpty == true
        note?.value += String(repeating: "\n", count: blankLines + (isFirst ? 0 : 1))
        note?.value += (metadata == .depends ? item ?? line.text : line.text).string
        note?.blankLines = 0
        return true
    }

    private mutating func beginFence(_ line: MarkdownLine) throws(InputError) {
        try closeNote()
        blockLine = lineNumber
        // A fence right below a task was meant for it, though Markdown shows it outside.
        let isFlush = isInParagraph && open.first.map { line.indentation <= $0.column } == true
        if !isFlush { try close(upTo: line.indentation) }
        isInParagraph = false
        extendPrompt(line, isFlush ? .flush : .indented)
    }

    private mutating func endComment(_ line: MarkdownLine) throws(InputError) {
        guard let end = line.text.find("-->", from: line.text.startIndex) else { return }
        let rest = line.text[(end + 3)...].trimmed
        if TaskBox(rest) != nil || TaskLookalike.fault(in: rest, isInPrompt: false) != nil {
            throw error("this looks like a task, but it follows a comment; \(Self.forms)")
        }
        comment.append(line.text[..<end])
        // Metadata in a comment of several lines; anything else there is a comment.
        let lines = comment.enumerated().map { ($0, $1.trimmed) }.filter { !$1.isEmpty }
        let notes = lines.compactMap { number, text in TaskNote(text).map { (number, $0) } }
        guard !notes.isEmpty, notes.count == lines.count, notes.allSatisfy({ $1.metadata != nil }) else { return }
        try closeNote()
        if blocks.indentation > open.first?.column ?? 0 { try close(upTo: blocks.indentation) }
        for (number, note) in notes {
            guard !open.isEmpty else { throw belowNoTask(note.key, at: blockLine + number) }
            try apply(note, at: blockLine + number)
        }
    }

    /// Markdown ends a fence or comment of an item with the item: a task further out is no part of it.
    private func refuseTaskOutside(_ line: MarkdownLine) throws(InputError) {
        guard line.indentation < blocks.indentation, TaskBox(line.text) != nil else { return }
        throw error(
            "this looks like a task in the code fence or comment that began on line \(blockLine); indent it as far as "
                + "that, or close that before it")
    }

    /// A task in the middle of a line: after a line end that Markdown does not know (a vertical tab, a form feed, NEL,
    /// U+2028, U+2029), or where a line end was lost.
    private func refuseTaskInside(_ line: MarkdownLine) throws(InputError) {
        let text = line.text
        var isInCode = false
        var commentEnd = text.startIndex
        for place in text.indices
        where place >= commentEnd && (!isInCode || text[place] == UInt8(ascii: "`")) {
            var start: Int?
            switch text[place] {
            case UInt8(ascii: "`"): isInCode.toggle()
            case UInt8(ascii: "<") where text.has("<!--", at: place):
                commentEnd = text.find("-->", from: place) ?? text.endIndex
            case 0x0B, 0x0C: start = place + 1
            case 0xC2 where text.has("\u{85}", at: place): start = place + 2
            case 0xE2 where text.has("\u{2028}", at: place) || text.has("\u{2029}", at: place): start = place + 3
            case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"):
                if place > text.startIndex, text[place - 1] == UInt8(ascii: " "), text.has(" [", at: place + 1) {
                    start = place
                }
            default: break
            }
            guard let start, let box = TaskBox(text[start...].trimmed) else { continue }
            // Without an id it may be talk of boxes.
            guard start > place || box.rest.first?.isDigit == true || box.rest.leadingID != nil else { continue }
            // What precedes it may be bullets alone: that is a list in a list, which is no other line.
            guard TaskBox(text)?.content != box.content else { continue }
            // Or it is quoted, of which more is said elsewhere.
            guard !TaskLookalike.isQuotation(text[..<start]) else { continue }
            throw error("a task stands in the middle of the line; it needs a line of its own, or backticks around it")
        }
    }

    // MARK: Tasks

    private mutating func begin(_ box: TaskBox, _ line: MarkdownLine) throws(InputError) {
        let comments = try takeComments(from: box.rest)
        let (id, prompt) = try splitID(comments.rest, number: box.number)
        tasks.append(SpawnTask(id: id, prompt: "", isDone: box.isDone, line: lineNumber))
        parents.append(open.last?.task ?? -1)
        list = (open.first?.column ?? line.indentation, box.number != nil)
        ends.append(tasks.count)
        open.append(
            OpenTask(
                task: tasks.count - 1, column: line.indentation,
                lines: [PromptLine(line: MarkdownLine(prompt), place: .flush)]))
        isInParagraph = true
        try apply(comments.notes)
    }

    /// `1.2.3. Prompt`: the id without what closes it, and the prompt. A task without one has the number of its item.
    private func splitID(
        _ text: ArraySlice<UInt8>, number: ArraySlice<UInt8>?
    ) throws(InputError) -> (id: String, prompt: ArraySlice<UInt8>) {
        if let id = text.leadingID {
            // What closes it belongs to neither.
            var end = id.endIndex
            while end < text.endIndex, text.blank(at: end) == nil { end += 1 }
            return (id.string, text[end...].trimmed)
        }
        guard let number, !text.isEmpty, text.first?.isDigit != true else {
            throw error("the task has no id; allowed are numbers such as 1, 1.2 or 1.2.3 before the prompt")
        }
        return (number.string, text)
    }

    /// Adds a line to the prompt of the innermost open task.
    private mutating func extendPrompt(_ line: MarkdownLine, _ place: PromptLine.Place) {
        guard !open.isEmpty else { return }
        open[open.count - 1].lines.append(PromptLine(line: line, place: place))
    }

    /// Ends the open tasks whose bullets are not further out than this column.
    private mutating func close(upTo column: Int) throws(InputError) {
        while let last = open.last, column <= last.column {
            let prompt = Self.prompt(last)
            guard !prompt.isEmpty else {
                throw error(
                    "task \(tasks[last.task].id) has no prompt; a text is needed after its id",
                    at: tasks[last.task].line)
            }
            tasks[last.task].prompt = prompt.string
            ends[last.task] = tasks.count
            open.removeLast()
        }
    }

    /// The lines of a prompt without the indentation they have in common; code keeps what it has beyond that.
    private static func prompt(_ task: OpenTask) -> ArraySlice<UInt8> {
        if task.lines.count == 1 { return task.lines[0].line.text }
        let margin =
            task.lines.lazy.compactMap { line -> Int? in
                guard case .indented = line.place, !line.line.isBlank else { return nil }
                return line.line.indentation
            }.min() ?? task.column + 2
        var text: [UInt8] = []
        for line in task.lines {
            if !text.isEmpty { text.append(UInt8(ascii: "\n")) }
            switch line.place {
            case .flush: text += line.line.dropping(columns: line.line.indentation)
            case .code(let indentation): text += line.line.dropping(columns: min(margin, indentation))
            case .indented where line.line.isBlank: break
            case .indented: text += line.line.dropping(columns: margin)
            }
        }
        return text[...].trimmedLines
    }

    /// A task with tasks below it is what is left to do when those are done, unless one of those waits for it.
    private mutating func waitForChildren() {
        var places: [String: Int] = [:]
        if tasks.contains(where: { !$0.dependsOn.isEmpty }) {
            for (place, task) in tasks.enumerated() { places[task.id] = place }
        }
        var explicit: [Int: Set<String>] = [:]
        var goesFirst = [Bool](repeating: false, count: tasks.count)
        for (place, task) in tasks.enumerated() where !task.dependsOn.isEmpty {
            explicit[place] = Set(task.dependsOn)
            for id in task.dependsOn {
                if let other = places[id], other < place, place < ends[other] { goesFirst[other] = true }
            }
        }
        for (place, task) in tasks.enumerated() where !task.isDone {
            var parent = parents[place]
            while parent >= 0, tasks[parent].isDone { parent = parents[parent] }
            guard parent >= 0, !goesFirst[parent], explicit[parent]?.contains(task.id) != true else { continue }
            tasks[parent].dependsOn.append(task.id)
        }
    }

    // MARK: Metadata

    private mutating func closeNote() throws(InputError) {
        guard let note else { return }
        self.note = nil
        for _ in 0..<note.blankLines { extendPrompt(MarkdownLine([]), .indented) }
        try apply(note.metadata, key: note.key, value: note.value, at: note.line)
    }

    private mutating func apply(_ notes: [TaskNote]) throws(InputError) {
        for note in notes { try apply(note, at: lineNumber) }
    }

    private mutating func apply(_ note: TaskNote, at line: Int) throws(InputError) {
        guard let metadata = note.metadata else { return }
        try apply(metadata, key: note.key, value: note.value, at: line)
    }

    private mutating func apply(
        _ metadata: TaskMetadata, key: String, value: String, at line: Int
    ) throws(InputError) {
        let innermost = open.count - 1
        guard open[innermost].metadata.insert(metadata).inserted else {
            throw error("'\(key)' is there twice; a task may have it once", at: line)
        }
        if let problem = metadata.apply(value, to: &tasks[open[innermost].task]) { throw error(problem, at: line) }
    }

    /// The original tools write comments without indentation: they belong to the task just above.
    private mutating func applyComments(_ notes: [TaskNote], indentation: Int) throws(InputError) {
        guard !notes.isEmpty else { return }
        if indentation > open.first?.column ?? 0 { try close(upTo: indentation) }
        if open.isEmpty, let note = notes.first { throw belowNoTask(note.key, at: lineNumber) }
        try apply(notes)
    }

    /// Takes the comments with metadata out of a line; other comments stay where they are.
    private func takeComments(
        from text: ArraySlice<UInt8>
    ) throws(InputError) -> (rest: ArraySlice<UInt8>, notes: [TaskNote]) {
        guard var start = text.find("<!--", from: text.startIndex) else { return (text, []) }
        var rest: [UInt8] = []
        var notes: [TaskNote] = []
        var place = text.startIndex
        var isInCode = false
        while let end = text.find("-->", from: start + 4) {
            for byte in text[place..<start] where byte == UInt8(ascii: "`") { isInCode.toggle() }
            let note = isInCode ? nil : TaskNote(text[(start + 4)..<end].trimmed)
            if let note, note.metadata == nil, MisspeltKey(note.key)?.isTypingError == true {
                throw unknownKey(note.key)
            }
            if let note, note.metadata != nil {
                notes.append(note)
                rest += text[place..<start]
            } else {
                rest += text[place..<(end + 3)]
            }
            place = end + 3
            guard let next = text.find("<!--", from: place) else { break }
            start = next
        }
        if notes.isEmpty { return (text, []) }
        rest += text[place...]
        return (rest[...].trimmed, notes)
    }

    // MARK: What people are told

    private static let forms = "a task is '- [ ] 1 …', a done one '- [x] 1 …', and text can be put in a code fence"

    private func belowNoTask(_ key: String, at line: Int) -> InputError {
        error("'\(key)' stands below no task; metadata must be indented below its task", at: line)
    }

    private func unknownKey(_ key: String) -> InputError {
        error("unknown key '\(key)' below a task; allowed are \(TaskMetadata.allowed)")
    }

    private mutating func warn(_ message: String) { warnings.append(error(message)) }

    private func error(_ message: String, at line: Int? = nil) -> InputError {
        InputError(file: file, line: line ?? lineNumber, message: message)
    }
}

extension MarkdownLine {
    /// The same line with another text.
    fileprivate func replacingText(with text: ArraySlice<UInt8>) -> MarkdownLine {
        MarkdownLine((whole[..<self.text.startIndex] + text)[...])
    }
}

extension ArraySlice<UInt8> {
    /// Without blanks and line ends at the end, and without empty lines at the beginning.
    fileprivate var trimmedLines: ArraySlice<UInt8> {
        var slice = self
        while let last = slice.last {
            let shorter = last == UInt8(ascii: "\n") ? slice.dropLast() : slice.trimmedEnd
            if shorter.count == slice.count { break }
            slice = shorter
        }
        return slice.drop { $0 == UInt8(ascii: "\n") }
    }
}
