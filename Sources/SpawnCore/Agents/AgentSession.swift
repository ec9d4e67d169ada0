/// A conversation of an agent that was cut off and can be continued, so that work and tokens are not paid for twice.
package struct AgentSession: Sendable, Equatable {
    /// What its tool calls it.
    package let name: String
    /// The tool that knows it.
    package let tool: String
    /// The attempt that it was last part of; 0 for one of an earlier run.
    package let attempt: Int
    /// What was used in it so far.
    package let usage: TokenUsage
    /// What is said to go on.
    package let prompt: String

    /// The most bytes of a name; those of all known tools are shorter than 64.
    private static let longestName = 128

    /// What can be continued after an attempt; `nil` where nothing was done yet, and where the conversation is not there any
    /// more: one that was to be continued and had no turn.
    init?(after running: RunningAttempt, _ report: AgentReport?) {
        guard let report, report.turns > 0, let session = report.session, Self.isName(session), !running.isFallback
        else { return nil }
        self.init(
            name: session, tool: running.tool, attempt: running.number,
            usage: (running.continues?.usage ?? TokenUsage()) + (report.usage ?? TokenUsage()))
    }

    /// The conversation of an attempt of an earlier run; `nil` where there is none to go on with.
    package init?(_ name: String?, tool: String, isFallback: Bool, usage: TokenUsage?) {
        guard let name, Self.isName(name), !isFallback else { return nil }
        self.init(name: name, tool: tool, attempt: 0, usage: usage ?? TokenUsage())
    }

    private init(name: String, tool: String, attempt: Int, usage: TokenUsage) {
        self.name = name
        self.tool = tool
        self.attempt = attempt
        self.usage = usage
        prompt =
            "The last attempt at this task was cut off before it was done. Look at what is done already, and go on where it "
            + "stopped. When nothing is left to do, say so."
    }

    /// What a child prints lands in an argument here, so it is held to a name: nothing that could be an option.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= longestName else { return false }
        func isWord(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: false
            }
        }
        return isWord(first)
            && text.utf8.allSatisfy {
                isWord($0) || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains($0)
            }
    }
}

extension ProcessReport {
    /// What the agent answered: where it says so as data, only that; else its standard output.
    var answer: CapturedOutput {
        guard let agent else { return stdout }
        var answer = CapturedOutput()
        let bytes = Array((agent.answer ?? "").utf8)
        answer.head = Array(bytes.prefix(CapturedOutput.limit))
        answer.tail = Array(bytes.dropFirst(CapturedOutput.limit).suffix(CapturedOutput.limit))
        answer.byteCount = bytes.count
        answer.file = stdout.file
        return answer
    }
}
