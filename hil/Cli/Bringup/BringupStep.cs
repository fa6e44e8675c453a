// A step of a bring-up.

namespace RustKernel.Hil.Cli.Bringup;

/// <summary>Something to do and to confirm.</summary>
internal sealed class BringupStep
{
    /// <summary>What to do.</summary>
    public string Do { get; set; } = "";

    /// <summary>What to answer when it is not so; printed after "no".</summary>
    public string Otherwise { get; set; } = "";
}
