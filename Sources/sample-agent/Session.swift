import Glibc

/// One call of the agent: the script in its prompt or, where there is none, a made-up session.
struct Session {
    private let agent: String?
    private let model: String?
    private let attempt: Int
    private var leavesLineOpen = false

    init(agent: String?, model: String?) {
        self.agent = agent
        self.model = model
        attempt = unsafe getenv("AURORA_ATTEMPT").flatMap { unsafe Int(String(cString: $0)) } ?? 1
    }

    consuming func run() throws(Misuse) {
        var prompt = PromptReader()
        var isScripted = false
        while let line = prompt.nextLine() {
            guard let directive = try Directive(line: line[...]) else { continue }
            isScripted = true
            try perform(directive)
        }
        if leavesLineOpen { put("a line without an end", to: STDOUT_FILENO) }
        if !isScripted { Persona(agent: agent, promptHash: prompt.hash).perform() }
    }

    private mutating func perform(_ directive: Directive) throws(Misuse) {
        switch directive {
        case .print(let text): put(text, to: STDOUT_FILENO)
        case .printError(let text): put(text, to: STDERR_FILENO)
        case .sleep(let seconds): pause(seconds)
        case .lines(let count, let interval): putLines(count, every: interval)
        case .bytes(let count): putBytes(count)
        case .exit(let code): exit(code)
        case .fail(let trouble, let times):
            guard attempt <= times ?? .max else { return }
            put(trouble.message(model: model), to: STDERR_FILENO)
            exit(1)
        case .ignoreTermination: signal(SIGTERM, SIG_IGN)
        case .fork(let seconds, let escapes): try Offspring.start(lingeringFor: seconds, escapes: escapes)
        case .closeInput: close(STDIN_FILENO)
        case .closeOutput: close(STDOUT_FILENO)
        case .leaveLineOpen: leavesLineOpen = true
        case .hostileEscapes: Output.write(HostileEscapes.bytes, to: STDOUT_FILENO)
        case .hang: while true { Glibc.pause() }
        }
    }

    private mutating func put(_ line: String, to descriptor: Int32) {
        Output.write(leavesLineOpen ? line : line + "\n", to: descriptor)
        leavesLineOpen = false
    }

    private mutating func putLines(_ count: Int, every interval: Double) {
        guard count > 0 else { return }
        guard interval > 0 else {
            put((1...count).lazy.map { "line \($0)" }.joined(separator: "\n"), to: STDOUT_FILENO)
            return
        }
        for number in 1...count {
            if number > 1 { pause(interval) }
            put("line \(number)", to: STDOUT_FILENO)
        }
    }

    /// Rows of 63 characters, cut off at exactly `count` bytes.
    private func putBytes(_ count: Int) {
        let row = Array("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.\n".utf8)
        let block = Array(repeatElement(row, count: 1024).joined())
        var rest = count
        while rest > 0, Output.write(block.prefix(rest), to: STDOUT_FILENO) { rest -= block.count }
    }
}
