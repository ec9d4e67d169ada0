/// What the command line asks for.
enum Invocation {
    /// In which form it tells what it does.
    enum Format { case text, claude, codex }

    /// How it is called to work.
    struct Call {
        var agent: String?
        var model: String?
        var format = Format.text
        /// Whether nothing is denied to it.
        var mayDoAll = false
        /// What it may cost, in millionths of a dollar; `nil` sets no bound.
        var budget: Int?
        /// The conversation to go on with.
        var session: String?
    }

    /// A prompt on stdin, to be performed.
    case session(Call)
    /// What `@fork` starts: a process that does nothing for so many seconds.
    case linger(seconds: Double)
    case help

    init(_ arguments: some Collection<String>) throws(Misuse) {
        var call = Call()
        var rest = arguments.makeIterator()
        while let argument = rest.next() {
            switch argument {
            case "-p", "--print", "--verbose", "exec", "-": break
            case "--agent": call.agent = try Self.value(of: argument, rest.next())
            case "--model": call.model = try Self.value(of: argument, rest.next())
            case "--permission-mode": call.mayDoAll = try Self.value(of: argument, rest.next()) == "bypassPermissions"
            case "--sandbox": _ = try Self.value(of: argument, rest.next())
            case "--dangerously-bypass-approvals-and-sandbox": call.mayDoAll = true
            case "--max-budget-usd":
                guard let dollars = Double(try Self.value(of: argument, rest.next())), (0...1e9).contains(dollars)
                else {
                    throw Misuse("--max-budget-usd needs an amount of dollars")
                }
                call.budget = Int((dollars * 1_000_000).rounded())
            case "--json": call.format = .codex
            case "--resume", "resume": call.session = try Self.value(of: argument, rest.next())
            case "--output-format":
                switch try Self.value(of: argument, rest.next()) {
                case "text": call.format = .text
                case "stream-json": call.format = .claude
                case let other: throw Misuse("--output-format is text or stream-json, not \(other)")
                }
            case "--linger":
                guard let seconds = Double(try Self.value(of: argument, rest.next())) else {
                    throw Misuse("--linger needs a number of seconds")
                }
                self = .linger(seconds: seconds)
                return
            case "-h", "--help":
                self = .help
                return
            default: throw Misuse("unknown option \(argument); sample-agent --help lists those there are")
            }
        }
        self = .session(call)
    }

    private static func value(of option: String, _ value: String?) throws(Misuse) -> String {
        guard let value else { throw Misuse("\(option) needs a value") }
        return value
    }

    static let usage = """
        usage: sample-agent -p [--output-format text|stream-json] [--resume ID] [--agent A] [--model M]
                               [--max-budget-usd USD] < PROMPT
               sample-agent exec --json [resume ID] [--model M] < PROMPT

        The first speaks prose or Claude Code's events, the second Codex's.

        Behaves like an agent CLI: reads a prompt, streams progress, exits. Lines of the prompt that begin with @ script it;
        they are performed as they are read. A prompt without them gets a made-up session of 0.5 to 3 seconds.

          @print TEXT            a line on stdout              @exit N             exit with code N, at once
          @stderr TEXT           a line on stderr              @fail KIND [TIMES]  fail as a real CLI does: rate-limit,
          @sleep S               wait S seconds                                    auth, timeout, connection, quota, model;
          @lines N [EVERY_S]     N numbered lines                                  with TIMES on the first TIMES attempts
          @bytes N               N bytes on stdout                                 only, counted by AURORA_ATTEMPT
          @no-newline            the next line stays open      @fork S [escape]    leave a child for S seconds; escape: in
          @ansi                  hostile escape sequences                          a session of its own
          @close-stdin           read no more of the prompt    @ignore-term        ignore SIGTERM from here on
          @close-stdout          close stdout and go on        @hang               wait for ever

        Like those it plays it takes --permission-mode, --sandbox and --dangerously-bypass-approvals-and-sandbox.

        Told as data where the form is one for machines, and in words where it is prose:

          @tool NAME OBJECT      call a tool: Bash make test   @deny NAME OBJECT   the same, and not be allowed to
          @gives TEXT            a line that the call after    @result             the result is out; go on all the same
                                 it gives back
          @todo DONE TOTAL       so many things are done
          @usage IN OUT [CACHED] tokens of each turn (print,   @limit S [TIMES]    fail: no service for S seconds; TIMES as
                                 tool, todo) from here on                          with @fail
          @cost USD              what each of them costs       @window NAME PERCENT S  of a limit, so much is used, and it
          @retry STATUS [N [S]]  N tries (1) of the service,                       begins anew in S seconds
                                 each S seconds (0.5) long

        A script that is cut off can be gone on with, under the name of its conversation: what is left of it is kept.

        """
}

/// A command line or a script that cannot be carried out, in one sentence.
struct Misuse: Error {
    var sentence: String

    init(_ sentence: String) {
        self.sentence = sentence
    }
}
