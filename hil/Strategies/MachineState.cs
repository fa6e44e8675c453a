// Where between off and shell a machine is, from what it has said.

using RustKernel.Hil.Protocols;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Strategies;

/// <summary>
/// The states of a boot: powered, loader, kernel, suites or shell. Off is what the power switch
/// says, and no line of the machine's.
/// </summary>
internal static class MachineState
{
    /// <summary>What a machine is in when its power has come on.</summary>
    public const string Powered = "powered";

    /// <summary>What a machine is in when the shell has shown its prompt.</summary>
    public const string Shell = "shell";

    /// <summary>The state that <paramref name="run"/> shows.</summary>
    public static string Of(RunObserver run)
    {
        SerialRecord serial = run.Serial;
        if (serial.Documents.Count > 0 || serial.ReadyCount > 0)
        {
            return "suites";
        }

        if (serial.HasShell)
        {
            return Shell;
        }

        if (serial.Stages.Count > 0)
        {
            return "kernel";
        }
        // A real board's firmware speaks before us; whole lines that are not ours are its.
        return !run.IsEmulated && serial.Lines > 0 ? "loader" : Powered;
    }
}
