import Glibc

/// One call of the agent: the script in its prompt or, where there is none, a made-up session.
struct Session {
    private let call: Invocation.Call
    private let attempt: Int
    private var voice: any Voice
    /// What the next call of a tool gives back.
    private var results: [String] = []

    init(_ call: Invocation.Call) {
        self.call = call
        attempt = unsafe getenv("AURORA_ATTEMPT").flatMap { unsafe Int(String(cString: $0)) } ?? 1
        voice = ProseVoice(model: call.model)
    }

    consuming func run() throws(Misuse) {
        var prompt = PromptReader()
        guard call.format == .text else { return try converse(&prompt) }
        var isScripted = false
        while let line = prompt.nextLine() {
            guard let directive = try Directive(line: line[...]) else { continue }
            isScripted = true
            try perform(directive)
        }
        if !isScripted { Persona(agent: call.agent, promptHash: prompt.hash).perform(in: &voice) }
        voice.finish()
    }

    /// A call in a form for machines. Its script is read before it begins: it has to last longer than the call.
    private mutating func converse(_ prompt: inout PromptReader) throws(Misuse) {
        var script: [String] = []
        while let line = prompt.nextLine() { if line.first == "@" { script.append(line) } }
        var conversation = Conversation(lines: script)
        if let name = call.session {
            guard let known = Conversation(continuing: name) else {
                speak(as: name)
                voice.missSession()
                exit(1)
            }
            conversation = known
        }
        let isScripted = !conversation.lines.isEmpty
        speak(as: conversation.name)
        // Codex counts a whole conversation, Claude Code what a call uses.
        if call.format == .codex { voice.turns.goOn(from: conversation.used) }
        voice.begin()
        while let line = conversation.next(voice.turns) {
            if let directive = try Directive(line: line[...]) { try perform(directive) }
        }
        if !isScripted { Persona(agent: call.agent, promptHash: prompt.hash).perform(in: &voice) }
        voice.finish()
    }

    private mutating func speak(as session: String) {
        voice =
            call.format == .claude
            ? ClaudeVoice(session: session, model: call.model ?? "sample-1", budget: call.budget)
            : CodexVoice(session: session)
    }

    private mutating func perform(_ directive: Directive) throws(Misuse) {
        switch directive {
        case .print(let text): voice.say(text)
        case .printError(let text): Output.write(text + "\n", to: STDERR_FILENO)
        case .sleep(let seconds): pause(seconds)
        case .lines(let count, let interval): sayLines(count, every: interval)
        case .bytes(let count): putBytes(count)
        case .exit(let code): exit(code)
        case .fail(let trouble, let times):
            guard attempt <= times ?? .max else { return }
            voice.fail(trouble)
            exit(1)
        case .gives(let line): results.append(line)
        case .tool(let name, let object, let isDenied):
            let result = results.isEmpty ? "ok" : results.joined(separator: "\n")
            voice.call(name, object, gives: result, isDenied: isDenied && !call.mayDoAll)
            results = []
        case .todo(let done, let total): voice.todos(done: done, of: total)
        case .usage(let input, let output, let cached):
            (voice.turns.input, voice.turns.output, voice.turns.cached) = (input, output, cached)
        case .cost(let microdollars): voice.turns.microdollars = microdollars
        case .retry(let status, let count, let interval):
            for number in 1...max(1, count) {
                voice.retry(number, of: 10, status: status, in: interval)
                pause(interval)
            }
        case .window(let name, let percent, let seconds): voice.window(name, percent: percent, resetsIn: seconds)
        case .limit(let seconds, let times):
            guard attempt <= times ?? .max else { return }
            voice.limit(resetsIn: seconds)
            exit(1)
        case .result: voice.finish()
        case .ignoreTermination: signal(SIGTERM, SIG_IGN)
        case .fork(let seconds, let escapes): try Offspring.start(lingeringFor: seconds, escapes: escapes)
        case .closeInput: close(STDIN_FILENO)
        case .closeOutput: close(STDOUT_FILENO)
        case .leaveLineOpen: voice.leaveLineOpen()
        case .hostileEscapes: Output.write(HostileEscapes.bytes, to: STDOUT_FILENO)
        case .hang: while true { Glibc.pause() }
        }
    }

    private mutating func sayLines(_ count: Int, every interval: Double) {
        guard count > 0 else { return }
        guard interval > 0 else {
            voice.say((1...count).lazy.map { "line \($0)" }.joined(separator: "\n"))
            return
        }
        for number in 1...count {
            if number > 1 { pause(interval) }
            voice.say("line \(number)")
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
