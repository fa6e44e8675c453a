// An entry of a file of views.

namespace RustKernel.Hil.Cli;

/// <summary>A board, and what it gets.</summary>
internal sealed class BootViewEntry
{
    /// <summary>For the log; may be empty.</summary>
    public string Name { get; set; } = "";

    /// <summary>An own prefix (TFTP_PREFIX_STR).</summary>
    public string Prefix { get; set; } = "";

    /// <summary>A Pi's serial number: 8 digits, or the 16 of /proc/cpuinfo.</summary>
    public string Serial { get; set; } = "";

    /// <summary>An Ethernet address.</summary>
    public string Mac { get; set; } = "";

    /// <summary>An IP address.</summary>
    public string Address { get; set; } = "";

    /// <summary>The board whose boot folder is served.</summary>
    public string Board { get; set; } = "";

    /// <summary>Or a folder.</summary>
    public string Folder { get; set; } = "";
}
