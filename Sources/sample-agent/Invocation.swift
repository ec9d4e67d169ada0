/// What the command line asks for.
enum Invocation {
    /// A prompt on stdin, to be performed.
    case session(agent: String?, model: String?)
    /// What `@fork` starts: a process that does nothing for so many seconds.
    case linger(seconds: Double)
    case help

    init(_ arguments: some Collection<String>) throws(Misuse) {
        var agent: String?
        var model: String?
        var rest = arguments.makeIterator()
        while let argument = rest.next() {
            switch argument {
            case "-p", "--print": break
            case "--agent": agent = try Self.value(of: argument, rest.next())
            case "--model": model = try Self.value(of: argument, rest.next())
            case "--linger":
                guard let seconds = Double(try Self.value(of: argument, rest.next())) else {
                    throw Misuse("--linger needs a number of seconds")
                }
                self = .linger(seconds: seconds)
                return
            case "-h", "--help":
                self = .help
                return
            default: throw Misuse("unknown option \(argument); allowed are -p, --agent A and --model M")
            }
        }
        self = .session(agent: agent, model: model)
    }

    private static func value(of option: String, _ value: String?) throws(Misuse) -> String {
        guard let value else { throw Misuse("\(option) needs a value") }
        return value
    }

    static let usage = """
        usage: sample-agent -p [--agent A] [--model M] < PROMPT

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

        """
}

/// A command line or a script that cannot be carried out, in one sentence.
struct Misuse: Error {
    var sentence: String

    init(_ sentence: String) {
        self.sentence = sentence
    }
}
