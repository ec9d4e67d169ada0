import Glibc

/// `codex exec --json`
struct CodexVoice: Voice {
    let session: String
    var turns = Turns()
    private var items = 0

    init(session: String) { self.session = session }

    func begin() {
        put(#""type":"thread.started","thread_id":\#(JSON.text(session))"#)
        put(#""type":"turn.started""#)
    }

    mutating func say(_ text: String) {
        turns.take()
        item("completed", #""type":"agent_message","text":\#(JSON.text(text))"#)
    }

    mutating func call(_ tool: String, _ object: String, gives result: String, isDenied: Bool) {
        turns.take()
        let status = isDenied ? "declined" : "completed"
        guard tool == "Bash" else {
            let change = #"{"path":\#(JSON.text(object)),"kind":"update"}"#
            return item("completed", #""type":"file_change","changes":[\#(change)],"status":"\#(status)""#)
        }
        let command = #""type":"command_execution","command":\#(JSON.text(object)),"aggregated_output":"#
        item("started", command + #""","status":"in_progress""#)
        if isDenied {
            item("completed", command + #""","status":"declined""#)
        } else {
            item("completed", command + #"\#(JSON.text(result)),"exit_code":0,"status":"completed""#)
        }
    }

    mutating func todos(done: Int, of total: Int) {
        let todos = (0..<total).map { #"{"text":"Step \#($0 + 1)","completed":\#($0 < done)}"# }
        item("updated", #""type":"todo_list","items":[\#(todos.joined(separator: ","))]"#)
    }

    func retry(_ number: Int, of total: Int, status: Int, in seconds: Double) {
        error("Reconnecting... \(number)/\(total) (unexpected status \(status): the service is not available)")
    }

    /// It does not tell.
    func window(_ name: String, percent: Int, resetsIn seconds: Int) {}

    mutating func limit(resetsIn seconds: Int) {
        failTurn("You've hit your usage limit. Try again in \(seconds) seconds.")
    }

    mutating func fail(_ trouble: Trouble) { failTurn(trouble.sentence) }

    mutating func finish() {
        put(
            #""type":"turn.completed","usage":{"input_tokens":\#(turns.allInput + turns.allCached),"#
                + #""cached_input_tokens":\#(turns.allCached),"output_tokens":\#(turns.allOutput),"reasoning_output_tokens":0}"#
        )
    }

    func missSession() {
        Output.write("Error: no rollout found for thread id \(session)\n", to: STDERR_FILENO)
    }

    private func failTurn(_ message: String) {
        error(message)
        put(#""type":"turn.failed","error":{"message":\#(JSON.text(message))}"#)
    }

    private func error(_ message: String) { put(#""type":"error","message":\#(JSON.text(message))"#) }

    private mutating func item(_ state: String, _ members: String) {
        items += 1
        put(#""type":"item.\#(state)","item":{"id":"item_\#(items)",\#(members)}"#)
    }

    private func put(_ members: String) { Output.write("{\(members)}\n", to: STDOUT_FILENO) }
}
