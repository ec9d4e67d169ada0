import AuroraSpawner
import SpawnCore

/// What `--dry-run` prints: what would be started, and in which order of needs. Prompts are not shown: they may be secret.
/// Every argument is, whole and quoted.
enum DryRun {
    static func lines(_ plan: RunPlan) -> [String] {
        plan.tasks.map { task in
            let tool = plan.tools.tool(for: task, asFallback: false)
            let rules = plan.rules(for: task)
            let spec = tool.makeSpec(
                agent: task.agent, model: task.model ?? plan.tools.model,
                permissions: plan.tools.permissions(for: task, of: tool),
                budget: [task.budget, plan.settings.budget].compactMap(\.self).min(), prompt: "")
            let command = ShellWord.line([spec.executable] + spec.arguments(inputFile: "{file}"))
            let place = tool.workingDirectory.map { ", in \(ShellWord.quoted($0))" } ?? ""
            // Values may be keys.
            let names = tool.environment.keys.sorted().map(ShellWord.quoted).joined(separator: ", ")
            let variables = names.isEmpty ? "" : ", with \(names)"
            let needs = task.dependsOn.isEmpty ? "" : ", after \(task.dependsOn.joined(separator: ", "))"
            let retries = rules.recovery.maxRetries
            let recovery =
                "\(retries) \(retries == 1 ? "retry" : "retries")"
                + (rules.recovery.fallbackToLLM && rules.hasFallback ? ", then the plain LLM" : "")
            return task.isDone
                ? "\(task.id)  done already" : "\(task.id)  \(command)  (\(recovery)\(needs)\(place)\(variables))"
        }
    }
}
