// How far a machine has booted, from its output.

using RustKernel.Hil.Protocols;
using RustKernel.Hil.Verdicts;

namespace RustKernel.Hil.Strategies;

/// <summary>
/// The states of a boot: powered, loader, kernel, suites or shell. The power switch reports off; no line of the machine does.
/// </summary>
internal static class MachineState
{
    /// <summary>The state of a machine when its power has come on.</summary>
    public const string Powered = "powered";

    /// <summary>The state of a machine when the shell has shown its prompt.</summary>
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
        // A real board's firmware writes before the kernel does: whole lines that are not the kernel's are the firmware's.
        return !run.IsEmulated && serial.Lines > 0 ? "loader" : Powered;
    }
}
