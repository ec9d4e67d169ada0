import AgentOutput
import Glibc
import SpawnCore

/// How fast the events of agents go through the decoder of each format, and whether memory stays flat: a stream of ordinary
/// events, and a line without an end.
struct StreamsBenchmark {
    private static let chunk = 65_536
    private let megabytes: Int
    private let rounds: Int

    init(_ options: BenchOptions) {
        megabytes = options.count ?? 256
        rounds = options.rounds
    }

    func run() throws -> [String] {
        try AgentFormat.allCases.filter { $0 != .text }.map { try line($0) }
    }

    private func line(_ format: AgentFormat) throws -> String {
        let events = Self.events(format)
        let (rate, grown) = measure(format, events)
        let endless =
            Array(#"{"type":"assistant","message":{"content":[{"type":"text","text":""#.utf8)
            + [UInt8](repeating: UInt8(ascii: "x"), count: 1_000_000)
        let (long, longGrown) = measure(format, endless, once: true)
        return "\(format.rawValue): \(Int(rate)) MB/s, \(grown) KiB more memory; one line of \(megabytes) MB: "
            + "\(Int(long)) MB/s, \(longGrown) KiB"
    }

    /// Feeds a block again and again. With `once` its beginning comes once, and the rest again and again, on the same line.
    private func measure(_ format: AgentFormat, _ block: [UInt8], once: Bool = false) -> (rate: Double, grown: Int) {
        var best = 0.0
        var grown = 0
        for _ in 0..<rounds {
            guard var reader = AgentReader(format) else { return (0, 0) }
            Self.feed(&reader, block)
            let rest = once ? Array(block.suffix(1_000_000)) : block
            let before = Shell.residentMemory
            let times = max(1, megabytes * 1_000_000 / rest.count)
            let start = ContinuousClock.now
            for _ in 0..<times { Self.feed(&reader, rest) }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            best = max(best, Double(times * rest.count) / 1e6 / seconds)
            grown = max(grown, Shell.residentMemory - before)
        }
        return (best, grown / 1024)
    }

    private static func feed(_ reader: inout AgentReader, _ bytes: [UInt8]) {
        for place in stride(from: 0, to: bytes.count, by: chunk) {
            reader.feed(bytes[place..<min(bytes.count, place + chunk)].span)
        }
    }

    /// About a megabyte of what an agent tells while it works: calls, what they answered, and words.
    private static func events(_ format: AgentFormat) -> [UInt8] {
        let output = String(repeating: "swift build: compiling Sources/Parser/Lexer.swift \\\"ok\\\"\\n", count: 24)
        let lines: [String] =
            switch format {
            case .codex:
                [
                    #"{"type":"item.started","item":{"id":"i","type":"command_execution","command":"make test","aggregated_output":"","status":"in_progress"}}"#,
                    #"{"type":"item.completed","item":{"id":"i","type":"command_execution","command":"make test","aggregated_output":"\#(output)","exit_code":0,"status":"completed"}}"#,
                    #"{"type":"item.completed","item":{"id":"i","type":"agent_message","text":"Fixed the parser."}}"#,
                ]
            case .gemini:
                [
                    #"{"type":"tool_use","tool_name":"run_shell_command","tool_id":"c","parameters":{"command":"make test"}}"#,
                    #"{"type":"tool_result","tool_id":"c","status":"success","output":"\#(output)"}"#,
                ]
            case .opencode:
                [
                    #"{"type":"tool_use","timestamp":1,"sessionID":"s","part":{"type":"tool","tool":"bash","callID":"c","state":{"status":"completed","input":{"command":"make test"},"output":"\#(output)","title":"make test"}}}"#
                ]
            case .cursor:
                [
                    #"{"type":"tool_call","subtype":"completed","call_id":"c","tool_call":{"shellToolCall":{"args":{"command":"make test"},"result":"\#(output)"}},"session_id":"k"}"#
                ]
            case .copilot:
                [
                    #"{"type":"tool.execution_complete","id":"e","data":{"toolCallId":"t","toolName":"bash","success":true,"result":{"content":"\#(output)"}}}"#
                ]
            case .text, .claude, .qwen:
                [
                    #"{"type":"assistant","message":{"id":"m","model":"m","content":[{"type":"tool_use","id":"t","name":"Bash","input":{"command":"make test"}}],"usage":{"input_tokens":40,"output_tokens":12}},"session_id":"s"}"#,
                    #"{"type":"user","message":{"content":[{"type":"tool_result","tool_use_id":"t","content":"\#(output)","is_error":false}]},"session_id":"s"}"#,
                ]
            }
        let block = Array((lines.joined(separator: "\n") + "\n").utf8)
        return Array(repeatElement(block, count: 1_000_000 / block.count + 1).joined())
    }
}
