/// Reads tasks written as JSON. The keys are those of the original tool's tasks, with `id`, `depends_on`, `model` and
/// `tool` beside them.
enum JSONTaskParser {
    private static let keys = [
        "id", "prompt", "agent", "context", "timeout", "policy_name", "display_name", "depends_on", "model", "tool",
        "permissions", "budget",
    ]

    /// An array of tasks, or `{"tasks": []}`.
    static func parse(_ bytes: [UInt8], file: String) throws(InputError) -> [SpawnTask] {
        let document = JSONReader(try JSONParser.parse(bytes, file: file), file: file)
        var list = document
        if case .object = document.value.content {
            guard let tasks = try document.object(["tasks"])["tasks"] else {
                throw document.failure(
                    document.value.line, "the key 'tasks' is missing; allowed is an array, or {\"tasks\": [ … ]}")
            }
            list = tasks
        }
        guard case .array(let elements) = list.value.content else {
            throw list.mismatch("an array of tasks")
        }
        var tasks: [SpawnTask] = []
        tasks.reserveCapacity(elements.count)
        for element in elements { try tasks.append(read(element, number: tasks.count + 1, file: file)) }
        return tasks
    }

    /// A task a line; empty lines are passed over.
    static func parseLines(_ bytes: [UInt8], file: String) throws(InputError) -> [SpawnTask] {
        var tasks: [SpawnTask] = []
        var line = 0
        for text in MarkdownLines(bytes) {
            line += 1
            guard text.whole.contains(where: { $0 > UInt8(ascii: " ") }) else { continue }
            let value = try JSONParser.parse(Array(text.whole), file: file, firstLine: line)
            try tasks.append(read(value, number: tasks.count + 1, file: file))
        }
        return tasks
    }

    private static func read(_ value: JSONValue, number: Int, file: String) throws(InputError) -> SpawnTask {
        let reader = JSONReader(value, file: file)
        guard case .object = value.content else {
            throw reader.failure(value.line, "a task is \(value.summary); allowed is an object")
        }
        let fields = try reader.object(keys)
        guard let promptField = fields["prompt"] else {
            throw reader.failure(value.line, "the task has no prompt; allowed keys are \(keys.joined(separator: ", "))")
        }
        let prompt = try promptField.string()
        guard !TaskFieldRules.isBlank(prompt) else { throw promptField.mismatch("a text that is not empty") }

        var task = SpawnTask(id: String(number), prompt: prompt, line: Int(value.line))
        if let field = fields["id"] { task.id = try readID(field) }
        if let field = fields.unlessNull("agent") {
            guard let agent = TaskFieldRules.agent(try field.string(TaskFieldRules.agents)) else {
                throw field.mismatch(TaskFieldRules.agents)
            }
            task.agent = agent
        }
        task.context = try fields.unlessNull("context")?.string()
        task.timeout = try fields.unlessNull("timeout")?.positiveSeconds()
        task.policyName = try fields.unlessNull("policy_name")?.string()
        task.displayName = try fields.unlessNull("display_name")?.string()
        if let field = fields.unlessNull("model") { task.model = try field.model() }
        task.tool = try fields.unlessNull("tool")?.string()
        task.permissions = try fields.unlessNull("permissions")?.choice(Permission.self)
        if let field = fields.unlessNull("budget") { task.budget = try readBudget(field) }
        for element in try fields["depends_on"]?.elements() ?? [] { task.dependsOn.append(try readID(element)) }
        return task
    }

    private static func readID(_ reader: JSONReader) throws(InputError) -> String {
        let id = try reader.string(TaskFieldRules.ids)
        guard TaskFieldRules.isID(id) else { throw reader.mismatch(TaskFieldRules.ids) }
        return id
    }

    private static func readBudget(_ reader: JSONReader) throws(InputError) -> USDollars {
        guard let number = reader.number, let budget = TaskFieldRules.budget(number) else {
            throw reader.mismatch(TaskFieldRules.budgets)
        }
        return budget
    }
}
