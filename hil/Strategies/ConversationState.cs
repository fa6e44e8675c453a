// What a kernel that takes commands has answered so far.

using System.Linq;
using RustKernel.Hil.Protocols;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Strategies;

/// <summary>A snapshot of a run, taken while no event comes in.</summary>
/// <param name="Ready">How often "# ready" came.</param>
/// <param name="Documents">How many documents have started.</param>
/// <param name="Refusals">Refused commands, and refused suites that were not asked for, since the last try.</param>
/// <param name="LastRefusal">The last of them.</param>
/// <param name="HasBooted">True when the last line of a boot has come.</param>
/// <param name="Bytes">Bytes received.</param>
internal readonly record struct ConversationState(int Ready, int Documents, int Refusals, string LastRefusal, bool HasBooted, long Bytes)
{
    /// <summary>The state of <paramref name="run"/>.</summary>
    public static ConversationState Of(RunObserver run)
    {
        SerialRecord serial = run.Serial;
        string[] refusals =
        [
            .. serial.UnknownCommands.Select(command => $"# unknown command: {command}"),
            .. serial.UnknownSuites.Where(suite => !run.Suites.Contains(suite.Name)).Select(suite => $"# unknown suite: {suite.Name}"),
        ];
        return new ConversationState(
            serial.ReadyCount,
            serial.Documents.Count,
            refusals.Length,
            refusals.Length > 0 ? refusals[^1] : "",
            serial.Stages.Count > 0 && serial.Stages[^1].Stage == BootStage.All[^1],
            serial.Bytes);
    }
}
