// The exit statuses of the tool.

namespace RustKernel.Hil.Cli;

/// <summary>What the tool's exit status says; 1 and 3 are never confused.</summary>
internal static class ExitStatus
{
    /// <summary>Everything asked for was done.</summary>
    public const int Pass = 0;

    /// <summary>A test failed or was flaky.</summary>
    public const int Fail = 1;

    /// <summary>Usage or configuration is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The rig failed: board, power, serial line, network, emulator, host.</summary>
    public const int Infrastructure = 3;
}
