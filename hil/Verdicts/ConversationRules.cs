// What a conversation with a kernel that takes commands says about a run.

using System;
using System.Collections.Generic;
using System.Linq;
using RustKernel.Hil.Protocols;

namespace RustKernel.Hil.Verdicts;

/// <summary>
/// A command that a real serial line damaged is not the kernel's failure. An emulated line damages nothing. A kernel that does not know a
/// command which it read undamaged has failed.
/// </summary>
internal static class ConversationRules
{
    /// <summary>
    /// The finding about <paramref name="run"/>; null when there is none. Asked after everything
    /// that the kernel itself may have done.
    /// </summary>
    public static (VerdictKind Kind, string Reason)? Of(RunObserver run)
    {
        SerialRecord serial = run.Serial;
        if (!run.Conversation.IsAsked || serial.Documents.Count > 0 || run.Conversation.LastCommand.Length == 0)
        {
            return null;
        }

        string tries = run.Conversation.Retries.Count > 0 ? $", sent {run.Conversation.Retries.Count + 1} times" : "";
        string command = $"the command \"{run.Conversation.LastCommand}\"{tries}";
        if (serial.UnknownCommands.Count > 0)
        {
            string read = serial.UnknownCommands[^1];
            return read == run.Conversation.LastCommand
                ? (VerdictKind.Fail, $"the kernel does not know {command}")
                : (LineIsAtFault(run), $"{command}, did not arrive as it was sent: the kernel answered \"# unknown command: {read}\"");
        }

        return serial.ReadyCount > 0
            ? (LineIsAtFault(run), $"{command}, was not answered though the kernel had said \"# ready\": what is sent does not reach it, "
                + $"or it does not listen")
            : null;
    }

    /// <summary>
    /// True when the suites of <paramref name="ran"/> differ from the requested ones and the command may have been damaged.
    /// </summary>
    public static bool MayHaveBeenMisread(RunObserver run, IReadOnlyCollection<string> ran)
        => run.Conversation.IsAsked && !run.IsEmulated && ran.Any(suite => !run.Suites.Contains(suite) || ran.Count < run.Suites.Count);

    private static VerdictKind LineIsAtFault(RunObserver run) => run.IsEmulated ? VerdictKind.Fail : VerdictKind.Infrastructure;
}
