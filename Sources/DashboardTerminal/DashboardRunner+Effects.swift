import Dashboard
import SpawnCore

/// What the dashboard asks the world to do, done.
extension DashboardRunner {
    func perform(_ effect: DashboardEffect) {
        switch effect {
        case .send(let command): connections.send(command)
        case .fetchOutput(let task): fetchOutput(of: task)
        case .search(let text, let tasks, let number): search(text, tasks, number)
        case .copy(let text): screen.copy(text)
        case .save(let task, let stream, let name): save(task, stream, name)
        case .page(let task, let stream): page(task, stream)
        case .savePicture: savePicture()
        case .redraw: redraw()
        case .suspend:
            lendScreen { [suspend = connections.suspend] in
                await suspend()
                return nil
            }
        case .quit(let reason): end(reason)
        }
    }

    private func fetchOutput(of task: Int) {
        Task { tell(.output(task: task, await connections.output(task))) }
    }

    /// Looks for a text away from the main actor; places come in batches, so that the first are seen at once.
    private func search(_ text: String, _ tasks: [Int], _ number: Int) {
        searching?.cancel()
        let output = connections.output
        searching = Task { @concurrent in
            let needle = Needle(text)
            var batch: [SearchHit] = []
            for task in tasks where !Task.isCancelled {
                guard let output = await output(task) else { continue }
                batch += SearchHit.all(of: needle, in: output, task: task)
                guard batch.count >= 20 else { continue }
                await tell(.found(batch, isLast: false, search: number))
                batch = []
            }
            await tell(.found(batch, isLast: true, search: number))
        }
    }

    private func save(_ task: Int, _ stream: OutputView.Stream, _ name: String) {
        Task {
            guard let output = await connections.output(task) else {
                return tell(.told("nothing of it is kept", isGood: false))
            }
            write((stream == .stdout ? output.stdout : output.stderr).text, name)
        }
    }

    private func savePicture() {
        let run = model.run.description?.runID ?? "run"
        let name = OutputFiles.freeName("aurora-\(run)", ".svg")
        write(ScreenPicture(model.frame()).svg, name)
    }

    private func write(_ text: String, _ name: String) {
        do throws(ScreenError) {
            try OutputFiles.write(text, to: name)
            tell(.told("saved as \(name)", isGood: true))
        } catch {
            tell(.told(error.message, isGood: false))
        }
    }

    private func page(_ task: Int, _ stream: OutputView.Stream) {
        let output = connections.output
        lendScreen {
            guard let output = await output(task) else { return "nothing of it is kept" }
            return await Pager.show((stream == .stdout ? output.stdout : output.stderr).text)
        }
    }
}
