import Glibc

/// Lines for people, failures on stderr.
struct ProseVoice: Voice {
    let model: String?
    var turns = Turns()
    private var leavesLineOpen = false

    init(model: String?) { self.model = model }

    mutating func leaveLineOpen() { leavesLineOpen = true }

    func begin() {}

    mutating func say(_ text: String) { put(text, to: STDOUT_FILENO) }

    mutating func call(_ tool: String, _ object: String, gives result: String, isDenied: Bool) {
        say((isDenied ? "not allowed: " : "") + tool + (object.isEmpty ? "" : ": \(object)"))
    }

    mutating func todos(done: Int, of total: Int) { say("\(done) of \(total) done") }

    func retry(_ number: Int, of total: Int, status: Int, in seconds: Double) {}

    func window(_ name: String, percent: Int, resetsIn seconds: Int) {}

    mutating func limit(resetsIn seconds: Int) {
        put("You've hit your usage limit. Try again in \(seconds) seconds.", to: STDERR_FILENO)
    }

    mutating func fail(_ trouble: Trouble) { put(trouble.message(model: model), to: STDERR_FILENO) }

    func finish() { if leavesLineOpen { Output.write("a line without an end", to: STDOUT_FILENO) } }

    func missSession() {}

    private mutating func put(_ line: String, to descriptor: Int32) {
        Output.write(leavesLineOpen ? line : line + "\n", to: descriptor)
        leavesLineOpen = false
    }
}
