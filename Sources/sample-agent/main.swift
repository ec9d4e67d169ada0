// An agent command line without an agent: what `claude -p` looks like from outside, scripted by its prompt.
import Glibc

do {
    switch try Invocation(CommandLine.arguments.dropFirst()) {
    case .help: Output.write(Invocation.usage, to: STDOUT_FILENO)
    case .linger(let seconds): pause(seconds)
    case .session(let call): try Session(call).run()
    }
} catch {
    Output.write("sample-agent: \(error.sentence)\n", to: STDERR_FILENO)
    exit(2)
}
