import AuroraCommand
import AuroraSpawner

/// `aurora config`: what a run would work with, and where each value comes from.
struct ConfigurationCommand {
    let action: ConfigurationAction
    let options: RunOptions

    func run() throws -> Int32 {
        let file = try ConfigurationFile.load(options.configFile, environment: Environment.current)
        let resolved = try ResolvedOptions(options, environment: Environment.current, file.configuration)
        let values = EffectiveValue.all(resolved, file)
        switch action {
        case .check:
            let faults = ConfigurationReport.faults(file)
            guard faults.isEmpty else {
                faults.forEach(Console.complain)
                return ExitCode.usage
            }
            Console.print(ConfigurationReport.verdict(file, environment: Environment.current))
        case .show where options.isJSON: Console.print(document: ConfigurationReport.json(values, file))
        case .show: Console.print(lines: ConfigurationReport.lines(values))
        }
        return ExitCode.success
    }
}
