import Dashboard
import Logs
import SpawnCore

/// What the dashboard asks the world to do, done.
extension DashboardRunner {
    func perform(_ effect: DashboardEffect) {
        switch effect {
        case .send(let command): connections.send(command)
        case .fetchOutput(let question):
            Task { tell(.output(question.source, await outputDesk.answer(question))) }
        case .find(let hunt): Task { tell(.located(hunt, await outputDesk.find(hunt))) }
        case .search(let text, let sources, let number): search(text, sources, number)
        case .copyOutput(let source, let stream): copy(source, stream)
        case .save(let source, let stream, let name): save(source, stream, name)
        case .page(let source, let stream): page(source, stream)
        case .savePicture: savePicture()
        case .redraw: redraw()
        case .suspend:
            lendScreen { [connections] in
                await connections.stopJob()
                return nil
            }
        case .quit(let reason): end(reason)
        }
    }

    /// Looks for a text away from the main actor; places come in batches, so that the first are seen at once.
    private func search(_ text: String, _ sources: [SearchedOutput], _ number: Int) {
        searching?.cancel()
        let output = connections.output
        searching = Task { @concurrent in
            // One of its own, so that whoever scrolls meanwhile does not wait for it.
            let desk = OutputDesk(output)
            var batch: [SearchHit] = []
            for source in sources where !Task.isCancelled {
                do throws(LinePattern.Mistake) {
                    batch += try await desk.hits(of: text, in: source.source, source.reading)
                } catch {
                    await tell(.told("'\(text)' cannot be searched for: \(error)", isGood: false))
                    break
                }
                guard batch.count >= 20 else { continue }
                await tell(.found(batch, isLast: false, search: number))
                batch = []
            }
            await tell(.found(batch, isLast: true, search: number))
        }
    }

    private func copy(_ source: OutputSource, _ stream: OutputView.Stream) {
        Task {
            let (text, lines) = await outputDesk.copy(of: source, stream)
            guard lines > 0 else { return tell(.told("nothing to copy", isGood: true)) }
            screen.copy(text)
            let words = lines == 1 ? "1 line" : "\(lines) lines"
            tell(.told("copied \(words), if the terminal lets programs do that", isGood: true))
        }
    }

    private func save(_ source: OutputSource, _ stream: OutputView.Stream, _ name: String) {
        Task {
            guard let output = await connections.output(source) else {
                return tell(.told("nothing was written", isGood: false))
            }
            let captured = output.captured(stream)
            guard let path = captured.wholeFile else { return write(captured.text, name) }
            do throws(ScreenError) {
                try await OutputFiles.copy(path, to: name)
                tell(.told("saved as \(name)", isGood: true))
            } catch {
                tell(.told(error.message, isGood: false))
            }
        }
    }

    private func savePicture() {
        let run = model.run.description?.runID ?? "run"
        do throws(ScreenError) {
            let name = try OutputFiles.writeNew(ScreenPicture(model.frame()).svg, "aurora-\(run)", ".svg")
            tell(.told("saved as \(name)", isGood: true))
        } catch {
            tell(.told(error.message, isGood: false))
        }
    }

    private func write(_ text: String, _ name: String) {
        do throws(ScreenError) {
            try OutputFiles.write(text, to: name)
            tell(.told("saved as \(name)", isGood: true))
        } catch {
            tell(.told(error.message, isGood: false))
        }
    }

    private func page(_ source: OutputSource, _ stream: OutputView.Stream) {
        lendScreen { [connections] in
            guard let output = await connections.output(source) else { return "nothing was written" }
            let captured = output.captured(stream)
            let stopJob: @Sendable () async -> Void = { await connections.stopJob() }
            if let path = captured.wholeFile { return await Pager.show(file: path, whenStopped: stopJob) }
            return await Pager.show(captured.text, whenStopped: stopJob)
        }
    }
}

extension DashboardConnections {
    /// Stops the run and this program until they are in front again.
    fileprivate func stopJob() async {
        repeat {
            await suspend()
            // A shell that lets the job go on in the background has not given the terminal back: stop again.
            if ForegroundJob.isBehind { try? await Task.sleep(for: .milliseconds(100)) }
        } while ForegroundJob.isBehind
    }
}

extension LiveOutput {
    fileprivate func captured(_ stream: OutputView.Stream) -> CapturedOutput { stream == .stdout ? stdout : stderr }
}

extension CapturedOutput {
    /// The file with all of it; `nil` where there is none, or not yet all of it in there.
    fileprivate var wholeFile: String? { file.flatMap { $0.byteCount == byteCount ? $0.path : nil } }
}
